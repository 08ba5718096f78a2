/** Hours and territories at the desk: who says them, how they are written, and what is said against them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

const signedIn = (person: string) => signedInAt(cloud.url, person);

const known = async (staffId: string) =>
  (await (await cloud.as('chen.jing')).staff.getStaff({ params: { staffId } })).body;

describe('working hours', () => {
  it('are said by each member of staff about themselves, and are the usual ones again without any', async () => {
    const agent = await signedIn('david.brown');
    const own = await agent.ask('/desk/staff/david.brown');
    const action = '/desk/staff/david.brown/hours';
    expect(own.page).toContain(`href="${action}"`);
    expect(own.page).not.toContain('/edit"');
    const form = await agent.ask(action);
    expect(form.page).toContain('Monday to Friday, 09:00–17:30');
    const saved = await agent.send(form.page, action, {
      'businessHours.week.monday': '9:00-12:30，13:30–17:00',
      'businessHours.week.friday': '08：00 至 12:00',
      'businessHours.holidays': '2026-12-25\r\n\r\n2026-12-28',
    });
    expect(saved.location).toBe('/desk/staff/david.brown?saved=1');
    const twice = await agent.send(form.page, action, {
      'businessHours.week.monday': '9:00-12:30，13:30–17:00',
      'businessHours.week.friday': '08：00 至 12:00',
      'businessHours.holidays': '2026-12-25\r\n\r\n2026-12-28',
    });
    expect([twice.status, twice.location]).toEqual([303, saved.location]);
    const person = await known('david.brown');
    expect(person.businessHours).toEqual({
      week: {
        monday: [
          { from: '09:00', to: '12:30' },
          { from: '13:30', to: '17:00' },
        ],
        friday: [{ from: '08:00', to: '12:00' }],
      },
      holidays: ['2026-12-25', '2026-12-28'],
      makeUpDays: [],
      holidaysKnown: null,
    });
    expect(person).toMatchObject({ name: 'David Brown', active: true });
    const again = await agent.ask(action);
    expect(again.page).toContain('value="09:00–12:30, 13:30–17:00"');
    expect(again.page).toContain('\n2026-12-25\n2026-12-28</textarea>');
    const none = await agent.send(again.page, action, { 'businessHours.week.monday': '' });
    expect(none.status).toBe(303);
    expect((await agent.send(again.page, action, { 'businessHours.week.monday': '' })).status).toBe(303);
    expect(await known('david.brown')).not.toHaveProperty('businessHours');
  });

  it('are shown from Monday on, in whatever order they were said', async () => {
    const shift = [{ from: '09:00', to: '12:00' }];
    const week = { sunday: shift, friday: shift, wednesday: shift, monday: shift };
    const businessHours = { week, holidays: [], makeUpDays: [], holidaysKnown: null };
    const own = await cloud.as('david.brown');
    await own.staff.putOwnHours({ body: { businessHours } }, { ifMatch: '*' });
    expect(Object.keys((await known('david.brown')).businessHours!.week)).toEqual([
      'monday',
      'wednesday',
      'friday',
      'sunday',
    ]);
    const { page } = await (await signedIn('david.brown')).ask('/desk/staff/david.brown');
    expect(page).toMatch(/Monday 09:00–12:00; Wednesday 09:00–12:00; Friday 09:00–12:00; Sunday 09:00–12:00/);
  });

  it('are said of nobody else, unless the role allows it; what the form does not show stays', async () => {
    const agent = await signedIn('david.brown');
    const action = '/desk/staff/wang.fang/hours';
    const { page } = await agent.ask('/desk/staff/wang.fang');
    expect(page).not.toContain(action);
    const form = { ...hiddenFields(page, '/desk/sign-out'), 'businessHours.week.monday': '09:00-10:00' };
    expect((await agent.ask(action, { form })).status).toBe(403);
    expect(await known('wang.fang')).not.toHaveProperty('businessHours');

    const api = await cloud.as('chen.jing');
    const { name, email } = await known('wang.fang');
    const makeUpDays = [{ day: '2026-12-26', worksLike: 'monday' as const }];
    const week = { monday: [{ from: '09:00', to: '12:00' }] };
    const businessHours = { week, holidays: [], makeUpDays, holidaysKnown: null };
    const params = { staffId: 'wang.fang' };
    const body = { name, email, skills: ['returns'], businessHours };
    await api.staff.putStaff({ params, body }, { ifMatch: '*' });
    const manager = await signedIn('li.na');
    const shown = await manager.ask(action);
    const fields = { 'businessHours.week.tuesday': '09:00-24:00', 'businessHours.statutoryHolidays': 'CN' };
    expect((await manager.send(shown.page, action, fields)).status).toBe(303);
    expect(await known('wang.fang')).toMatchObject({
      skills: ['returns'],
      businessHours: {
        week: { tuesday: [{ from: '09:00', to: '24:00' }] },
        makeUpDays,
        statutoryHolidays: 'CN',
      },
    });
  });

  it('keep the holidays of the usual ones, unless the tick is taken off', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/hours';
    const ticked = /<input(?=[^>]*name="businessHours\.statutoryHolidays")(?=[^>]* checked)[^>]*>/;
    const usual = await manager.ask(action);
    expect(usual.page).toMatch(ticked);
    expect(usual.page).toContain('The holidays are known up to 31 Dec 2026.');
    const hours = { 'businessHours.week.monday': '09:00-12:00' };
    await manager.send(usual.page, action, { ...hours, 'businessHours.statutoryHolidays': 'CN' });
    expect((await known('zhao.wei')).holidaysKnown).toMatchObject({ to: '2026-12-31' });
    const kept = await manager.ask(action);
    expect(kept.page).toMatch(ticked);
    await manager.send(kept.page, action, hours);
    expect((await known('zhao.wei')).holidaysKnown).toBeNull();
    expect((await manager.ask(action)).page).not.toMatch(ticked);

    const week = { monday: [{ from: '09:00', to: '12:00' }] };
    const businessHours = { week, holidays: [], makeUpDays: [], holidaysKnown: null };
    const own = await cloud.as('zhao.wei');
    const { body } = await own.staff.putOwnHours({ body: { businessHours } }, { ifMatch: '*' });
    expect(body.holidaysKnown).toMatchObject({ to: '2026-12-31' });
    expect((await manager.ask(action)).page).toMatch(ticked);
  });

  it('that are none take no days off, and say so beside what was typed', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/hours';
    const before = await known('zhao.wei');
    const { page } = await manager.ask(action);
    const refused = await manager.send(page, action, { 'businessHours.holidays': '2026-12-25' });
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('2026-12-25</textarea>');
    expect(refused.page).toMatch(/id="businessHours\.holidays-violation">Write hours for at least one day/);
    expect(refused.page).toMatch(/id="businessHours\.statutoryHolidays-violation">Write hours for at least/);
    expect(await known('zhao.wei')).toEqual(before);
    const ticked = { 'businessHours.statutoryHolidays': 'CN' };
    expect((await manager.send(page, action, ticked)).status).toBe(303);
    expect(await known('zhao.wei')).not.toHaveProperty('businessHours');
  });

  it('that cannot be come back as they were typed, with the reason at the day', async () => {
    const agent = await signedIn('david.brown');
    const action = '/desk/staff/david.brown/hours';
    const form = await agent.ask(action);
    const typed = { 'businessHours.week.monday': '9 to <5>', 'businessHours.week.tuesday': '12:00-09:00' };
    const wrong = await agent.send(form.page, action, { ...typed, 'businessHours.holidays': 'Christmas' });
    expect(wrong.status).toBe(400);
    expect(wrong.page).toContain('value="9 to &lt;5&gt;"');
    expect(wrong.page).toMatch(/id="businessHours\.week\.monday-violation">[^<]+/);
    expect(wrong.page).toMatch(
      /id="businessHours\.week\.tuesday-violation">a shift must end after it begins/,
    );
    expect(wrong.page).toMatch(/id="businessHours\.holidays-violation">[^<]+/);
    expect(wrong.page).toContain('href="#businessHours.week.monday"');
    expect(wrong.page).not.toContain('id="businessHours.week.friday-violation"');
    const late = await agent.send(form.page, action, {
      version: '99',
      'businessHours.week.monday': '09:00-12:00',
    });
    expect(late.status).toBe(412);
  });

  it('are said of oneself at the API, too, by people and by no machine', async () => {
    const api = await cloud.as('david.brown');
    const { body: before } = await api.staff.getMe();
    const any = { ifMatch: '*' } as const;
    const businessHours = {
      week: { monday: [{ from: '09:00', to: '12:00' }] },
      holidays: [],
      makeUpDays: [],
      holidaysKnown: null,
    };
    const changed = await api.staff.putOwnHours({ body: { businessHours } }, any);
    expect(changed.body).toMatchObject({
      id: 'david.brown',
      version: before.staff!.version + 1,
      businessHours,
    });
    expect((await api.staff.putOwnHours({ body: { businessHours } }, any)).body.version).toBe(
      changed.body.version,
    );
    const { body } = await api.staff.putOwnHours({ body: { businessHours: null } }, any);
    expect(body).not.toHaveProperty('businessHours');
    const holidays = Array.from({ length: 500 }, (_, day) =>
      new Date(Date.UTC(2026, 10, 23 + day)).toISOString().slice(0, 10),
    );
    await expect(
      api.staff.putOwnHours({ body: { businessHours: { ...businessHours, holidays } } }, any),
    ).rejects.toMatchObject({ status: 400, problem: { errors: [{ pointer: '/body/businessHours' }] } });
    const machine = await cloud.as('erp');
    await expect(machine.staff.putOwnHours({ body: { businessHours: null } }, any)).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe('territories', () => {
  it('are put down row by row, and an empty row goes', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/territories';
    expect((await manager.ask('/desk/staff/zhao.wei')).page).toContain(`href="${action}"`);
    const form = await manager.ask(action);
    const saved = await manager.send(form.page, action, {
      'territories.0.country': '',
      'territories.1.country': 'cn',
      'territories.1.region': '上海',
      'territories.2.country': '',
      'territories.2.tag': 'food',
    });
    expect(saved.location).toBe('/desk/staff/zhao.wei?saved=1');
    expect((await known('zhao.wei')).territories).toEqual([
      { country: 'CN', region: '上海' },
      { tag: 'food' },
    ]);
    expect(
      (
        await manager.send(form.page, action, {
          'territories.0.country': '',
          'territories.1.country': 'cn',
          'territories.1.region': '上海',
          'territories.2.country': '',
          'territories.2.tag': 'food',
        })
      ).status,
    ).toBe(303);
    const again = await manager.ask(action);
    expect(again.page).toMatch(/value="CN" id="territories\.0\.country"/);
    const fields = { 'territories.0.country': '', 'territories.1.country': '', 'territories.1.tag': 'drink' };
    await manager.send(again.page, action, fields);
    expect((await known('zhao.wei')).territories).toEqual([{ tag: 'drink' }]);
  });

  it('that cannot be come back with the reason at the row', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/territories';
    const form = await manager.ask(action);
    const wrong = await manager.send(form.page, action, {
      'territories.0.country': '',
      'territories.1.country': 'GB',
      'territories.2.country': 'China',
    });
    expect(wrong.status).toBe(400);
    // The first row is empty and goes, so the third stands in the second place.
    expect(wrong.page).toMatch(/id="territories\.1\.country-violation">[^<]+/);
    expect(wrong.page).toContain('value="China"');
  });

  it('are changed by nobody whose role does not let them', async () => {
    const agent = await signedIn('david.brown');
    const { page } = await agent.ask('/desk/staff/david.brown');
    expect(page).not.toContain('/territories');
    const form = { ...hiddenFields(page, '/desk/sign-out'), 'territories.0.country': 'GB' };
    expect((await agent.ask('/desk/staff/david.brown/territories', { form })).status).toBe(403);
  });
});
