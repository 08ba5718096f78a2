/** Decisions about the pages of surveys. */
import { instantTyped, wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { patchTo } from '../../../shared/values/merge-patch.ts';
import {
  type Collector,
  CollectorPatch,
  type CollectorSummary,
} from '../../surveys/collectors/collectors.schema.ts';
import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import { type DeskForm, numberFrom, valueIn } from '../desk/desk.schema.ts';

/** What a survey can be made, by a button. */
export const actions = ['open', 'closed', 'archived'] as const;
export type Action = (typeof actions)[number];

export function possibleActions({ status }: Pick<Survey, 'status'>): readonly Action[] {
  const others = actions.filter((action) => action !== status);
  // What was never open has nothing to be closed for, and what is archived is closed already.
  return status === 'draft' || status === 'archived' ? others.filter((each) => each !== 'closed') : others;
}

export function actionIn(value: string | undefined): Action | undefined {
  return actions.find((action) => action === value);
}

/** What a form says of a link behind which anybody can answer. */
export const collectorFields = [
  ...['name', 'channel', 'place', 'language', 'startsAt', 'endsAt', 'maximum', 'perHour'],
] as const;

/** A link behind which anybody can answer, as the form says it. Empty fields are left out. @param known the one that it changes */
export function collectorFrom(
  form: DeskForm,
  timeZone: string,
  known?: Pick<Collector, 'startsAt' | 'endsAt'>,
): Readonly<Record<string, unknown>> {
  const typed = (name: string) => valueIn(form, name).trim();
  const said = (name: string, read: (text: string) => unknown = (text) => text) =>
    typed(name) !== '' && { [name]: read(typed(name)) };
  return {
    ...{ name: typed('name'), channel: typed('channel') },
    ...said('place'),
    ...said('language'),
    ...said('startsAt', (text) => instantTyped(text, timeZone, known?.startsAt)),
    ...said('endsAt', (text) => instantTyped(text, timeZone, known?.endsAt)),
    ...said('maximum', numberFrom),
    ...said('perHour', numberFrom),
  };
}

/** What of a link a form changes; what may be missing is taken away by an empty field. */
export function collectorChangeFrom(form: DeskForm, timeZone: string, known: Collector): object {
  const emptied = { place: null, language: null, startsAt: null, endsAt: null, maximum: null, perHour: '' };
  return patchTo({ ...emptied, ...collectorFrom(form, timeZone, known) }, known, CollectorPatch);
}

/** What stands in the form of a link that there is. */
export function fieldsOfCollector(collector: Collector, timeZone: string): Readonly<Record<string, string>> {
  const { name, channel, place = '', language = '', startsAt, endsAt, maximum = '', perHour } = collector;
  const wall = (instant: Instant | undefined) => (instant === undefined ? '' : wallTimeAt(instant, timeZone));
  return {
    ...{ name, channel, place, language, startsAt: wall(startsAt), endsAt: wall(endsAt) },
    ...{ maximum: String(maximum), perHour: String(perHour) },
  };
}

/** Whether somebody can answer by a link at a moment; that it is full is known of one whose answers are counted. */
export function stateOf(
  {
    status,
    startsAt,
    endsAt,
    maximum,
    answered = 0,
  }: Pick<CollectorSummary, 'status' | 'startsAt' | 'endsAt' | 'maximum'> &
    Partial<Pick<Collector, 'answered'>>,
  at: Instant,
): 'open' | 'closed' | 'early' | 'over' | 'full' {
  if (status !== 'open') return 'closed';
  if (endsAt !== undefined && endsAt <= at) return 'over';
  if (maximum !== undefined && answered >= maximum) return 'full';
  return startsAt !== undefined && at < startsAt ? 'early' : 'open';
}
