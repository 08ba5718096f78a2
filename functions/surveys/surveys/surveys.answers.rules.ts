/** Reading what a customer sent with the form of the answer page. */
import { type Language, languages } from '../../../shared/values/language.ts';
import { text } from '../../../shared/values/text.ts';
import type { Answers } from './surveys.answers.schema.ts';
import type { Question, Survey } from './surveys.schema.ts';

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

/** The choices of a scale; undefined for free text. */
export function choicesOf(question: Question): readonly number[] | undefined {
  if (question.kind === 'text') return undefined;
  return question.kind === 'nps' ? [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1, 2, 3, 4, 5];
}

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
  const question = survey.questions.find(({ kind }) => kind === 'nps');
  const score = question === undefined ? undefined : answers[question.id];
  if (typeof score !== 'number') throw new Error(`Survey ${survey.id} was answered without a score`);
  return score;
}

/** The form as it looks when somebody follows the link of a score in the mail. */
export function preselected(survey: Survey, score: string | undefined): Form {
  const question = survey.questions.find(({ kind }) => kind === 'nps');
  return question === undefined || score === undefined ? {} : { [fieldOf(question)]: score };
}

/** No person reads and answers in less time: mail scanners that send forms do. */
const humanMilliseconds = 2000;

/** Whether an answer came faster than a person can give it, or does not say when it was shown. */
export function isSuspect(form: Form, nowMilliseconds: number): boolean {
  const shownAt = Number(form[formFields.shownAt] ?? Number.NaN);
  return !(nowMilliseconds - shownAt >= humanMilliseconds);
}

/**
 * The language of a page: the wish in the address, then what is known of the customer, then what the browser asks
 * for, among those the survey has.
 */
export function languageFor(
  wishes: { asked?: string | undefined; known?: Language | undefined; accepted?: string | undefined },
  offered: readonly Language[],
  fallback: Language,
): Language {
  const accepted = (wishes.accepted ?? '')
    .split(',')
    .slice(0, 20)
    .map((range) => languageOfTag(range.split(';')[0] ?? ''));
  const wanted = [languageOfTag(wishes.asked ?? ''), wishes.known, ...accepted];
  return wanted.find((language) => language !== undefined && offered.includes(language)) ?? fallback;
}

function languageOfTag(tag: string): Language | undefined {
  const primary = tag.trim().toLowerCase().split('-')[0];
  return languages.find((language) => language.toLowerCase().split('-')[0] === primary);
}
