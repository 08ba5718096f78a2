/** Decisions about the pages of results. */
import { lastMomentOf } from '../../../shared/time/days.ts';
import type { Measure } from '../../surveys/measures/measures.schema.ts';
import type {
  QuestionResults,
  ResultsBreakdown,
  ResultsTrend,
} from '../../surveys/results/results.schema.ts';
import { type DeskForm, numberFrom, valueIn } from '../desk/desk.schema.ts';

/** The question that a course is drawn of: the one that was chosen, else the first that has a measure. */
export function leadOf(
  questions: readonly Pick<QuestionResults, 'questionId' | 'measures'>[],
  chosen: string | undefined,
): string | undefined {
  const measured = questions.filter(({ measures }) => measures.length > 0);
  return (measured.find(({ questionId }) => questionId === chosen) ?? measured[0])?.questionId;
}

/** The questions that have a measure in one of the groups, as the survey asks them; last those that it asks no more. */
export function measuredIn(
  { groups }: Pick<ResultsBreakdown, 'groups'>,
  questions: readonly { readonly id: string }[],
): readonly string[] {
  const measured = new Set(groups.flatMap(({ measures }) => measures.map(({ questionId }) => questionId)));
  const asked = questions.map(({ id }) => id).filter((id) => measured.has(id));
  return [...new Set([...asked, ...measured])];
}

/** A point of a course, where the question was answered. */
export interface Point extends Measure {
  readonly begins: string;
}

export function courseOf(
  { points }: Pick<ResultsTrend, 'points'>,
  questionId: string | undefined,
): readonly Point[] {
  return points.flatMap(({ begins, measures }) => {
    const measure = measures.find((each) => each.questionId === questionId);
    return measure === undefined ? [] : [{ begins, ...measure }];
  });
}

/** The first month in which something is asked, and the last, are written on the axis as briefly as they can be told apart. */
export function axisLabel(begins: string, by: ResultsTrend['by']): string {
  return by === 'month' ? begins.slice(0, 'yyyy-mm'.length) : begins.slice('yyyy-'.length);
}

const limitsOf: Readonly<Record<Measure['kind'], readonly [number, number]>> = {
  nps: [-100, 100],
  'top-box': [0, 100],
  // Of scales and of numbers: only what is there is drawn.
  mean: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
};

/** Beyond which no value of a measure can lie. */
export const limitsOfMeasure = (kind: Measure['kind']) => limitsOf[kind];

/** What a form of the browser has sent without the fields that were left empty. */
export function filledFields<Fields extends object>(sent: Fields): Partial<Fields> {
  return Object.fromEntries(
    Object.entries(sent).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Fields>;
}

/** Which answers are exported, as the form says it: whole months, in UTC. Empty fields are left out. */
export function exportFrom(form: DeskForm): Readonly<Record<string, string>> {
  const [from, to, campaignId] = ['from', 'to', 'campaignId'].map((name) => valueIn(form, name).trim());
  return filledFields({
    from: from && `${from}-01T00:00:00.000Z`,
    to: to && lastMomentOf(to),
    campaignId,
  }) as Readonly<Record<string, string>>;
}

/** What a link shows, as the form says it: of which answers, what for and how long. Empty fields are left out. */
export function reportFrom(form: DeskForm): Readonly<Record<string, unknown>> {
  const prefix = 'answers.';
  const names = Object.keys(form).filter((name) => name.startsWith(prefix) && valueIn(form, name) !== '');
  const days = valueIn(form, 'expiresAfterDays').trim();
  return {
    name: valueIn(form, 'name').trim(),
    answers: Object.fromEntries(names.map((name) => [name.slice(prefix.length), valueIn(form, name)])),
    ...(days === '' ? {} : { expiresAfterDays: numberFrom(days) }),
  };
}
