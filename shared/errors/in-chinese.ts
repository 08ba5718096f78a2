/** What callers are told, in Chinese. */

/**
 * Sentences by their English wording, with `{0}`, `{1}` in the place of values. One that begins like another, but says
 * more, stands before it. test/architecture/chinese.test.ts finds the sentences in the source and compares.
 */
export type Sentences = Readonly<Record<string, string>>;

/** A sentence of ours in Chinese, as are its parts that have a Chinese of their own; what is quoted stays as it is. */
export type InChinese = (english: string) => string;

/** Says sentences as tables say them, e.g. in Chinese. @param sentences the first that fits is taken */
export function rewordedBy(sentences: readonly Sentences[]): InChinese {
  const whole = new Map(sentences.toReversed().flatMap((each) => Object.entries(each)));
  const patterns = sentences
    .flatMap((each) => Object.entries(each))
    .filter(([english]) => english.includes('{0}'))
    .map(([english, chinese]) => ({ chinese, pattern: patternOf(english) }));

  return function reword(english: string): string {
    const known = whole.get(english);
    if (known !== undefined) return known;
    for (const { chinese, pattern } of patterns) {
      const found = pattern.exec(english);
      if (found === null) continue;
      return chinese.replaceAll(/(["`]?)\{(\d)\}/g, (_, quote: string, at: string) => {
        const value = found.groups?.[`at${at}`] ?? '';
        return quote === '' ? reword(value) : quote + value;
      });
    }
    return english;
  };
}

/** Values are found by their numbers, for each language has its own order. */
function patternOf(english: string): RegExp {
  const seen = new Set<string>();
  const parts = english.split(/(\{\d\})/).map((part) => {
    const at = /^\{(\d)\}$/.exec(part)?.[1];
    if (at === undefined) return part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
    if (seen.has(at)) return String.raw`\k<at${at}>`;
    seen.add(at);
    return `(?<at${at}>.+?)`;
  });
  return new RegExp(`^${parts.join('')}$`, 's');
}
