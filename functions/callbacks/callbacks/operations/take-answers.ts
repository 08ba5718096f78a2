import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { AnswerTaker } from '../../../surveys/responses/index.ts';
import type { SurveyReader } from '../../../surveys/surveys/index.ts';
import type { CallSettings } from '../../calling/calling.schema.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import type { Callback, SpokenAnswers } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { accessibleCallback, assertMayWorkOn } from './callback-access.ts';

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'change'>;
  readonly customers: Pick<CustomerReader, 'findContact' | 'findRecordContact'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly answers: AnswerTaker;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly settings: CallSettingsReader;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** The survey that is asked in a call: its own, else that of the department for its reason. */
export function scriptOf(
  { reason }: Pick<Callback, 'reason'>,
  { scripts }: Pick<CallSettings, 'scripts'>,
): string | undefined {
  const own = reason.kind === 'plan' ? reason.surveyId : undefined;
  return own ?? scripts.find((script) => script.reason === reason.kind)?.surveyId;
}

/** Takes down what a customer answers to the script of a call, once for each callback. */
export async function takeAnswers(
  { callbackId, answers: said, language }: SpokenAnswers & { readonly callbackId: string },
  context: Context,
): Promise<Change<Callback>> {
  const { callbacks, customers, surveys, answers, settings, origin } = context;
  const before = await accessibleCallback(callbackId, 'callbacks.write', context);
  await assertMayWorkOn(before, { ...context, at: origin.at });
  if (before.responseId !== undefined)
    throw new AppError('conflict', 'The script of this callback was filled in already.');
  const surveyId = scriptOf(before, await settings.get());
  const survey = surveyId === undefined ? undefined : await surveys.find(surveyId);
  if (survey?.status !== 'open')
    throw new AppError('not-allowed-now', 'No open survey is asked in this call.');
  if (survey.anonymous === true)
    throw new AppError(
      'not-allowed-now',
      'The survey of this call is anonymous: nobody can ask it who knows whom they speak with.',
    );
  // The answer is that of the record that is called, as the callback is.
  const customer = await customers.findRecordContact(before.customerId);
  if (customer === undefined) throw new AppError('not-allowed-now', 'The customer was deleted.');
  const call = { id: before.id, since: before.createdAt };
  const taken = await answers.takeDown({ survey, customer, language, answers: said, call }, origin);
  const after = { ...before, version: before.version + 1, responseId: taken.result };
  return { result: after, writes: [...callbacks.change(before, after, origin), ...taken.writes] };
}
