/** Whether a text says that somebody is content, by a model that runs within the function and sends the text nowhere. */
import type { Language } from '../values/language.ts';
import { featuresOf } from './features.ts';
import { type KeptModel, keptModels } from './sentiment-model.ts';

/** A linear model: a weight for each place of a feature. */
export interface Model {
  readonly bias: number;
  readonly weights: ArrayLike<number>;
}

export interface Sentiment {
  readonly sentiment: 'positive' | 'negative' | 'neutral';
  /** How likely that is right, 0.5 to 1; below `surely` the text is `neutral`. */
  readonly confidence: number;
}

/** From where on a text is said to be one or the other. */
export const surely = 0.6;

/** What a text says. @param model the one that is kept for the language, unless another is tried */
export function sentimentOf(text: string, language: Language, model: Model = keptModel(language)): Sentiment {
  const likely = likelihood(text, language, model);
  const confidence = Math.round(Math.max(likely, 1 - likely) * 100) / 100;
  if (confidence < surely) return { sentiment: 'neutral', confidence };
  return { sentiment: likely > 0.5 ? 'positive' : 'negative', confidence };
}

/** How likely it is that the text is positive, from 0 to 1. */
export function likelihood(text: string, language: Language, { bias, weights }: Model): number {
  let sum = bias;
  for (const [place, amount] of featuresOf(text, language)) sum += amount * (weights[place] ?? 0);
  return 1 / (1 + Math.exp(-sum));
}

/** The model as it is kept: each weight in a byte. */
export function openModel({ bias, step, weights }: KeptModel): Model {
  const bytes = new Int8Array(Buffer.from(weights, 'base64'));
  return { bias, weights: Float32Array.from(bytes, (byte) => byte * step) };
}

const opened = new Map<Language, Model>();

function keptModel(language: Language): Model {
  const model = opened.get(language) ?? openModel(keptModels[language]);
  opened.set(language, model);
  return model;
}
