import type { Language } from '../../../../shared/values/language.ts';
import { hasStrayBraces, isBetween, meets, placeholdersIn, placeOf } from '../questions.rules.ts';
import {
  type Answer,
  type Branch,
  type Choice,
  type Condition,
  type InLanguages,
  isScale,
  maximumTicks,
  numbersOf,
  otherChoice,
  type Question,
  theEnd,
} from '../questions.schema.ts';

/** Where in the survey, and why. */
export interface Fault {
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** What does not fit together in the questions of a survey. Empty when all is well. */
export function checkQuestions(
  questions: readonly Question[],
  { languages, themes }: { readonly languages: readonly Language[]; readonly themes: readonly string[] },
): readonly Fault[] {
  const faults = questions.flatMap((question, index) => {
    const within = [
      ...faultsOfName(question, index, questions),
      ...faultsOfTheme(question, themes),
      ...faultsOfKind(question),
      ...textsOf(question).flatMap(({ path, text }) => [
        ...faultsOfText(text, { languages, questions: questions.slice(0, index) }).map((fault) => ({
          ...fault,
          path: [...path, ...fault.path],
        })),
      ]),
      ...faultsOfBranches(question, index, questions),
    ];
    return within.map(({ path, reason }) => ({ path: ['questions', index, ...path], reason }));
  });
  const all = [...faults, ...faultsOfAll(questions)];
  // Where a branch leads nowhere, who comes to what is anybody's guess.
  return all.length > 0 ? all : faultsOfWays(questions);
}

function faultsOfAll(questions: readonly Question[]): readonly Fault[] {
  const several = questions.filter(({ kind }) => kind === 'nps').length > 1;
  const ticks = questions.reduce(
    (sum, question) => sum + (question.kind === 'multiple-choice' ? question.choices.length + 1 : 0),
    0,
  );
  return [
    ...(several ? [{ path: ['questions'], reason: 'must hold at most one question of kind "nps"' }] : []),
    ...(ticks > maximumTicks
      ? [
          {
            path: ['questions'],
            reason: `must offer at most ${maximumTicks} choices to tick, all questions of several choices together`,
          },
        ]
      : []),
  ];
}

/** What is missing of a text in the languages of its survey, and what it names that is not known by then. */
export function faultsOfText(
  text: InLanguages | undefined,
  {
    languages,
    questions,
  }: { readonly languages: readonly Language[]; readonly questions: readonly Question[] },
): readonly Fault[] {
  if (text === undefined) return [];
  const known = new Set([
    ...['customer.name', 'customer.company'],
    ...questions.map(({ id }) => `answer.${id}`),
  ]);
  return languages.flatMap((language): readonly Fault[] => {
    const said = text[language];
    if (said === undefined) return [{ path: [language], reason: 'is missing: the survey has this language' }];
    const unknown = placeholdersIn(said).filter((name) => !known.has(name));
    const names = unknown.map((name) => ({
      path: [language],
      reason: `names "${name}", which is not known by then: it may be customer.name, customer.company, or answer. and the id of a question before`,
    }));
    const stray = { path: [language], reason: 'has "{{" or "}}" that belong to no placeholder' };
    return hasStrayBraces(said) ? [...names, stray] : names;
  });
}

function textsOf(
  question: Question,
): readonly { path: (string | number)[]; text: InLanguages | undefined }[] {
  const lists = { choices: [], rows: [], columns: [], ...question } as Partial<
    Record<'choices' | 'rows' | 'columns', readonly Choice[]>
  >;
  return [
    { path: ['text'], text: question.text },
    { path: ['hint'], text: question.hint },
    ...(['choices', 'rows', 'columns'] as const).flatMap((name) =>
      (lists[name] ?? []).map(({ text }, index) => ({ path: [name, index, 'text'], text })),
    ),
  ];
}

function faultsOfName({ id }: Question, index: number, questions: readonly Question[]): readonly Fault[] {
  if (id === theEnd) return [{ path: ['id'], reason: `must be another word than "${theEnd}"` }];
  return questions.findIndex((each) => each.id === id) < index
    ? [{ path: ['id'], reason: 'another question has this id' }]
    : [];
}

function faultsOfTheme({ theme }: Question, themes: readonly string[]): readonly Fault[] {
  return theme === undefined || themes.includes(theme)
    ? []
    : [{ path: ['theme'], reason: 'must be one of the themes of the survey' }];
}

function faultsOfKind(question: Question): readonly Fault[] {
  if ('choices' in question) {
    const index = question.choices.findIndex(({ id }) => id === otherChoice);
    const taken = { path: ['choices', index, 'id'], reason: `must be another word than "${otherChoice}"` };
    return index === -1 ? [] : [taken];
  }
  const isRange = question.kind === 'number' || question.kind === 'date';
  if (!isRange || question.from === undefined || question.to === undefined) return [];
  if (question.from > question.to) return [{ path: ['to'], reason: 'must not lie before "from"' }];
  if (question.kind === 'date') return [];
  const inSteps = (value: number) => Number((value * 10 ** question.decimals).toFixed(6));
  return Math.ceil(inSteps(Number(question.from))) > Math.floor(inSteps(Number(question.to)))
    ? [{ path: ['to'], reason: 'leaves no number with so many decimals: nobody could answer' }]
    : [];
}

function faultsOfBranches(
  { branches = [] }: Question,
  index: number,
  questions: readonly Question[],
): readonly Fault[] {
  return branches.flatMap(({ to, when }, at) => [
    ...faultsOfPlace(placeOf(questions, to), index).map(({ reason }) => ({
      path: ['branches', at, 'to'],
      reason,
    })),
    ...when.flatMap((condition, each) =>
      faultsOfCondition(condition, index, questions).map((fault) => ({
        ...fault,
        path: ['branches', at, 'when', each, ...fault.path],
      })),
    ),
  ]);
}

/** What does not fit in conditions on all that was answered, each of which names its question. */
export function faultsOfConditions(
  conditions: readonly Condition[],
  questions: readonly Question[],
): readonly Fault[] {
  return conditions.flatMap((condition, index) =>
    faultsOfCondition(condition, questions.length, questions).map((fault) => ({
      ...fault,
      path: [index, ...fault.path],
    })),
  );
}

function faultsOfPlace(place: number, index: number): readonly Fault[] {
  if (place === -1) return [{ path: [], reason: 'must be the id of a question of the survey, or "end"' }];
  return place <= index
    ? [{ path: [], reason: 'must stand further on: customers would be asked in a circle' }]
    : [];
}

function faultsOfCondition(
  condition: Condition,
  index: number,
  questions: readonly Question[],
): readonly Fault[] {
  const place = condition.question === undefined ? index : placeOf(questions, condition.question);
  const question = questions[place];
  if (question === undefined || place > index)
    return [{ path: ['question'], reason: 'must be the id of a question that is asked before' }];
  if (condition.op === 'between')
    return isScale(question) || question.kind === 'number'
      ? []
      : [{ path: ['op'], reason: 'fits only questions that are answered with a number' }];
  if (condition.op !== 'is') return [];
  const possible = chosenFrom(question);
  if (possible === undefined) return [{ path: ['op'], reason: 'fits only scales and choices' }];
  return condition.values.flatMap((value, at) =>
    possible.includes(value)
      ? []
      : [{ path: ['values', at], reason: `is no answer to "${question.id}": ${possible.join(', ')}` }],
  );
}

/** What can be answered with one choice; undefined where that is anything. */
function chosenFrom(question: Question): readonly (number | string)[] | undefined {
  if (isScale(question)) return numbersOf(question.kind);
  if (!('choices' in question)) return undefined;
  return [...question.choices.map(({ id }) => id), ...(question.other === true ? [otherChoice] : [])];
}

/** Questions that nobody ever comes to, and branches that nobody takes. */
function faultsOfWays(questions: readonly Question[]): readonly Fault[] {
  const reached = new Set([0]);
  const faults: Fault[] = [];
  questions.forEach((question, index) => {
    if (!reached.has(index)) {
      const reason = 'is never asked: whatever customers answer, they pass it by';
      faults.push({ path: ['questions', index], reason });
      return;
    }
    const { branches = [] } = question;
    const taken = branchesTaken(question);
    branches.forEach((branch, at) => {
      if (taken.has(at)) reached.add(placeOf(questions, branch.to));
      else {
        const reason = 'is never taken: its conditions are never met, or those before it always are';
        faults.push({ path: ['questions', index, 'branches', at], reason });
      }
    });
    if (taken.has('next')) reached.add(index + 1);
  });
  return faults;
}

/**
 * Which branches answers to this question can lead along, and whether one leads to the `next` question. What was answered
 * to others may be anything.
 */
function branchesTaken(question: Question): ReadonlySet<number | 'next'> {
  const { id, branches = [] } = question;
  const taken = new Set<number | 'next'>();
  for (const answer of sampleAnswers(question)) {
    const answers = answer === undefined ? {} : { [id]: answer };
    const certain = branches.findIndex((branch) => certaintyOf(branch, id, answers) === 'always');
    const last = certain === -1 ? branches.length : certain + 1;
    branches.slice(0, last).forEach((branch, at) => {
      if (certaintyOf(branch, id, answers) !== 'never') taken.add(at);
    });
    if (certain === -1) taken.add('next');
  }
  return taken;
}

function certaintyOf({ when }: Branch, own: string, answers: Readonly<Record<string, Answer>>) {
  const isOwn = ({ question = own }: Condition) => question === own;
  if (when.some((condition) => isOwn(condition) && !meets(condition, own, answers))) return 'never';
  return when.every(isOwn) ? 'always' : 'maybe';
}

/** Answers that stand for all that can be given, as far as conditions tell them apart. */
function sampleAnswers(question: Question): readonly (Answer | undefined)[] {
  const empty = question.required ? [] : [undefined];
  return [...empty, ...givenAnswers(question)];
}

function givenAnswers(question: Question): readonly Answer[] {
  if (isScale(question)) return numbersOf(question.kind);
  const own = (question.branches ?? []).flatMap(({ when }) =>
    when.filter(({ question: other = question.id }) => other === question.id),
  );
  switch (question.kind) {
    case 'single-choice':
      return (chosenFrom(question) ?? []).map((choice) => [String(choice)]);
    case 'multiple-choice':
      // Conditions ask for one of several at a time: each alone, all, and none of those that are asked for.
      return subsetsOf((chosenFrom(question) ?? []).map(String), own);
    case 'number':
      return [...numbersAround(own), question.from ?? question.to ?? 0].filter((value) =>
        isBetween(value, question),
      );
    case 'text':
      return ['x'];
    case 'date':
      return [question.from ?? question.to ?? '2026-01-01'];
    case 'matrix':
      return [{ [question.rows[0]?.id ?? '']: question.columns[0]?.id ?? '' }];
    case 'consent':
      return [true];
  }
}

function subsetsOf(choices: readonly string[], conditions: readonly Condition[]): readonly string[][] {
  const each = choices.map((choice) => [choice]);
  const sets = conditions.flatMap((condition) =>
    condition.op === 'is' ? [condition.values.filter((value) => typeof value === 'string')] : [],
  );
  return [...each, ...sets, [...choices]].filter((some) => some.length > 0);
}

/** Both sides of every limit that is asked for. */
function numbersAround(conditions: readonly Condition[]): readonly number[] {
  const limits = conditions.flatMap((condition) =>
    condition.op === 'between' ? [condition.from ?? [], condition.to ?? []].flat() : [],
  );
  return limits.flatMap((each) => [each - 1, each, each + 1]);
}
