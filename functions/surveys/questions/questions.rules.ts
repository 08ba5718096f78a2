/** Decisions about questions and their answers that need nothing but their arguments. */
import type { Language } from '../../../shared/values/language.ts';
import {
  type Answer,
  type Answers,
  type Choice,
  type Condition,
  type Question,
  theEnd,
} from './questions.schema.ts';

/** Whether what was answered so far, or what was left empty, meets a condition of a branch. */
export function meets(condition: Condition, own: string, answers: Answers): boolean {
  const answer = answers[condition.question ?? own];
  switch (condition.op) {
    case 'answered':
      return answer !== undefined;
    case 'empty':
      return answer === undefined;
    case 'between':
      return typeof answer === 'number' && isBetween(answer, condition);
    case 'is':
      return isOneOf(answer, condition.values);
  }
}

export function isBetween(
  value: number,
  { from, to }: { from?: number | undefined; to?: number | undefined },
) {
  return (from === undefined || value >= from) && (to === undefined || value <= to);
}

function isOneOf(answer: Answer | undefined, values: readonly (number | string)[]): boolean {
  if (typeof answer === 'number') return values.includes(answer);
  return Array.isArray(answer) && answer.some((each) => values.includes(each));
}

/** Where the question stands to which this one leads; the number of all questions where nothing more is asked. */
export function nextAfter(questions: readonly Question[], index: number, answers: Answers): number {
  const { id, branches = [] } = questions[index] ?? { id: '' };
  const taken = branches.find(({ when }) => when.every((condition) => meets(condition, id, answers)));
  if (taken === undefined) return index + 1;
  return placeOf(questions, taken.to);
}

/** Where a question stands; the number of all of them for the end, and -1 for one that is not there. */
export function placeOf(questions: readonly Question[], id: string): number {
  return id === theEnd ? questions.length : questions.findIndex((question) => question.id === id);
}

/**
 * The questions that somebody comes to who answers so, in their order: what stands beside the way is not asked. A way
 * leads forward only, so it ends.
 */
export function wayThrough(questions: readonly Question[], answers: Answers): readonly Question[] {
  const way: Question[] = [];
  let known: Answers = {};
  for (
    let index = 0;
    index < questions.length;
    index = Math.max(index + 1, nextAfter(questions, index, known))
  ) {
    const question = questions[index];
    if (question === undefined) break;
    way.push(question);
    // What was answered beside the way counts for nothing: somebody went back and chose another one.
    const answer = answers[question.id];
    if (answer !== undefined) known = { ...known, [question.id]: answer };
  }
  return way;
}

/** What of the answers was asked: what stands beside the way is dropped. */
export function answersOnTheWay(questions: readonly Question[], answers: Answers): Answers {
  const asked = new Set(wayThrough(questions, answers).flatMap(({ id }) => [id, otherOf(id)]));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => asked.has(name)));
}

/** Under which name it stands what was said in words beside the choices of a question. */
export function otherOf(questionId: string): string {
  return `${questionId}.other`;
}

/**
 * The questions that stand on the page which begins with this one: up to one whose answer decides what follows, or how
 * that is worded, and of one theme. Of a survey with nothing of that kind it is all of them.
 */
export function pageFrom(questions: readonly Question[], index: number): readonly Question[] {
  const rest = questions.slice(index);
  const [first] = rest;
  const end = rest.findIndex(({ branches }, at) => {
    const next = rest[at + 1];
    return (
      branches !== undefined || next?.theme !== first?.theme || (next !== undefined && namesAnswers(next))
    );
  });
  return end === -1 ? rest : rest.slice(0, end + 1);
}

function namesAnswers({ text, hint = {} }: Question): boolean {
  const texts = [...Object.values(text), ...Object.values(hint)];
  return texts.some((each) => placeholdersIn(each ?? '').some((name) => name.startsWith('answer.')));
}

/** What stands in for what is not known. */
export interface Known {
  readonly customer?:
    | { readonly name?: string | undefined; readonly company?: string | undefined }
    | undefined;
  readonly answers: Answers;
  readonly questions: readonly Question[];
  readonly language: Language;
}

const placeholder = /\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g;

/** What the placeholders of a text name, as they are written: `customer.name`, `answer.why`. */
export function placeholdersIn(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name.trim());
}

/** Whether something that looks like a placeholder is none, so that customers would read its braces. */
export function hasStrayBraces(text: string): boolean {
  return /\{\{|\}\}/.test(text.replaceAll(placeholder, ' '));
}

/** The text with what is known in place of its placeholders. It is plain: whoever shows it escapes it. */
export function filledIn(text: string, known: Known): string {
  return text.replaceAll(
    placeholder,
    (_, name: string, otherwise = '') => knownAs(name.trim(), known) ?? otherwise,
  );
}

/** The text for people who read of all who were asked: what each was shown is left open, or said as it was to whom nothing is known of. */
export function unfilled(text: string): string {
  return text.replaceAll(placeholder, (_, _name: string, otherwise = '') => otherwise || '…');
}

function knownAs(name: string, { customer, answers, questions, language }: Known): string | undefined {
  if (name === 'customer.name') return customer?.name;
  if (name === 'customer.company') return customer?.company;
  const question = questions.find(({ id }) => name === `answer.${id}`);
  const answer = question && answers[question.id];
  return question === undefined || answer === undefined
    ? undefined
    : said(question, answer, answers, language);
}

/** An answer in words: the texts of choices, what was said beside them, numbers as they are. */
export function said(question: Question, answer: Answer, answers: Answers, language: Language): string {
  const other = answers[otherOf(question.id)];
  const words = (choices: readonly Choice[], id: string) =>
    choices.find((choice) => choice.id === id)?.text[language] ?? (typeof other === 'string' ? other : id);
  if ('choices' in question) {
    const chosen = Array.isArray(answer) ? answer : [];
    return chosen.map((id) => words(question.choices, id)).join(language === 'zh-CN' ? '、' : ', ');
  }
  if (question.kind === 'matrix' && typeof answer === 'object' && !Array.isArray(answer))
    return question.rows
      .flatMap(({ id }) => {
        const column = answer[id];
        return column === undefined
          ? []
          : [`${words(question.rows, id)}: ${words(question.columns, column)}`];
      })
      .join('; ');
  return String(answer);
}
