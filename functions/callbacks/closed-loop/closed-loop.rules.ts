/** Decisions of the closed loop that need nothing but what is known of an answer and its call. */
import type { Callback } from '../callbacks/callbacks.schema.ts';
import type { Loop, LoopRules } from './closed-loop.schema.ts';

/** What holds as long as nobody has set rules. */
export const defaultRules: LoopRules = {
  version: 1,
  rules: [
    {
      name: 'Low answers',
      when: { score: { band: 'low' } },
      do: { open: 'callback', withinHours: 4, priority: 'high' },
    },
  ],
};

/** A loop as far as its call has come; the same one where nothing has changed. */
export function followed(loop: Loop, callback: Callback): Loop {
  const { attempts, owner, outcome, status, closedAt } = callback;
  const reachedAt = attempts.find(isReached)?.at;
  // What came of the call may be corrected later; the answer that has closed the loop stays.
  if (loop.status === 'closed') return { ...loop, reachedAt, outcome };
  const steps = {
    ...loop,
    caller: callback.closedBy?.kind === 'person' ? callback.closedBy.id : owner,
    firstCallAt: loop.firstCallAt ?? attempts[0]?.at,
    reachedAt,
    outcome,
  };
  if (status === 'completed')
    return { ...steps, status: 'waiting', outcomeAt: attempts.at(-1)?.at ?? closedAt };
  if (status === 'cancelled') return closed(steps, 'call-cancelled', closedAt);
  return { ...steps, status: 'open', outcomeAt: undefined };
}

/** Calls of before there were settings say it by their outcome alone. */
function isReached({ reached, outcome }: Callback['attempts'][number]): boolean {
  return reached ?? outcome === 'reached';
}

/** The next answer of the customer, as a loop that waits for it needs it. */
export interface NextAnswer {
  readonly responseId: string;
  readonly surveyId: string;
  readonly invitedAt: string | undefined;
  readonly answeredAt: string;
  readonly scores: readonly NonNullable<Loop['score']>[];
}

/** Whether a loop has waited for this answer. */
export function waitsFor(loop: Loop, answer: Pick<NextAnswer, 'surveyId' | 'answeredAt'>): boolean {
  const { status, askAgain, outcomeAt } = loop;
  return status === 'waiting' && askAgain === answer.surveyId && (outcomeAt ?? '') < answer.answeredAt;
}

/** The loop after the next answer. */
export function answeredAgain(loop: Loop, answer: NextAnswer): Loop {
  const { responseId, invitedAt, answeredAt } = answer;
  const value = comparable(loop, answer)?.value;
  const wasAsked = invitedAt !== undefined && invitedAt >= (loop.outcomeAt ?? '');
  const again = {
    responseId,
    ...(wasAsked ? { invitedAt } : {}),
    answeredAt,
    ...(value === undefined ? {} : { value }),
  };
  const change = value === undefined || loop.score === undefined ? {} : { change: value - loop.score.value };
  return closed({ ...loop, again, ...change }, 'answered-again', answeredAt);
}

/** The answer to the same question, else the first on the same scale: other scales cannot be compared. */
function comparable({ score }: Loop, { scores }: NextAnswer) {
  const onScale = scores.filter(({ scale }) => scale === score?.scale);
  return onScale.find(({ questionId }) => questionId === score?.questionId) ?? onScale[0];
}

/** The loop when nothing more is waited for. */
export function closed(
  loop: Loop,
  closedBecause: NonNullable<Loop['closedBecause']>,
  closedAt: string | undefined,
): Loop {
  return { ...loop, status: 'closed', closedBecause, closedAt };
}
