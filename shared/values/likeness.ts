/** How alike two texts are, for what people have typed twice. */

/** Characters at the beginning that count once more, at most, and for how much each: Winkler's own values. */
const prefixLength = 4;
const prefixScale = 0.1;

/**
 * Jaro's similarity with Winkler's weight for a common beginning, from 0 to 1 (the same). W. E. Winkler, String comparator
 * metrics and enhanced decision rules in the Fellegi-Sunter model of record linkage, 1990.
 * https://files.eric.ed.gov/fulltext/ED325505.pdf
 */
export function jaroWinkler(one: string, other: string): number {
  const similarity = jaro([...one], [...other]);
  let prefix = 0;
  while (prefix < prefixLength && prefix < one.length && one[prefix] === other[prefix]) prefix += 1;
  return similarity + prefix * prefixScale * (1 - similarity);
}

function jaro(one: readonly string[], other: readonly string[]): number {
  if (one.length === 0 || other.length === 0) return one.length === other.length ? 1 : 0;
  const reach = Math.max(0, Math.floor(Math.max(one.length, other.length) / 2) - 1);
  const taken = new Set<number>();
  const matched = one.filter((letter, index) => {
    const from = Math.max(0, index - reach);
    for (let at = from; at <= Math.min(index + reach, other.length - 1); at += 1) {
      if (taken.has(at) || other[at] !== letter) continue;
      taken.add(at);
      return true;
    }
    return false;
  });
  if (matched.length === 0) return 0;
  const opposite = other.filter((_, index) => taken.has(index));
  const transposed = matched.filter((letter, index) => letter !== opposite[index]).length / 2;
  const share = matched.length;
  return (share / one.length + share / other.length + (share - transposed) / share) / 3;
}

/**
 * How many slips of the pen lie between two texts: a letter too much, too few, another one, or two neighbours exchanged, each
 * place once (optimal string alignment). F. J. Damerau, A technique for computer detection and correction of spelling
 * errors, 1964. https://doi.org/10.1145/363958.363994
 */
export function slipsBetween(one: string, other: string): number {
  const [a, b] = [[...one], [...other]];
  let [before, last] = [[] as number[], b.map((_, index) => index).concat(b.length)];
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + differs,
      );
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) least = Math.min(least, (before[column - 2] ?? 0) + 1);
      current.push(least);
    }
    [before, last] = [last, current];
  }
  return last[b.length] ?? 0;
}

const soundexDigits: Readonly<Record<string, string>> = Object.fromEntries(
  ['bfpv', 'cgjkqsxz', 'dt', 'l', 'mn', 'r'].flatMap((letters, index) =>
    [...letters].map((letter) => [letter, String(index + 1)]),
  ),
);

/**
 * How a word in Latin letters sounds in English: its first letter and three digits.
 * https://www.archives.gov/research/census/soundex
 */
export function soundex(word: string): string {
  const [first = '', ...rest] = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (first === '') return '';
  let digits = '';
  let previous = soundexDigits[first] ?? '';
  for (const letter of rest) {
    // H and W divide nothing; vowels do.
    if (letter === 'h' || letter === 'w') continue;
    const digit = soundexDigits[letter] ?? '';
    if (digit !== previous) digits += digit;
    previous = digit;
  }
  return `${first}${digits.slice(0, 3).padEnd(3, '0')}`;
}
