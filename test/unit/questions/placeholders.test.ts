/** Texts that stand for what is known of whoever is asked. */
import { expect, it } from 'vitest';
import { filledIn, unfilled } from '../../../functions/surveys/questions/questions.rules.ts';

const text = 'You gave {{answer.nps}}, {{customer.name|dear customer}}: why?';

it('say what is known, and to whom nothing is known of what stands for it', () => {
  const known = { answers: {}, questions: [], language: 'en' } as const;
  expect(filledIn(text, known)).toBe('You gave , dear customer: why?');
  expect(filledIn(text, { ...known, customer: { name: 'Ann' } })).toBe('You gave , Ann: why?');
});

it('leave open what each was shown, for those who read of all', () => {
  expect(unfilled(text)).toBe('You gave …, dear customer: why?');
});
