import { describe, expect, it } from 'vitest';
import { CustomerUpsert } from '../../../functions/customers/customers/customers.schema.ts';
import { NewSurvey } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { demoCustomers } from '../../../infra/demo/department/customers.ts';
import { pastContacts, promisedCalls } from '../../../infra/demo/department/histories.ts';
import {
  afterCallSurvey,
  purchaseSurvey,
  serviceSurvey,
} from '../../../infra/demo/department/questionnaires.ts';
import { people } from '../../../infra/demo/people.ts';
import { scoreOf } from '../../../infra/demo/quarter/opinions.ts';
import { createRandom } from '../../../infra/demo/random.ts';

describe('the demo department', () => {
  it('has 200 customers whom the API takes, with no value twice that must be unique', () => {
    const inputs = demoCustomers.map(({ input }) => input);
    for (const input of inputs) expect(CustomerUpsert.safeParse(input).error).toBeUndefined();
    for (const field of ['name', 'email', 'phone'] as const) {
      expect(new Set(inputs.map((input) => input[field])).size).toBe(200);
    }
    expect(new Set(demoCustomers.map(({ number }) => number)).size).toBe(200);
  });

  it('writes to nobody who could exist', () => {
    expect(demoCustomers.filter(({ input }) => !input.email?.endsWith('.example'))).toEqual([]);
  });

  it('gives customers to agents only, and leaves some to nobody', () => {
    const owners = new Set(demoCustomers.map(({ input }) => input.owner));
    const agents = people.filter(({ role }) => role === 'agent').map(({ id }) => id);
    expect([...owners].toSorted()).toEqual([...agents, null].toSorted());
  });

  it('asks what the API takes, and tells of customers that are there', () => {
    for (const survey of [purchaseSurvey, serviceSurvey, afterCallSurvey]) {
      expect(NewSurvey.safeParse(survey).error).toBeUndefined();
    }
    for (const { customer } of [...pastContacts, ...promisedCalls]) {
      expect(demoCustomers[customer]).toBeDefined();
    }
    expect(pastContacts.every(({ daysAgo }) => daysAgo > 0)).toBe(true);
  });
});

describe('the quarter of the demo', () => {
  it('is the same for the same seed, whatever is decided first', () => {
    const [one, other] = [createRandom('a'), createRandom('a')];
    other.roll('something else');
    expect(one.roll('mood', 'x')).toBe(other.roll('mood', 'x'));
    expect(one.roll('mood', 'x')).not.toBe(createRandom('b').roll('mood', 'x'));
  });

  it('has promoters, passives and detractors, and thinks better of who calls back', () => {
    const random = createRandom('rapport');
    const scores = (calledBack: boolean) =>
      demoCustomers.map(({ input }) =>
        scoreOf(random, { email: input.email ?? '', occasion: '1', calledBack }),
      );
    const detractors = (list: number[]) => list.filter((score) => score <= 6).length;
    expect(Math.min(...scores(false))).toBeLessThan(3);
    expect(Math.max(...scores(false))).toBe(10);
    expect(detractors(scores(true))).toBeLessThan(detractors(scores(false)));
  });
});
