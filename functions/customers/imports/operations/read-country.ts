/** Countries as people write them in tables, and as numbers and time zones tell them. */
import { iso31661Alpha3ToAlpha2 } from 'iso-3166';
import { hasNumberPlan, parsePhone } from '../../../../shared/values/phone-number.ts';

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

/** By alpha-3 code, with Kosovo, which ISO has given none. */
const codes: Readonly<Record<string, string>> = { ...iso31661Alpha3ToAlpha2, XKK: 'XK' };

const known = new Map<string, string>();

/** Every spelling of every country; made once, when the first is asked for. */
function countriesByName(): ReadonlyMap<string, string> {
  if (known.size > 0) return known;
  const namings = ['zh-CN', 'en'].flatMap((language) =>
    (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames([language], { type: 'region', style, fallback: 'none' }),
    ),
  );
  for (const [three, two] of Object.entries(codes)) {
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
