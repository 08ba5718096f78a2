import * as z from 'zod';

/** Languages in which customers are addressed. */
export const languages = ['zh-CN', 'en'] as const;

export type Language = (typeof languages)[number];

export const languageSchema = z
  .enum(languages)
  .meta({ description: 'Language in which a customer is addressed.', examples: ['zh-CN'] });
