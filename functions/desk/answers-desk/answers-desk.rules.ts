/** Decisions about the pages of answers. */
import { lastMomentOf } from '../../../shared/time/days.ts';
import { monthSchema } from '../../../shared/values/instant.ts';
import type { Comment } from '../../surveys/texts/texts.schema.ts';
import { type DeskForm, valueIn, valuesIn } from '../desk/desk.schema.ts';
import type { CommentsFilter } from './answers-desk.schema.ts';

const months = ['from', 'to'] as const;

/** The fields of a filter that ought to say a month, and do not. */
export function wrongMonths(filter: CommentsFilter): readonly (typeof months)[number][] {
  return months.filter((name) => filter[name] !== undefined && !monthSchema.safeParse(filter[name]).success);
}

/** Whether the last month lies before the first. */
export function isBackwards({ from, to }: CommentsFilter): boolean {
  return from !== undefined && to !== undefined && to < from;
}

/** How a text is to be understood, as the form says it. */
export function correctionFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  return { sentiment: valueIn(form, 'sentiment'), topics: valuesIn(form, 'topics') };
}

/** Whether a person has said how a text is to be understood, and not the program alone. */
export function isCorrected({ sentimentBy, topicsBy }: Pick<Comment, 'sentimentBy' | 'topicsBy'>): boolean {
  return sentimentBy === 'person' || topicsBy === 'person';
}

/** A filter as the route takes it: whole months, in UTC. */
export function commentsQuery({ from, to, ...filter }: CommentsFilter): Readonly<Record<string, string>> {
  return {
    ...(filter as Readonly<Record<string, string>>),
    ...(from !== undefined && { from: `${from}-01T00:00:00.000Z` }),
    ...(to !== undefined && { to: lastMomentOf(to) }),
  };
}
