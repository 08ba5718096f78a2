import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { ConsentReader } from '../../../contact/consents/index.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { Assign } from '../../../people/assignments/index.ts';
import { workingHoursOf } from '../../../people/staff/index.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import type { Score } from '../../../surveys/responses/responses.schema.ts';
import type { CallSettingsReader } from '../../calling/index.ts';
import { newCallback } from '../callbacks.rules.ts';
import { type Callback, callbackId } from '../callbacks.schema.ts';
import type { CallbacksStore } from '../callbacks.store.ts';
import { withAlarms } from './alarms.ts';
import { hoursOfCustomer, lowScoreDue } from './call-times.ts';
import { ownerAwayFor } from './callback-access.ts';
import { mayBeCalled } from './callback-consent.ts';

/** An answer that was given to a survey. */
export interface Answer {
  readonly responseId: string;
  readonly surveyId: string;
  /** Absent: nobody knows who it was, so that nobody can be called. */
  readonly customerId?: string | undefined;
  /** The lowest of the answers that somebody has to ask about. */
  readonly low?: Score | undefined;
  readonly at: string;
}

interface Context {
  readonly callbacks: Pick<CallbacksStore, 'find' | 'open'>;
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly responses: ResponseReader;
  readonly assign: Assign;
  readonly settings: CallSettingsReader;
  readonly consents: Pick<ConsentReader, 'findAll'>;
  readonly origin: EventContext;
}

/** Longer comments are cut: whoever calls needs the gist. */
const maximumNote = 1000;

/**
 * An answer that is low on any scale opens one callback for whom the rules find, whose reason is the lowest. Its id
 * follows from the answer, so that hearing of the answer again opens no second one, and takes nobody's turn. Who wants no
 * calls is not called.
 */
export async function openLowScoreCallback(
  answer: Answer,
  { callbacks, customers, responses, assign, settings, consents, origin }: Context,
): Promise<Change<Callback | undefined>> {
  const nothing = { result: undefined, writes: [] };
  const { low, responseId, customerId, at } = answer;
  if (low === undefined || customerId === undefined) return nothing;
  const contact = await customers.findContact(customerId);
  if (contact === undefined) return nothing;
  const id = derivedId(callbackId, at, responseId);
  if ((await callbacks.find(id)) !== undefined) return nothing;
  if (!(await mayBeCalled(contact, consents))) return nothing;
  const given = await responses.find({ responseId, customerId, answeredAt: at });
  const work = { reason: 'low-score', customer: contact } as const;
  const { owner, member, team, assigned } = await assign('callbacks', work, origin.at);
  const calendar = member === undefined ? officeCalendar(contact.timeZone) : workingHoursOf(member);
  const present = await settings.get();
  const customer = hoursOfCustomer(contact.timeZone, present);
  const due = lowScoreDue(answer.at, { calendar, customer });
  const promised = newCallback({
    id,
    contact,
    reason: {
      kind: 'low-score',
      surveyId: answer.surveyId,
      responseId: answer.responseId,
      questionId: low.questionId,
      score: low.value,
      scale: low.scale,
    },
    note: given?.comment?.slice(0, maximumNote),
    owner,
    team,
    assigned,
    priority: 'high',
    due,
    ownerAway: ownerAwayFor(member, due.instant, origin.at),
    at: origin.at,
  });
  const callback = withAlarms(promised, { settings: present, member, at: origin.at });
  return { result: callback, writes: callbacks.open(callback, origin) };
}
