/** Decisions about the pages of surveys. */

import type { Survey } from '../../surveys/surveys/surveys.schema.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

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

/** A link behind which anybody can answer, as the form says it. Empty fields are left out. */
export function collectorFrom(form: DeskForm): Readonly<Record<string, string>> {
  const [name = '', channel = '', place = ''] = ['name', 'channel', 'place'].map((field) =>
    valueIn(form, field).trim(),
  );
  return { name, channel, ...(place !== '' && { place }) };
}
