/** Countries as people write them in tables, and as numbers and time zones tell them. */
import { hasNumberPlan, parsePhone } from '../../../../shared/values/phone-number.ts';

/** Each alpha-3 code with its alpha-2 code, ISO 3166-1, and XK for Kosovo: the one thing that `Intl` does not know of them. */
const codes = [
  'ABWAW AFGAF AGOAO AIAAI ALAAX ALBAL ANDAD AREAE ARGAR ARMAM ASMAS ATAAQ ATFTF ATGAG AUSAU AUTAT AZEAZ BDIBI',
  'BELBE BENBJ BESBQ BFABF BGDBD BGRBG BHRBH BHSBS BIHBA BLMBL BLRBY BLZBZ BMUBM BOLBO BRABR BRBBB BRNBN BTNBT',
  'BVTBV BWABW CAFCF CANCA CCKCC CHECH CHLCL CHNCN CIVCI CMRCM CODCD COGCG COKCK COLCO COMKM CPVCV CRICR CUBCU',
  'CUWCW CXRCX CYMKY CYPCY CZECZ DEUDE DJIDJ DMADM DNKDK DOMDO DZADZ ECUEC EGYEG ERIER ESHEH ESPES ESTEE ETHET',
  'FINFI FJIFJ FLKFK FRAFR FROFO FSMFM GABGA GBRGB GEOGE GGYGG GHAGH GIBGI GINGN GLPGP GMBGM GNBGW GNQGQ GRCGR',
  'GRDGD GRLGL GTMGT GUFGF GUMGU GUYGY HKGHK HMDHM HNDHN HRVHR HTIHT HUNHU IDNID IMNIM INDIN IOTIO IRLIE IRNIR',
  'IRQIQ ISLIS ISRIL ITAIT JAMJM JEYJE JORJO JPNJP KAZKZ KENKE KGZKG KHMKH KIRKI KNAKN KORKR KWTKW LAOLA LBNLB',
  'LBRLR LBYLY LCALC LIELI LKALK LSOLS LTULT LUXLU LVALV MACMO MAFMF MARMA MCOMC MDAMD MDGMG MDVMV MEXMX MHLMH',
  'MKDMK MLIML MLTMT MMRMM MNEME MNGMN MNPMP MOZMZ MRTMR MSRMS MTQMQ MUSMU MWIMW MYSMY MYTYT NAMNA NCLNC NERNE',
  'NFKNF NGANG NICNI NIUNU NLDNL NORNO NPLNP NRUNR NZLNZ OMNOM PAKPK PANPA PCNPN PERPE PHLPH PLWPW PNGPG POLPL',
  'PRIPR PRKKP PRTPT PRYPY PSEPS PYFPF QATQA REURE ROURO RUSRU RWARW SAUSA SDNSD SENSN SGPSG SGSGS SHNSH SJMSJ',
  'SLBSB SLESL SLVSV SMRSM SOMSO SPMPM SRBRS SSDSS STPST SURSR SVKSK SVNSI SWESE SWZSZ SXMSX SYCSC SYRSY TCATC',
  'TCDTD TGOTG THATH TJKTJ TKLTK TKMTM TLSTL TONTO TTOTT TUNTN TURTR TUVTV TWNTW TZATZ UGAUG UKRUA UMIUM URYUY',
  'USAUS UZBUZ VATVA VCTVC VENVE VGBVG VIRVI VNMVN VUTVU WLFWF WSMWS XKKXK YEMYE ZAFZA ZMBZM ZWEZW',
].flatMap((line) => line.split(' '));

/** What is written for a country and is neither a code nor its name. */
const shortForms: Readonly<Record<string, string>> = {
  CN: '中华人民共和国|中国大陆|中国内地|大陆|内地|Mainland China|PRC|P.R. China|People’s Republic of China',
  HK: '中国香港|Hongkong',
  MO: '中国澳门|Macau',
  TW: '中国台湾|台湾省',
  GB: 'UK|Great Britain|Britain|England|Scotland|Wales|大不列颠|英格兰|苏格兰',
  US: 'U.S.A.|America|United States of America|美利坚合众国',
  KR: 'Korea|南韩|大韩民国',
  AE: 'UAE|阿联酋',
  CZ: 'Czech Republic',
  NL: 'Holland|The Netherlands',
  RU: 'Russian Federation|俄国',
  TR: 'Turkey',
};

const known = new Map<string, string>();

/** Every spelling of every country; made once, when the first is asked for. */
function countriesByName(): ReadonlyMap<string, string> {
  if (known.size > 0) return known;
  const namings = ['zh-CN', 'en'].flatMap((language) =>
    (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' }),
    ),
  );
  for (const code of codes) {
    const [three, two] = [code.slice(0, 3), code.slice(3)];
    const forms = shortForms[two]?.split('|') ?? [];
    for (const name of [three, two, ...forms, ...namings.map((naming) => naming.of(two) ?? two)])
      known.set(plain(name), two);
  }
  return known;
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\p{M}\s.,'’-]/gu, '')
    .toLowerCase();
}

/** `中国`, `China`, `cn` or `CHN` as `CN`; undefined for what is no country. */
export function readCountry(text: string): string | undefined {
  return countriesByName().get(plain(text));
}

/**
 * The country that numbers without one are of: the likeliest by which more than half of them can be dialled; undefined
 * where there is none.
 *
 * @param likely countries beside those of the numbers that name one
 */
export function countryOfNumbers(numbers: readonly string[], likely: readonly string[]): string | undefined {
  const national = numbers.filter((number) => parsePhone(number) === undefined);
  const abroad = numbers.flatMap((number) => parsePhone(number)?.country ?? []);
  const counts = [...Map.groupBy(abroad, (country) => country)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  );
  const isOf = (country: string) =>
    national.filter((number) => parsePhone(number, country) !== undefined).length > national.length / 2;
  return [...likely, ...counts.map(([country]) => country)].find(
    (country) => hasNumberPlan(country) && isOf(country),
  );
}
