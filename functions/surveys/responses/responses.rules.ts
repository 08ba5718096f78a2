/** Reading what a customer sent with the form of the answer page, and how it is shown. */
import type * as z from 'zod';
import { firstCharacters } from '../../../shared/values/text.ts';
import {
  type Answers,
  type Form,
  fieldOf,
  isScale,
  numbersOf,
  pageFields,
  type Scale,
  scoredQuestion,
} from '../questions/questions.schema.ts';
import type { Survey } from '../surveys/surveys.schema.ts';
import {
  type Band,
  type NpsBand,
  type Response,
  type ResponseSummary,
  type Score,
  shownComment,
} from './responses.schema.ts';

/** Names of the fields beside the questions. */
export const formFields = {
  /** Version of the survey that was shown. */
  version: 'version',
  /** When the form was shown, in milliseconds since 1970. */
  shownAt: 'shown',
  /** The score that was chosen in the mail. */
  prefilled: 'prefilled',
  ...pageFields,
  /** Which form it is, signed: of a link for anybody. */
  form: 'form',
  /** Out of sight of people: only programs fill it in. */
  honeypot: 'website',
} as const;

/** The only time that is told of an answer to an anonymous survey: its day (UTC), as its first instant. */
export function dayOf(at: string): string {
  return `${at.slice(0, 'yyyy-mm-dd'.length)}T00:00:00.000Z`;
}

/** The answers on scales, and the score among them: that of the NPS question, else of the first with a scale. */
export function scoresOf(survey: Survey, answers: Answers): Pick<Response, 'score' | 'scale' | 'scores'> {
  const scores = survey.questions.filter(isScale).flatMap(({ id: questionId, kind: scale }) => {
    const value = answers[questionId];
    return typeof value === 'number' ? [{ questionId, scale, value }] : [];
  });
  const main = scoredQuestion(survey);
  const found = scores.find(({ questionId }) => questionId === main?.id);
  return found === undefined ? { scores } : { score: found.value, scale: found.scale, scores };
}

/** The form as it looks when somebody follows the link of a score in the mail; empty when it is no score. */
export function preselected(survey: Survey, score: string | undefined): Readonly<Record<string, string>> {
  const question = scoredQuestion(survey);
  if (question === undefined || score === undefined) return {};
  return numbersOf(question.kind).map(String).includes(score) ? { [fieldOf(question.id)]: score } : {};
}

/** No person reads and answers in less time: mail scanners that send forms do. */
const humanMilliseconds = 2000;

/** Who has chosen the score in the mail only presses the button. Programs do so at once. */
const oneTapMilliseconds = 500;

/**
 * Whether an answer came faster than a person can give it, does not say when it was shown, or fills in what people do not
 * see. Programs that fill in forms for people do that, too, so it may be confirmed.
 */
export function isSuspect(survey: Survey, form: Form, nowMilliseconds: number): boolean {
  if (form[formFields.honeypot]) return true;
  const shownAt = Number(form[formFields.shownAt] ?? Number.NaN);
  const needed = isOneTap(survey, form) ? oneTapMilliseconds : humanMilliseconds;
  return !(nowMilliseconds - shownAt >= needed);
}

/** Whether only the score that was chosen in the mail is answered. */
function isOneTap(survey: Survey, form: Form): boolean {
  const [only, ...others] = survey.questions.filter((question) => (form[fieldOf(question.id)] ?? '') !== '');
  if (only === undefined || others.length > 0 || only !== scoredQuestion(survey)) return false;
  return form[fieldOf(only.id)] === form[formFields.prefilled];
}

/** The band of an answer (Reichheld 2003): 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
export function npsBand(score: number): NpsBand {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

/** From where on an answer is in the middle of its scale, and from where on high. */
const bounds: Readonly<Record<Scale, readonly [middle: number, high: number]>> = {
  nps: [7, 9],
  csat: [3, 4],
  ces: [4, 5],
  rating: [3, 4],
};

/** Where a score stands on its scale; the low ones are followed up. */
export function bandOf(scale: Scale, score: number): Band {
  const [middle, high] = bounds[scale];
  if (score >= high) return 'high';
  return score >= middle ? 'middle' : 'low';
}

/** A score on its scale, which is that of the NPS where none is named; a response may have none. */
type Scored = { readonly score?: number | undefined; readonly scale?: Scale | undefined };

export function bandOfScored({ score, scale = 'nps' }: Scored): Band | undefined {
  return score === undefined ? undefined : bandOf(scale, score);
}

/** The answer about which somebody has to ask the customer: the lowest of those that are low on their scale. */
export function lowestOf(scores: readonly Score[]): Score | undefined {
  return nearestToEnd(scores.filter((each) => bandOf(each.scale, each.value) === 'low'));
}

/** The answer that is nearest to the lower end of its scale, and of two as near the NPS, or what was asked first. */
export function nearestToEnd(scores: readonly Score[]): Score | undefined {
  const height = ({ scale, value }: Score) => numbersOf(scale).indexOf(value) / (numbersOf(scale).length - 1);
  const isNps = (each: Score) => Number(each.scale === 'nps');
  return scores.toSorted((one, other) => height(one) - height(other) || isNps(other) - isNps(one))[0];
}

/** The first question of a survey that was answered with a text. */
export function commentedOn(survey: Survey, answers: Answers): string | undefined {
  return survey.questions.find(({ id, kind }) => kind === 'text' && answers[id] !== undefined)?.id;
}

/** The first free text, in the order of the questions. */
export function commentOf({ answers, commentedOn = '' }: Pick<Response, 'answers' | 'commentedOn'>) {
  const comment = answers[commentedOn];
  return typeof comment === 'string' ? comment : undefined;
}

const aDay = /^\d{4}-\d\d-\d\d$/;

/** A response as lists show it. */
export function responseRow(response: Omit<Response, 'countedAt'>): z.input<typeof ResponseSummary> {
  const { id, surveyId, surveyVersion, campaignId, collectorId, place, channel, customerId } = response;
  const { answeredAt, score, scale, scores } = response;
  const comment = commentOf(response);
  const texts = Object.entries(response.answers).filter(
    ([name, answer]) => name !== response.commentedOn && typeof answer === 'string' && !aDay.test(answer),
  );
  const first = scores.toReversed().map((each) => [each.scale, each.value]);
  return {
    ...{ id, surveyId, surveyVersion, campaignId, collectorId, place, channel, customerId, answeredAt },
    ...{ score, scale },
    band: bandOfScored(response),
    scores: Object.fromEntries(first),
    low: lowestOf(scores) !== undefined,
    comment: comment === undefined ? undefined : firstCharacters(comment, shownComment),
    commentedOn: response.commentedOn,
    commentCut: (comment?.length ?? 0) > shownComment || undefined,
    moreComments: texts.length || undefined,
    commented: comment !== undefined,
  };
}
