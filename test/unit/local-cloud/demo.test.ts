import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { CustomerUpsert } from '../../../functions/customers/customers.schema.ts';
import { NewSurvey } from '../../../functions/surveys/surveys.schema.ts';
import { openPage, submit } from '../../../infra/demo/answer-page.ts';
import { demoCustomers } from '../../../infra/demo/customers.ts';
import { pastContacts, promisedCalls } from '../../../infra/demo/histories.ts';
import { scoreOf } from '../../../infra/demo/opinions.ts';
import { people } from '../../../infra/demo/people.ts';
import { purchaseSurvey, serviceSurvey } from '../../../infra/demo/questionnaires.ts';
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
    for (const survey of [purchaseSurvey, serviceSurvey]) {
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

describe('a page that is used as a browser without scripts does', () => {
  it('sends the hidden fields and the choices to where the form says', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk) => bodies.push(`${request.method} ${request.url} ${chunk}`));
      request.on('end', () => response.end(form));
    });
    const form = `<!doctype html><html lang="zh-CN"><form method="post" action="?lang=zh-CN">
<input type="hidden" name="version" value="2"><input name="website">
<input type="radio" id="a" name="q-one" value="0"><input type="radio" id="b" name="q-one" value="1" checked>
<textarea id="t" name="q-why">&amp;</textarea></form></html>`;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const page = await openPage(`http://127.0.0.1:${port}/s/token`);
      expect(page).toMatchObject({ status: 200, language: 'zh-CN' });
      const [found] = page.forms;
      expect(found).toMatchObject({ choices: { 'q-one': ['0', '1'] }, texts: ['q-why'] });
      await submit(found!, { 'q-one': '1', 'q-why': '好' });
      expect(bodies).toEqual(['POST /s/token?lang=zh-CN version=2&q-one=1&q-why=%E5%A5%BD']);
    } finally {
      server.close();
    }
  });
});
