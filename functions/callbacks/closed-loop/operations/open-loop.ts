import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { ResponseReader } from '../../../surveys/responses/index.ts';
import { bandOf } from '../../../surveys/responses/index.ts';
import type { Score } from '../../../surveys/responses/responses.schema.ts';
import type { CommentReader } from '../../../surveys/texts/index.ts';
import type { Callback } from '../../callbacks/callbacks.schema.ts';
import type { OpenForAnswer } from '../../callbacks/index.ts';
import { callbackOfAnswer, type Loop, loopOfCallback } from '../closed-loop.schema.ts';
import type { ClosedLoopStore } from '../closed-loop.store.ts';
import { firstMatch, type Match, matchWithoutTexts } from './match-rules.ts';

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
  readonly loops: Pick<ClosedLoopStore, 'getRules' | 'open'>;
  readonly openForAnswer: OpenForAnswer;
  readonly customers: Pick<CustomerReader, 'findContact' | 'findRecordContact'>;
  readonly responses: Pick<ResponseReader, 'find'>;
  readonly comments: Pick<CommentReader, 'ofAnswer'>;
  readonly origin: EventContext;
}

/**
 * Follows an answer up if a rule is meant for it: one callback, and the loop that tells what comes of it. Their ids follow
 * from the answer, so that hearing of it again opens no second one. What depends on a text waits until it was read.
 * @param isRead what was written was read just now: only what has waited for that is decided
 */
export async function openLoop(
  answer: Answer,
  { loops, openForAnswer, customers, responses, comments, origin }: Context,
  { isRead = false } = {},
): Promise<Change<Callback | undefined>> {
  const nothing = { result: undefined, writes: [] };
  const { responseId, customerId, at: answeredAt } = answer;
  if (customerId === undefined) return nothing;
  const { rules } = await loops.getRules();
  if (rules.length === 0 || (isRead && rules.every(({ when }) => when.text === undefined))) return nothing;
  const found = await responses.find({ responseId, customerId, answeredAt });
  // The event tells enough of what is not there to call because of it.
  const { scores, answers, comment, channel } = found ?? {
    scores: answer.low ? [answer.low] : [],
    answers: {},
    channel: undefined,
  };
  const contact = await customers.findContact(customerId);
  const record = contact?.id === customerId ? contact : await customers.findRecordContact(customerId);
  if (contact === undefined || record === undefined) return nothing;
  const given = { surveyId: answer.surveyId, channel, scores, answers };
  const first = matchWithoutTexts(rules, given, contact);
  if (isRead && first !== 'unread') return nothing;
  const texts = async () => (found ? comments.ofAnswer(found) : { comments: [], isUnread: false });
  const match = first === 'unread' ? firstMatch(rules, given, contact, await texts()) : first;
  if (match === undefined || match === 'unread') return nothing;
  const { withinHours: hours, priority, owner, team, note } = match.rule.do;
  // The words of the customer are told from those of the department.
  const said = [note, note && comment ? `“${comment}”` : comment].filter((each) => each !== undefined);
  const { result: callback, writes } = await openForAnswer(
    {
      id: callbackOfAnswer({ id: responseId, answeredAt }),
      ...{ contact, record, answeredAt, hours, priority, owner, team },
      reason: reasonOf(match, answer),
      note: said.length === 0 ? undefined : said.join('\n'),
    },
    origin,
  );
  if (callback === undefined) return nothing;
  const loop = loopOf(match, answer, callback);
  return { result: callback, writes: [...writes, loops.open(loop, origin)] };
}

/** Why we call: a low answer, or what the rule is called. */
function reasonOf({ rule, score }: Match, { surveyId, responseId }: Answer) {
  if (score === undefined || bandOf(score.scale, score.value) !== 'low')
    return { kind: 'answer', surveyId, responseId, why: rule.name } as const;
  const { questionId, value, scale } = score;
  return { kind: 'low-score', surveyId, responseId, questionId, score: value, scale } as const;
}

function loopOf({ rule, score }: Match, { surveyId, responseId, at }: Answer, callback: Callback): Loop {
  return {
    id: loopOfCallback(callback.id),
    version: 1,
    customerId: callback.customerId,
    ...{ surveyId, responseId, callbackId: callback.id, rule: rule.name },
    askAgain: rule.do.askAgain ?? surveyId,
    ...(score === undefined ? {} : { score }),
    caller: callback.owner,
    status: 'open',
    answeredAt: at,
    openedAt: callback.createdAt,
  };
}
