/** What is found wrong with questions, and that what is not found is right: compared with every way of answering. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuestions } from '../../../functions/surveys/questions/operations/check-questions.ts';
import { wayThrough } from '../../../functions/surveys/questions/questions.rules.ts';
import {
  type Answers,
  type Branch,
  numbersOf,
  Question,
} from '../../../functions/surveys/questions/questions.schema.ts';

const inEnglish = (text: string) => ({ en: text });
const ask = (id: string, fields: object = {}): Question =>
  Question.parse({ kind: 'csat', id, required: true, text: inEnglish(`Ask ${id}`), ...fields });
const to = (place: string, ...when: Branch['when']): Branch => ({ when, to: place });
const low: Branch['when'][number] = { op: 'between', to: 2 };
const choices = [
  { id: 'slow', text: inEnglish('Slow') },
  { id: 'dear', text: inEnglish('Dear') },
];

const check = (questions: readonly Question[]) =>
  checkQuestions(questions, { languages: ['en'], themes: ['delivery'] }).map(
    ({ path, reason }) => `${path.join('/')} ${reason}`,
  );

describe('questions', () => {
  it('offer no more choices to tick than can be counted at once', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ id: `c${index}`, text: inEnglish('One') }));
    const questions = Array.from({ length: 43 }, (_, index) =>
      ask(`q${index}`, { kind: 'multiple-choice', choices: many, other: true }),
    );
    expect(check(questions)).toEqual([
      'questions must offer at most 900 choices to tick, all questions of several choices together',
    ]);
    expect(check(questions.slice(1))).toEqual([]);
  });

  it('leave a number to answer with, and no braces to read', () => {
    const number = (fields: object) => check([ask('n', { kind: 'number', ...fields })]);
    const nothing = 'questions/0/to leaves no number with so many decimals: nobody could answer';
    expect(number({ from: 0.1, to: 0.9 })).toEqual([nothing]);
    expect(number({ from: 0.11, to: 0.19, decimals: 1 })).toEqual([nothing]);
    for (const fields of [
      { from: 0.1, to: 1 },
      { from: 0.1, to: 0.9, decimals: 1 },
      { from: -1, to: -1 },
    ])
      expect(number(fields)).toEqual([]);
    const stray = 'questions/0/text/en has "{{" or "}}" that belong to no placeholder';
    for (const said of ['Hi {{customer.name|{{customer.company}}}} end', 'Hi {{customer.name', 'Hi }}'])
      expect(check([ask('q', { text: inEnglish(said) })])).toEqual([stray]);
    expect(check([ask('q', { text: inEnglish('{a} {{customer.name|you}}') })])).toEqual([]);
  });

  it('that fit together have no faults', () => {
    const questions = [
      ask('score', { branches: [to('why', low)], theme: 'delivery' }),
      ask('praise', { kind: 'text', branches: [to('end', { op: 'answered' })], required: false }),
      ask('why', { kind: 'multiple-choice', choices, other: true }),
      ask('more', {
        kind: 'text',
        text: inEnglish('You said {{answer.why|something}}, {{customer.name}}: tell us'),
      }),
    ];
    expect(check(questions)).toEqual([]);
  });

  it.each<[string, readonly Question[], readonly string[]]>([
    [
      'a circle',
      [ask('a'), ask('b', { branches: [to('a', low), to('b', low)] })],
      [
        'questions/1/branches/0/to must stand further on: customers would be asked in a circle',
        'questions/1/branches/1/to must stand further on: customers would be asked in a circle',
      ],
    ],
    [
      'a branch to nowhere, and conditions on what comes later or is not there',
      [
        ask('a', {
          branches: [
            to('gone', low),
            to('b', { op: 'answered', question: 'b' }, { op: 'empty', question: 'nobody' }),
          ],
        }),
        ask('b'),
      ],
      [
        'questions/0/branches/0/to must be the id of a question of the survey, or "end"',
        'questions/0/branches/1/when/0/question must be the id of a question that is asked before',
        'questions/0/branches/1/when/1/question must be the id of a question that is asked before',
      ],
    ],
    [
      'a condition that does not fit the answers of its question',
      [
        ask('a', { kind: 'text', branches: [to('end', low), to('end', { op: 'is', values: ['slow'] })] }),
        ask('b', { branches: [to('end', { op: 'is', values: [5, 6] })] }),
        ask('c', { kind: 'single-choice', choices, branches: [to('end', { op: 'is', values: ['other'] })] }),
        ask('d'),
      ],
      [
        'questions/0/branches/0/when/0/op fits only questions that are answered with a number',
        'questions/0/branches/1/when/0/op fits only scales and choices',
        'questions/1/branches/0/when/0/values/1 is no answer to "b": 1, 2, 3, 4, 5',
        'questions/2/branches/0/when/0/values/0 is no answer to "c": slow, dear',
      ],
    ],
    [
      'a question that everybody passes by',
      [ask('a', { branches: [to('c', low), to('end', { op: 'between', from: 3 })] }), ask('b'), ask('c')],
      ['questions/1 is never asked: whatever customers answer, they pass it by'],
    ],
    [
      'a branch that comes too late, and one that asks for what cannot be',
      [
        ask('a', {
          branches: [to('c', { op: 'between', from: 6 }), to('c', { op: 'answered' }), to('b', low)],
          required: false,
        }),
        ask('b'),
        ask('c'),
      ],
      [
        'questions/0/branches/0 is never taken: its conditions are never met, or those before it always are',
        'questions/0/branches/2 is never taken: its conditions are never met, or those before it always are',
      ],
    ],
    [
      'names that are taken, a theme that is not there, and a range turned round',
      [
        ask('a', { theme: 'price' }),
        ask('a', { kind: 'number', from: 3, to: 2 }),
        ask('end'),
        ask('d', { kind: 'single-choice', choices: [...choices, { id: 'other', text: inEnglish('O') }] }),
      ],
      [
        'questions/0/theme must be one of the themes of the survey',
        'questions/1/id another question has this id',
        'questions/1/to must not lie before "from"',
        'questions/2/id must be another word than "end"',
        'questions/3/choices/2/id must be another word than "other"',
      ],
    ],
    [
      'a text that is missing, and one that names what is not known by then',
      [
        ask('a', { kind: 'single-choice', choices: [choices[0], { id: 'dear', text: {} }] }),
        ask('b', { text: inEnglish('{{answer.a}} {{answer.b}} {{customer.phone}}') }),
      ],
      [
        'questions/0/choices/1/text/en is missing: the survey has this language',
        ...['answer.b', 'customer.phone'].map(
          (name) =>
            `questions/1/text/en names "${name}", which is not known by then: it may be customer.name, customer.company, or answer. and the id of a question before`,
        ),
      ],
    ],
  ])('are refused for %s', (_, questions, faults) => {
    expect(check(questions)).toEqual(faults);
  });

  it('of which none is called unreachable that somebody comes to, or reachable that nobody does', () => {
    const size = 5;
    const ids = Array.from({ length: size }, (_, index) => `q${index}`);
    const condition = fc.oneof(
      fc.record({ op: fc.constant('between' as const), from: fc.integer({ min: 0, max: 6 }) }),
      fc.record({ op: fc.constant('between' as const), to: fc.integer({ min: 0, max: 6 }) }),
      fc.record({
        op: fc.constant('is' as const),
        values: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
      }),
      fc.constantFrom({ op: 'answered' as const }, { op: 'empty' as const }),
    );
    const questions = fc.tuple(
      ...ids.map((id, index) =>
        fc
          .record({
            required: fc.boolean(),
            branches: fc.array(
              fc.record({
                when: fc.array(condition, { minLength: 1, maxLength: 2 }),
                to: fc.constantFrom(...ids.slice(index + 1), 'end'),
              }),
              { maxLength: 3 },
            ),
          })
          .map(({ branches, required }) =>
            ask(id, { required, ...(branches.length > 0 ? { branches } : {}) }),
          ),
      ),
    );
    fc.assert(
      fc.property(questions, (asked) => {
        const reached = new Set(everyAnswer(asked).flatMap((answers) => wayThrough(asked, answers)));
        const called = checkQuestions(asked, { languages: ['en'], themes: [] })
          .filter(({ path }) => path.length === 2)
          .map(({ path: [, index] }) => asked[Number(index)]);
        expect(new Set(called)).toEqual(new Set(asked.filter((question) => !reached.has(question))));
      }),
      { numRuns: 200 },
    );
  });
});

/** One set of answers for each way of answering all questions. */
function everyAnswer(questions: readonly Question[]): readonly Answers[] {
  return questions.reduce<readonly Answers[]>(
    (known, { id, required }) =>
      known.flatMap((answers) => [
        ...(required ? [] : [answers]),
        ...numbersOf('csat').map((value) => ({ ...answers, [id]: value })),
      ]),
    [{}],
  );
}
