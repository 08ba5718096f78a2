/** Reading what a customer sent with the form of the answer page, and what all the answers come to. */
import { text } from '../../../shared/values/text.ts';
import { choicesOf, type Question, type Survey, scoredQuestion } from '../surveys/surveys.schema.ts';
import type { Answers, NpsBand, SurveyResults } from './responses.schema.ts';

export type Form = Readonly<Record<string, string | string[]>>;

/** Names of the fields beside the questions. */
export const formFields = {
  /** Version of the survey that was shown. */
  version: 'version',
  /** When the form was shown, in milliseconds since 1970. */
  shownAt: 'shown',
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

/** The one answer that every survey asks for. */
export function scoreOf(survey: Survey, answers: Answers): number {
  const question = scoredQuestion(survey);
  const score = question === undefined ? undefined : answers[question.id];
  if (typeof score !== 'number') throw new Error(`Survey ${survey.id} was answered without a score`);
  return score;
}

/** The form as it looks when somebody follows the link of a score in the mail. */
export function preselected(survey: Survey, score: string | undefined): Form {
  const question = scoredQuestion(survey);
  return question === undefined || score === undefined ? {} : { [fieldOf(question)]: score };
}

/** No person reads and answers in less time: mail scanners that send forms do. */
const humanMilliseconds = 2000;

/** Whether an answer came faster than a person can give it, or does not say when it was shown. */
export function isSuspect(form: Form, nowMilliseconds: number): boolean {
  const shownAt = Number(form[formFields.shownAt] ?? Number.NaN);
  return !(nowMilliseconds - shownAt >= humanMilliseconds);
}

/** The band of an answer (Reichheld 2003): 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
export function npsBand(score: number): NpsBand {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

export type NpsCounts = Readonly<Record<NpsBand, number>>;

export const noCounts: NpsCounts = { promoter: 0, passive: 0, detractor: 0 };

export function addCounts(left: NpsCounts, right: NpsCounts): NpsCounts {
  return {
    promoter: left.promoter + right.promoter,
    passive: left.passive + right.passive,
    detractor: left.detractor + right.detractor,
  };
}

/** Percentage of promoters minus percentage of detractors, to one decimal; null without answers. */
export function npsScore({ promoter, passive, detractor }: NpsCounts): number | null {
  const total = promoter + passive + detractor;
  if (total === 0) return null;
  // Adding zero turns -0 into 0.
  return Math.round(((promoter - detractor) / total) * 1000) / 10 + 0;
}

export function resultsOf(surveyId: string, counts: NpsCounts): SurveyResults {
  return {
    surveyId,
    promoters: counts.promoter,
    passives: counts.passive,
    detractors: counts.detractor,
    total: counts.promoter + counts.passive + counts.detractor,
    score: npsScore(counts),
    source: 'Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003',
  };
}

/** Rows over which the counter of a survey is spread, so that batches counted at the same time do not collide. */
export const counterShards = 8;
