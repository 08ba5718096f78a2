import type { Contact } from '../../../customers/customers/index.ts';
import { type AnsweredSurvey, nearestToEnd } from '../../../surveys/responses/index.ts';
import type { Score } from '../../../surveys/responses/responses.schema.ts';
import type { ReadTexts } from '../../../surveys/texts/index.ts';
import type { Comment } from '../../../surveys/texts/texts.schema.ts';
import type { LoopRule } from '../closed-loop.schema.ts';
import { isScoreMeant } from './shadowed-rules.ts';

/** The rule that is meant for an answer, and the lowest of the answers on scales that it means. */
export interface Match {
  readonly rule: LoopRule;
  readonly score: Score | undefined;
}

type Answered = Pick<AnsweredSurvey, 'surveyId' | 'scores' | 'answers' | 'channel'>;
type Answerer = Pick<Contact, 'owner' | 'tags' | 'language'>;

/**
 * The first rule that is meant for an answer. None is for one that was taken down in a call: whoever heard it speaks with the
 * customer at that moment, and the outcome of the call says whether somebody calls again. Another callback would ring them
 * up about what they have just told us.
 *
 * `unread`: which one it is depends on what was written, which was not read yet; what comes
 * after such a rule waits, too, or the first would not decide.
 */
export function firstMatch(
  rules: readonly LoopRule[],
  answered: Answered,
  customer: Answerer,
  { comments, isUnread }: ReadTexts,
): Match | 'unread' | undefined {
  if (answered.channel === 'call') return undefined;
  for (const rule of rules) {
    if (rule.paused) continue;
    const score = nearestToEnd(scoresMeant(rule, answered));
    const isScored = rule.when.score === undefined || score !== undefined;
    if (!isScored || !isMeant(rule, answered, customer)) continue;
    const { text } = rule.when;
    if (text === undefined || comments.some((comment) => isSo(comment, text))) return { rule, score };
    if (isUnread) return 'unread';
  }
  return undefined;
}

/** The same as long as no text was read: whatever is decided then does not depend on them. */
export function matchWithoutTexts(rules: readonly LoopRule[], answered: Answered, customer: Answerer) {
  return firstMatch(rules, answered, customer, { comments: [], isUnread: true });
}

function isSo(
  { questionId, topics, sentiment }: Comment,
  text: NonNullable<LoopRule['when']['text']>,
): boolean {
  return (
    (text.question === undefined || text.question === questionId) &&
    (text.topic === undefined || topics.includes(text.topic)) &&
    (text.sentiment === undefined || text.sentiment === sentiment)
  );
}

function scoresMeant({ when: { score = {} } }: LoopRule, { scores }: Answered): readonly Score[] {
  const { question, ...condition } = score;
  return scores.filter(
    (each) => (question === undefined || question === each.questionId) && isScoreMeant(each, condition),
  );
}

function isMeant({ when }: LoopRule, { surveyId, answers }: Answered, customer: Answerer): boolean {
  const { surveys, choice, owner, tags = [], language } = when;
  return (
    surveys?.includes(surveyId) !== false &&
    (choice === undefined || [answers[choice.question]].flat().includes(choice.choice)) &&
    (owner === undefined || owner === customer.owner) &&
    tags.every((tag) => customer.tags.includes(tag)) &&
    (language === undefined || language === customer.language)
  );
}
