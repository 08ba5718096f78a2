import * as z from 'zod';

/** Languages in which customers are addressed. */
export const languages = ['zh-CN', 'en'] as const;

export type Language = (typeof languages)[number];

export const languageSchema = z
  .enum(languages)
  .meta({ description: 'Chinese or English.', examples: ['zh-CN'] });

/**
 * The language of a page or mail: the wish in the address, then what is known of the customer, then what the browser
 * asks for (Accept-Language), among those that are offered.
 */
export function languageFor(
  wishes: { asked?: string | undefined; known?: Language | undefined; accepted?: string | undefined },
  offered: readonly Language[],
  fallback: Language,
): Language {
  const accepted = (wishes.accepted ?? '')
    .split(',')
    .slice(0, 20)
    .map((range) => languageOfTag(range.split(';')[0] ?? ''));
  const wanted = [languageOfTag(wishes.asked ?? ''), wishes.known, ...accepted];
  return wanted.find((language) => language !== undefined && offered.includes(language)) ?? fallback;
}

function languageOfTag(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split('-')[0];
  return languages.find((language) => language.toLowerCase().split('-')[0] === primary);
}
