/** The year to come of which nobody has put in the holidays, on the clock of a cloud of its own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chinaHolidays } from '../../../shared/time/holidays-cn.ts';
import { ownCloud } from '../../support/cloud.ts';

/** The last year that is known here. */
const last = Number(chinaHolidays.holidaysKnown?.to.slice(0, 4));

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date(`${last}-11-30T20:30:00.000Z`) });
});
afterAll(() => cloud?.close());

async function warnings() {
  await cloud.idle();
  return (await cloud.inbox()).filter(({ subject }) => subject.includes(String(last + 1)));
}

it('is told to the department by mail when December comes, once', async () => {
  await cloud.advance({ duration: 'PT3H' });
  expect(await warnings()).toEqual([]);
  await cloud.advance({ duration: 'PT2H' });
  const [mail, ...more] = await warnings();
  expect(more).toEqual([]);
  expect(mail?.text).toContain('holidaysUnknown');
  await cloud.advance({ duration: 'P1D' });
  expect(await warnings()).toHaveLength(1);
});

it('is shown with whom it concerns, before and after', async () => {
  const manager = await cloud.as('li.na', 3);
  const known = async (staffId: string) =>
    (await manager.staff.getStaff({ params: { staffId } })).body.holidaysKnown;
  expect(await known('wang.fang')).toMatchObject({ to: `${last}-12-31` });
  expect(await known('david.brown')).toBeNull();
});
