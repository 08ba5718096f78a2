import { answersOnTheWay, nextAfter, pageFrom } from '../questions.rules.ts';
import { type Answers, type Form, fieldOf, pageFields, type Question } from '../questions.schema.ts';
import { type AnswerViolation, readAnswers } from './read-answer.ts';

/** The questions that are shown at once, and where they stand. */
export interface AnswerPage {
  /** Of the first of them among all questions. */
  readonly start: number;
  readonly questions: readonly Question[];
}

/** What comes after a form was sent. */
export type Turn =
  | { readonly kind: 'page'; readonly page: AnswerPage; readonly violations: Violations }
  | { readonly kind: 'complete'; readonly answers: Answers };

type Violations = Readonly<Record<string, AnswerViolation>>;

/** The page that begins with this question; the first one where there is no such question. */
export function pageAt(questions: readonly Question[], id: string | undefined): AnswerPage {
  const start = Math.max(
    0,
    questions.findIndex((question) => question.id === id),
  );
  return { start, questions: pageFrom(questions, start) };
}

/** Whether nothing that is answered decides what follows. */
export function isOnePage({ questions }: { readonly questions: readonly Question[] }): boolean {
  return pageFrom(questions, 0).length === questions.length;
}

/** Where somebody comes who presses a button of a page: what is wrong is shown before anything that follows. */
export function turnPage(questions: readonly Question[], form: Form): Turn {
  const { answers: all, violations } = readAnswers(questions, form);
  const answers = answersOnTheWay(questions, all);
  const pages = pagesOnTheWay(questions, answers);
  const sent = pages.findIndex(({ questions: [first] }) => first?.id === form[pageFields.page]);
  const present = sent === -1 ? (pages.length === 1 ? 0 : -1) : sent;
  const first = { page: pages[0] ?? pageAt(questions, undefined), violations: {} };
  if (present === -1) return { kind: 'page', ...first };
  if (form[pageFields.go] === 'back')
    return { kind: 'page', ...first, page: pages[Math.max(0, present - 1)] ?? first.page };
  for (const page of pages.slice(0, present + 1)) {
    const wrong = page.questions.flatMap(({ id }) => {
      const violation = violations[id];
      return violation === undefined ? [] : [[id, violation] as const];
    });
    if (wrong.length > 0) return { kind: 'page', page, violations: Object.fromEntries(wrong) };
  }
  const next = pages[present + 1];
  return next === undefined ? { kind: 'complete', answers } : { kind: 'page', page: next, violations: {} };
}

/** The pages that somebody comes to who answers so: only the last question of a page decides what follows. */
function pagesOnTheWay(questions: readonly Question[], answers: Answers): readonly AnswerPage[] {
  const pages: AnswerPage[] = [];
  for (let start = 0; start < questions.length; ) {
    const page = { start, questions: pageFrom(questions, start) };
    pages.push(page);
    start = nextAfter(questions, start + page.questions.length - 1, answers);
  }
  return pages;
}

/** What was answered on other pages: it comes along unseen, so that nothing of it is lost on the way. */
export function answeredElsewhere(form: Form, page: AnswerPage): Form {
  const here = new Set(page.questions.flatMap(({ id }) => [fieldOf(id)]));
  return Object.fromEntries(
    Object.entries(form).filter(([name]) => name.startsWith('q-') && !here.has(name.split('.')[0] ?? '')),
  );
}
