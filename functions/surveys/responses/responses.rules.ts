/** Reading what a customer sent with the form of the answer page, and how it is shown. */
import type * as z from 'zod';
import { text } from '../../../shared/values/text.ts';
import {
  choicesOf,
  isScale,
  type Question,
  type Scale,
  type Survey,
  scoredQuestion,
} from '../surveys/surveys.schema.ts';
import {
  type Answers,
  type Band,
  type NpsBand,
  type Response,
  type ResponseSummary,
  type Score,
  type ShownResponse,
  shownComment,
} from './responses.schema.ts';

export type Form = Readonly<Record<string, string | string[]>>;

/** Names of the fields beside the questions. */
export const formFields = {
  /** Version of the survey that was shown. */
  version: 'version',
  /** When the form was shown, in milliseconds since 1970. */
  shownAt: 'shown',
  /** The score that was chosen in the mail. */
  prefilled: 'prefilled',
  /** Out of sight of people: only programs fill it in. */
  honeypot: 'website',
} as const;

export function fieldOf(question: Question): string {
  return `q-${question.id}`;
}

/** What is wrong with one answer. */
export type AnswerViolation = 'missing' | 'not-a-choice' | 'too-long' | 'not-text';

export interface ReadAnswers {
  readonly answers: Answers;
  /** By question id; empty when all is well. */
  readonly violations: Readonly<Record<string, AnswerViolation>>;
}

export const maximumText = 2000;

const freeText = text(maximumText, { multiline: true, allowEmpty: true });

export function readAnswers(survey: Survey, form: Form): ReadAnswers {
  const answers: Answers = {};
  const violations: Record<string, AnswerViolation> = {};
  for (const question of survey.questions) {
    const read = readAnswer(question, form[fieldOf(question)]);
    if ('violation' in read) violations[question.id] = read.violation;
    else if (read.value !== '') answers[question.id] = read.value;
    else if (question.required) violations[question.id] = 'missing';
  }
  return { answers, violations };
}

type ReadAnswer = { readonly value: number | string } | { readonly violation: AnswerViolation };

function readAnswer(question: Question, sent: string | string[] | undefined): ReadAnswer {
  if (sent === undefined) return { value: '' };
  if (typeof sent !== 'string') return { violation: 'not-a-choice' };
  const choices = choicesOf(question);
  if (choices !== undefined) {
    if (sent === '') return { value: '' };
    const value = /^\d{1,2}$/.test(sent) ? Number(sent) : -1;
    return choices.includes(value) ? { value } : { violation: 'not-a-choice' };
  }
  const read = freeText.safeParse(sent);
  if (read.success) return { value: read.data };
  return { violation: read.error.issues.some(({ code }) => code === 'too_big') ? 'too-long' : 'not-text' };
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
  const isChoice =
    question !== undefined &&
    choicesOf(question)
      ?.map(String)
      .includes(score ?? '');
  return isChoice && score !== undefined ? { [fieldOf(question)]: score } : {};
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
  const [only, ...others] = survey.questions.filter((question) => (form[fieldOf(question)] ?? '') !== '');
  if (only === undefined || others.length > 0 || only !== scoredQuestion(survey)) return false;
  return form[fieldOf(only)] === form[formFields.prefilled];
}

/** The band of an answer (Reichheld 2003): 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
export function npsBand(score: number): NpsBand {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

/** Where a score stands on its scale; the low ones are followed up. */
export function bandOf(scale: Scale, score: number): Band {
  const [middle, high] = scale === 'nps' ? [7, 9] : [3, 4];
  if (score >= high) return 'high';
  return score >= middle ? 'middle' : 'low';
}

/** A score on its scale, which is that of the NPS where none is named; a response may have none. */
type Scored = { readonly score?: number | undefined; readonly scale?: Scale | undefined };

export function bandOfScored({ score, scale = 'nps' }: Scored): Band | undefined {
  return score === undefined ? undefined : bandOf(scale, score);
}

/**
 * The answer about which somebody has to ask the customer: of those that are low on their scale the one that is nearest
 * to its lower end, and of two as near the NPS, or what was asked first.
 */
export function lowestOf(scores: readonly Score[]): Score | undefined {
  const height = (each: Score) => (each.scale === 'nps' ? each.value / 10 : (each.value - 1) / 4);
  const isNps = (each: Score) => Number(each.scale === 'nps');
  return scores
    .filter((each) => bandOf(each.scale, each.value) === 'low')
    .toSorted((one, other) => height(one) - height(other) || isNps(other) - isNps(one))[0];
}

/** The first question of a survey that was answered with a text. */
export function commentedOn(survey: Survey, answers: Answers): string | undefined {
  return survey.questions.find(({ id }) => typeof answers[id] === 'string')?.id;
}

/** The first free text, in the order of the questions. */
export function commentOf({ answers, commentedOn = '' }: Pick<Response, 'answers' | 'commentedOn'>) {
  const comment = answers[commentedOn];
  return typeof comment === 'string' ? comment : undefined;
}

/** A response as lists show it. */
export function responseRow(response: Omit<Response, 'countedAt'>): z.input<typeof ResponseSummary> {
  const { id, surveyId, surveyVersion, campaignId, customerId, answeredAt, score, scale, scores } = response;
  const comment = commentOf(response);
  const texts = Object.values(response.answers).filter((answer) => typeof answer === 'string');
  const first = scores.toReversed().map((each) => [each.scale, each.value]);
  return {
    ...{ id, surveyId, surveyVersion, campaignId, customerId, answeredAt, score, scale },
    band: bandOfScored(response),
    scores: Object.fromEntries(first),
    low: lowestOf(scores) !== undefined,
    comment: comment === undefined ? undefined : firstCharacters(comment, shownComment),
    commentedOn: response.commentedOn,
    commentCut: (comment?.length ?? 0) > shownComment || undefined,
    moreComments: texts.length > 1 ? texts.length - 1 : undefined,
    commented: comment !== undefined,
  };
}

/** Cuts no character in two. */
function firstCharacters(text: string, maximum: number): string {
  const cut = text.slice(0, maximum);
  return cut.isWellFormed() ? cut : cut.slice(0, -1);
}

/** A response with the words of its questions, as its customer saw them. */
export function showResponse(
  response: Omit<Response, 'countedAt'>,
  survey: Survey,
  isSuspect: boolean,
): ShownResponse {
  const { id, surveyId, surveyVersion, invitationId, runId, campaignId, customerId } = response;
  const { answeredAt, language, score, scale, answers } = response;
  return {
    ...{ id, surveyId, surveyVersion, invitationId, runId, campaignId, customerId },
    ...{ answeredAt, language, score, scale },
    band: bandOfScored(response),
    answers: survey.questions.map(({ id: questionId, kind, text }) => ({
      ...{ questionId, kind },
      question: text[language] ?? text[survey.defaultLanguage] ?? questionId,
      answer: answers[questionId] ?? null,
    })),
    ...(isSuspect ? { suspect: true } : {}),
  };
}

/** Rows over which the counter of a survey is spread, so that batches counted at the same time do not collide. */
export const counterShards = 8;
