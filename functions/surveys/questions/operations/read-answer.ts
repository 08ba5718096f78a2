import { daySchema } from '../../../../shared/values/instant.ts';
import { text } from '../../../../shared/values/text.ts';
import { isBetween, otherOf } from '../questions.rules.ts';
import {
  type Answer,
  type Answers,
  type Choice,
  type Form,
  fieldOf,
  isScale,
  maximumText,
  numbersOf,
  otherChoice,
  type Question,
} from '../questions.schema.ts';

/** What is wrong with one answer. */
export type AnswerViolation =
  | 'missing'
  | 'not-a-choice'
  | 'too-many'
  | 'too-long'
  | 'not-text'
  | 'no-number'
  | 'out-of-range'
  | 'no-day'
  | 'say-other';

export interface ReadAnswers {
  readonly answers: Answers;
  /** By question id; empty when all is well. */
  readonly violations: Readonly<Record<string, AnswerViolation>>;
}

/** What a form says to these questions. */
export function readAnswers(questions: readonly Question[], form: Form): ReadAnswers {
  const answers: Answers = {};
  const violations: Record<string, AnswerViolation> = {};
  for (const question of questions) {
    const { value, other, violation } = readAnswer(question, form);
    if (violation !== undefined) violations[question.id] = violation;
    else if (value !== undefined) answers[question.id] = value;
    else if (question.required) violations[question.id] = 'missing';
    if (other !== undefined) answers[otherOf(question.id)] = other;
  }
  return { answers, violations };
}

interface Read {
  readonly value?: Answer | undefined;
  /** What was said beside the choices. */
  readonly other?: string | undefined;
  readonly violation?: AnswerViolation;
}

function readAnswer(question: Question, form: Form): Read {
  const sent = form[fieldOf(question.id)] ?? '';
  if (isScale(question)) return readScale(numbersOf(question.kind), sent);
  switch (question.kind) {
    case 'single-choice':
    case 'multiple-choice':
      return readChoices(question, form);
    case 'matrix':
      return readMatrix(question, form);
    case 'text':
      return readText(sent);
    case 'number':
      return readNumber(question, sent);
    case 'date':
      return readDay(question, sent);
    case 'consent':
      return sent === '' ? {} : sent === 'yes' ? { value: true } : { violation: 'not-a-choice' };
  }
}

type Sent = string | readonly string[];

function readScale(numbers: readonly number[], sent: Sent): Read {
  if (sent === '') return {};
  const value = typeof sent === 'string' && /^\d{1,2}$/.test(sent) ? Number(sent) : -1;
  return numbers.includes(value) ? { value } : { violation: 'not-a-choice' };
}

type ChoiceQuestion = Extract<Question, { kind: 'single-choice' | 'multiple-choice' }>;

function readChoices(question: ChoiceQuestion, form: Form): Read {
  const chosen = [...new Set([form[fieldOf(question.id)] ?? []].flat())].filter((each) => each !== '');
  if (chosen.length === 0) return {};
  const possible = new Set(question.choices.map(({ id }) => id));
  if (question.other === true) possible.add(otherChoice);
  if (chosen.some((each) => !possible.has(each))) return { violation: 'not-a-choice' };
  const most = question.kind === 'single-choice' ? 1 : (question.atMost ?? chosen.length);
  if (chosen.length > most) return { violation: 'too-many' };
  const value = inOrder(chosen, question.choices);
  if (!chosen.includes(otherChoice)) return { value };
  const { value: other, violation } = readText(form[fieldOf(question.id, otherChoice)] ?? '');
  if (violation !== undefined) return { violation };
  return typeof other === 'string' ? { value, other } : { violation: 'say-other' };
}

/** As the question lists them, what was said in words last. */
function inOrder(chosen: readonly string[], choices: readonly Choice[]): string[] {
  return [...choices.map(({ id }) => id), otherChoice].filter((id) => chosen.includes(id));
}

function readMatrix(
  { id, required, rows, columns }: Extract<Question, { kind: 'matrix' }>,
  form: Form,
): Read {
  const sent = rows.map((row) => [row.id, form[fieldOf(id, row.id)] ?? ''] as const);
  const given = sent.filter(([, column]) => column !== '');
  if (given.some(([, column]) => !columns.some((each) => each.id === column)))
    return { violation: 'not-a-choice' };
  if (given.length === 0) return {};
  if (required && given.length < rows.length) return { violation: 'missing' };
  return { value: Object.fromEntries(given.map(([row, column]) => [row, String(column)])) };
}

const freeText = text(maximumText, { multiline: true, allowEmpty: true });

function readText(sent: Sent): Read {
  if (typeof sent !== 'string') return { violation: 'not-a-choice' };
  const read = freeText.safeParse(sent);
  if (read.success) return read.data === '' ? {} : { value: read.data };
  return { violation: read.error.issues.some(({ code }) => code === 'too_big') ? 'too-long' : 'not-text' };
}

function readNumber(question: Extract<Question, { kind: 'number' }>, sent: Sent): Read {
  // Digits as wide as a Chinese character, and a comma for the point.
  const typed = typeof sent === 'string' ? sent.normalize('NFKC').trim().replace(',', '.') : 'several';
  if (typed === '') return {};
  const [, decimals = ''] = /^-?\d{1,10}(?:\.(\d*))?$/.exec(typed) ?? [undefined, undefined];
  if (!/^-?\d{1,10}(?:\.\d+)?$/.test(typed) || decimals.length > question.decimals)
    return { violation: 'no-number' };
  const value = Number(typed);
  return isBetween(value, question) ? { value } : { violation: 'out-of-range' };
}

function readDay({ from, to }: Extract<Question, { kind: 'date' }>, sent: Sent): Read {
  if (sent === '') return {};
  const { data } = daySchema.safeParse(sent);
  if (data === undefined) return { violation: 'no-day' };
  const isWithin = (from === undefined || data >= from) && (to === undefined || data <= to);
  return isWithin ? { value: data } : { violation: 'out-of-range' };
}
