/** The warning that the holidays of a year are not known, on a real engine: when, to whom, and once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { holidaysRenderer } from '../../../functions/callbacks/callbacks/callbacks.mail.ts';
import { warnOfHolidays } from '../../../functions/callbacks/callbacks/operations/warn-of-holidays.ts';
import { createMessageReader } from '../../../functions/contact/messaging/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { chinaHolidays } from '../../../shared/time/holidays-cn.ts';
import { brand } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aMember, origin } from './department.ts';

const site = 'https://rapport.example';

/** The last year that is known here, and the one after it. */
const last = Number(chinaHolidays.holidaysKnown?.to.slice(0, 4));
const next = last + 1;

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

async function sweep(at: string) {
  const staff = createStaffReader(engine.table);
  const { result, writes } = await warnOfHolidays({ staff, origin: { ...origin, at } });
  const outcome = await engine.table.commit(writes);
  const id = writes.map(({ key }) => /message_\w+/.exec(key.pk)?.[0]).find((each) => each !== undefined);
  return { people: result, outcome, asked: writes.length > 0, id };
}

describe('the department', () => {
  it('is told nothing while nobody’s hours are counted by what is missing', async () => {
    await aMember(engine.table, { timeZone: 'Europe/London' });
    await aMember(engine.table, { timeZone: 'Asia/Shanghai', active: false });
    // Somebody has put the days of that year by hand.
    await aMember(engine.table, {
      timeZone: 'Asia/Shanghai',
      businessHours: {
        week: { monday: [{ from: '09:00', to: '18:00' }] },
        holidays: [`${next}-01-01`],
        makeUpDays: [],
        holidaysKnown: { from: `${next}-01-01`, to: `${next}-12-31` },
        statutoryHolidays: 'CN',
      },
    });
    expect(await sweep(`${last}-12-01T00:00:00.000Z`)).toMatchObject({ people: 0, asked: false });
  });

  it('is told from December on, once for the year, how many it concerns', async () => {
    await aMember(engine.table, { timeZone: 'Asia/Shanghai' });
    expect(await sweep(`${last}-11-30T23:59:59.999Z`)).toMatchObject({ people: 0, asked: false });
    const first = await sweep(`${last}-12-01T00:00:00.000Z`);
    expect(first).toMatchObject({ people: 1, outcome: 'committed' });
    for (const later of [
      `${last}-12-01T01:00:00.000Z`,
      `${last}-12-31T23:00:00.000Z`,
      `${next}-01-10T00:00:00.000Z`,
    ])
      expect(await sweep(later)).toMatchObject({ people: 1, outcome: 'already', id: first.id });
    const message = await createMessageReader(engine.table).find(first.id ?? '');
    expect(message).toMatchObject({ recipient: { kind: 'department' }, data: { year: next, people: 1 } });
  });
});

describe('the mail', () => {
  it.each([
    ['en', `The holidays of ${next} are not known yet`, 'PUT /staff/{staffId}'],
    ['zh-CN', `系统尚不知道${next}年的节假日安排`, 'PUT /staff/{staffId}'],
  ] as const)('says in %s what is missing and what to do', (language, subject, remedy) => {
    const recipient = { name: 'Department', language };
    const data = { year: next, people: 3 };
    const mail = holidaysRenderer.render({
      content: undefined,
      data,
      recipient,
      links: undefined,
      site,
      brand,
    });
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(remedy);
    expect(mail.text).toContain('docs/operations.md');
    expect(mail.text).toContain('3');
  });
});
