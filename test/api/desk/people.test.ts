/** The pages about staff and teams: what is seen, what is saved, and what is said when it is not. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
});
afterAll(() => cloud?.close());

const signedIn = (person: string) => signedInAt(cloud.url, person);

describe('a member of staff at the desk', () => {
  it('is found in the list, and shown with hours, and away', async () => {
    const manager = await signedIn('li.na');
    const list = await manager.ask('/desk/staff');
    expect(list.page).toContain('<a href="/desk/staff/david.brown">David Brown</a>');
    expect(list.page).toContain('To add a colleague:');
    expect((await (await signedIn('wang.fang')).ask('/desk/staff')).page).not.toContain(
      'To add a colleague:',
    );
    const { page } = await manager.ask('/desk/staff/david.brown');
    expect(page).toContain('david.brown@rapport.example');
    expect(page).toContain('Europe/London');
    expect(page).toContain('No absence is planned.');
  });

  it('is changed by whoever may, and what the form does not show stays', async () => {
    const api = await cloud.as('chen.jing');
    const params = { staffId: 'david.brown' };
    const { body: before } = await api.staff.getStaff({ params });
    await api.staff.putStaff(
      {
        params,
        body: { name: before.name, email: before.email, territories: [{ country: 'GB' }], language: 'en' },
      },
      { ifMatch: before.version },
    );
    const manager = await signedIn('li.na');
    const action = '/desk/staff/david.brown/edit';
    const form = await manager.ask(action);
    const saved = await manager.send(form.page, action, {
      name: 'David R. Brown',
      email: 'david.brown@rapport.example',
      language: 'en',
      timeZone: 'Europe/London',
      skills: 'returns\r\n\r\ninvoices',
      spokenLanguages: ['en', 'zh-CN'],
      capacity: '12',
      active: 'true',
      takesWork: 'true',
    });
    expect([saved.status, saved.location]).toEqual([303, '/desk/staff/david.brown?saved=1']);
    expect((await manager.ask(saved.location!)).page).toContain('Saved.');
    expect((await api.staff.getStaff({ params })).body).toMatchObject({
      name: 'David R. Brown',
      skills: ['returns', 'invoices'],
      spokenLanguages: ['en', 'zh-CN'],
      capacity: { callbacks: 12 },
      territories: [{ country: 'GB' }],
    });
  });

  it('is not changed by a form that is wrong: it comes back as it was filled in, with the reason at the field', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/wang.fang/edit';
    const form = await manager.ask(action);
    const wrong = await manager.send(form.page, action, {
      name: 'Fang <b>Wang</b>',
      email: 'no address',
      language: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      skills: '',
      capacity: 'many',
      active: 'true',
      takesWork: 'true',
    });
    expect(wrong.status).toBe(400);
    expect(wrong.page).toContain('value="Fang &lt;b&gt;Wang&lt;/b&gt;"');
    expect(wrong.page).toContain('value="no address"');
    expect(wrong.page).toMatch(/id="email-violation">[^<]+/);
    expect(wrong.page).toMatch(/id="capacity-violation">must be a whole number from 0 to 1000</);
    expect(wrong.page).toContain('href="#email"');
    const { body } = await (await cloud.as('li.na')).staff.getStaff({ params: { staffId: 'wang.fang' } });
    expect(body.name).toBe('Wang Fang');
  });

  it('is saved once by a button that is pressed twice, and both end on the same page', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/edit';
    const form = await manager.ask(action);
    const fields = {
      ...{
        name: ' Zhao Wei ',
        email: 'Zhao.Wei@rapport.example',
        language: 'zh-CN',
        active: 'true',
        takesWork: 'true',
      },
      ...{ timeZone: 'Asia/Shanghai', skills: 'invoices', capacity: '7' },
    };
    const both = await Promise.all([
      manager.send(form.page, action, fields),
      manager.send(form.page, action, fields),
    ]);
    const third = await manager.send(form.page, action, fields);
    for (const { status, location } of [...both, third])
      expect([status, location]).toEqual([303, '/desk/staff/zhao.wei?saved=1']);
    const other = await manager.send(form.page, action, { ...fields, capacity: '8' });
    expect(other.status).toBe(412);
    expect(other.page).toContain('Look at what is there now before you do it again.');
    // Nor by a form that does not say what it has seen.
    for (const version of ['', 'junk', '*', '0']) {
      const blind = await manager.send(form.page, action, { ...fields, capacity: '9', version });
      expect([version, blind.status]).toEqual([version, 412]);
    }
  });

  it('is told at the form whose the address is, and the name of a team likewise', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/zhao.wei/edit';
    const fields = {
      name: 'Zhao Wei',
      language: 'zh-CN',
      active: 'true',
      takesWork: 'true',
      timeZone: 'Asia/Shanghai',
    };
    const form = await manager.ask(action);
    const taken = await manager.send(form.page, action, { ...fields, email: 'Li.Na@rapport.example' });
    expect(taken.status).toBe(409);
    expect(taken.page).toMatch(/id="email-violation">Taken by li\.na\. [^<]*on their page under Staff/);
    const create = '/desk/teams/new';
    const team = { name: 'Bristol', leads: 'li.na' };
    expect((await manager.send((await manager.ask(create)).page, create, team)).status).toBe(303);
    const second = await manager.send((await manager.ask(create)).page, create, { ...team, name: 'BRISTOL' });
    expect(second.status).toBe(409);
    expect(second.page).toMatch(/id="name-violation">There is a team of this name/);
  });

  it('is not changed over what somebody else has saved meanwhile', async () => {
    const manager = await signedIn('li.na');
    const action = '/desk/staff/wang.fang/edit';
    const form = await manager.ask(action);
    const api = await cloud.as('chen.jing');
    const { body } = await api.staff.getStaff({ params: { staffId: 'wang.fang' } });
    const { name, email } = body;
    await api.staff.putStaff(
      { params: { staffId: 'wang.fang' }, body: { name, email, skills: ['new'] } },
      { ifMatch: body.version },
    );
    const fields = {
      name: 'Fang',
      email,
      language: 'zh-CN',
      timeZone: 'Asia/Shanghai',
      active: 'true',
      takesWork: 'true',
    };
    const late = await manager.send(form.page, action, fields);
    expect(late.status).toBe(412);
    expect(late.page).toMatch(/role="alert"[^>]*><p>[^<]*changed/);
    expect(late.page).toContain('value="Fang"');
    expect((await manager.send(late.page, action, fields)).status).toBe(303);
  });

  it('is away with a deputy, once however often the button is pressed, and back again', async () => {
    const manager = await signedIn('li.na');
    const { page } = await manager.ask('/desk/staff/wang.fang');
    const action = '/desk/staff/wang.fang/absences';
    const fields = { from: '2026-12-07', until: '2026-12-11', deputy: 'david.brown', note: '' };
    for (const _ of ['first', 'second']) expect((await manager.send(page, action, fields)).status).toBe(303);
    const shown = await manager.ask('/desk/staff/wang.fang');
    expect(shown.page.match(/<time datetime="2026-12-11">11 Dec 2026<\/time>/g)).toHaveLength(1);
    const [end = ''] = /\/desk\/staff\/wang\.fang\/absences\/absence_\w+\/end/.exec(shown.page) ?? [];
    expect((await manager.send(shown.page, end)).location).toBe('/desk/staff/wang.fang?saved=1');
    const again = await manager.send(shown.page, end);
    expect(again.status).toBe(303);
    expect(again.location).toBe('/desk/staff/wang.fang?saved=1');
    const { page: after } = await manager.ask(again.location!);
    expect(after).toContain('No absence is planned.');
  });

  it('is not away before they go', async () => {
    const manager = await signedIn('li.na');
    const { page } = await manager.ask('/desk/staff/wang.fang');
    const fields = { from: '2026-12-11', until: '2026-12-07', deputy: '', note: 'Weg & <fort>' };
    const wrong = await manager.send(page, '/desk/staff/wang.fang/absences', fields);
    expect(wrong.status).toBe(400);
    expect(wrong.page).toMatch(/id="until-violation">[^<]+/);
    expect(wrong.page).toContain('value="Weg &amp; &lt;fort&gt;"');
  });

  it.each(['edit', 'hours', 'territories', 'handover'])(
    'is no form of %s for whoever would be refused: a page says so, and leads back',
    async (part) => {
      const agent = await signedIn('david.brown');
      const referer = `${cloud.url}/desk/staff/wang.fang`;
      const { status, page } = await agent.ask(`/desk/staff/wang.fang/${part}`, { headers: { referer } });
      expect(status).toBe(403);
      expect(page).toContain('Your role does not allow this.');
      expect(page).toContain('<a href="/desk/staff/wang.fang">Back</a>');
      expect(page.split('<main')[1]).not.toContain('<form');
    },
  );

  it('is refused an absence in names, days and buttons of the desk', async () => {
    const api = await cloud.as('chen.jing');
    const absence = { from: '2027-03-01', until: '2027-03-02', deputy: 'zhao.wei' };
    await api.staff.planAbsence({ params: { staffId: 'wang.fang' }, body: absence });
    const manager = await signedIn('li.na');
    const plan = async (staffId: string) => {
      const action = `/desk/staff/${staffId}/absences`;
      const { page } = await manager.ask(`/desk/staff/${staffId}`);
      const fields = { from: '2027-03-02', until: '2027-03-03', deputy: '', note: '' };
      return (await manager.send(page, action, fields)).page;
    };
    expect(await plan('zhao.wei')).toMatch(/Stands in for [A-Z][\w ]* from 1 Mar 2027 to 2 Mar 2027\./);
    expect(await plan('wang.fang')).toContain(
      'from 1 Mar 2027 to 2 Mar 2027 already. Cancel that absence first',
    );
  });

  it('is shown as away, with who stands in, wherever somebody is chosen', async () => {
    const api = await cloud.as('li.na');
    const absence = { from: '2026-11-23', until: '2026-11-27', deputy: 'zhao.wei', note: 'Private' };
    await api.staff.planAbsence({ params: { staffId: 'david.brown' }, body: absence });
    await api.staff.planAbsence({
      params: { staffId: 'zhao.wei' },
      body: { from: '2026-12-04', until: '2026-12-08', deputy: null },
    });
    await cloud.idle();
    const manager = await signedIn('li.na');
    const away = 'David R. Brown (away until 27 Nov 2026; Zhao Wei stands in)';
    const soon = 'Zhao Wei (away from 4 Dec 2026 until 8 Dec 2026)';
    for (const path of ['/desk/staff/wang.fang', '/desk/staff/wang.fang/handover', '/desk/teams/new']) {
      const { page } = await manager.ask(path);
      if (path.endsWith('handover') && !page.includes('<option')) continue;
      expect(page, path).toContain(away);
      expect(page, path).toContain(soon);
    }
    const { page: list } = await manager.ask('/desk/staff');
    expect(list).toContain('data-head="Away">away until 27 Nov 2026; Zhao Wei stands in<');
    expect(list).not.toContain('Private');
    const { page } = await manager.ask('/desk/staff/wang.fang');
    const refused = await manager.send(page, '/desk/staff/wang.fang/absences', {
      ...{ from: '2026-11-25', until: '2026-11-25', deputy: 'david.brown', note: '' },
    });
    expect(refused.status).toBe(400);
    expect(refused.page).toMatch(/id="deputy-violation">Is away from 23 Nov 2026 to 27 Nov 2026/);
  });

  it('is changed by nobody whose role does not let them, whatever they send', async () => {
    const agent = await signedIn('david.brown');
    const { page } = await agent.ask('/desk/staff/wang.fang');
    expect(page).not.toContain('/edit');
    expect(page).not.toContain('Plan an absence');
    const token = hiddenFields(page, '/desk/sign-out');
    const sent = await agent.ask('/desk/staff/wang.fang/absences', {
      form: { ...token, from: '2026-12-07', until: '2026-12-11', deputy: '', key: 'x' },
    });
    expect(sent.status).toBe(403);
    expect(sent.page).toContain('You may not do that');
  });

  it('that is not there is a page that says so', async () => {
    const agent = await signedIn('david.brown');
    expect((await agent.ask('/desk/staff/nobody.here')).status).toBe(404);
    expect((await agent.ask('/desk/staff/%2e%2e')).status).not.toBe(200);
  });
});

describe('a team at the desk', () => {
  it('is put together, shown, and changed', async () => {
    const manager = await signedIn('li.na');
    const form = await manager.ask('/desk/teams/new');
    const made = await manager.send(form.page, '/desk/teams/new', {
      name: 'London',
      leads: 'li.na',
      members: ['david.brown', 'wang.fang'],
      shared: 'true',
    });
    expect(made.status).toBe(303);
    const path = made.location!.replace('?saved=1', '');
    expect((await manager.ask('/desk/teams')).page).toContain(`<a href="${path}">London</a>`);
    const edit = await manager.ask(`${path}/edit`);
    expect(edit.page).toMatch(/name="members" value="wang\.fang" checked/);
    const changed = await manager.send(edit.page, `${path}/edit`, {
      name: 'London',
      leads: ['li.na', 'wang.fang'],
      members: 'david.brown',
    });
    expect(changed.status).toBe(303);
    const { body } = await (await cloud.as('li.na')).teams.getTeam({
      params: { teamId: path.split('/')[3]! },
    });
    expect(body).toMatchObject({ leads: ['li.na', 'wang.fang'], members: ['david.brown'], shared: false });
    const twice = await manager.send(edit.page, `${path}/edit`, {
      name: 'London',
      leads: ['li.na', 'wang.fang'],
      members: 'david.brown',
    });
    expect([twice.status, twice.location]).toEqual([303, changed.location]);
    const late = await manager.send(edit.page, `${path}/edit`, { name: 'Paris', leads: 'li.na' });
    expect(late.status).toBe(412);
    expect(late.page).toContain('value="Paris"');
    expect((await manager.send(late.page, `${path}/edit`, { name: 'Paris', leads: 'li.na' })).status).toBe(
      303,
    );
  });

  it('without a lead, or with somebody twice, comes back with the reason', async () => {
    const manager = await signedIn('li.na');
    const form = await manager.ask('/desk/teams/new');
    const wrong = await manager.send(form.page, '/desk/teams/new', { name: 'No lead', members: 'wang.fang' });
    expect(wrong.status).toBe(400);
    expect(wrong.page).toMatch(/id="leads-violation">[^<]+/);
    expect(wrong.page).toMatch(/name="members" value="wang\.fang" checked/);
    const twice = await manager.send(wrong.page, '/desk/teams/new', {
      name: 'Twice',
      leads: 'wang.fang',
      members: 'wang.fang',
    });
    expect(twice.page).toMatch(/id="members-violation">[^<]+/);
  });

  it('is taken apart after a question, unless rules give it work, and once however often it is pressed', async () => {
    const api = await cloud.as('li.na');
    const { body: team } = await api.teams.createTeam({ body: { name: 'Oslo', leads: ['li.na'] } });
    const rules = (candidates: { team: string }[]) =>
      api.assignments.putAssignmentRules(
        {
          params: { kind: 'callbacks' },
          body: { rules: candidates.map((each) => ({ name: 'Nord', candidates: each, by: 'least-busy' })) },
        },
        { ifMatch: '*' },
      );
    await rules([{ team: team.id }]);
    const manager = await signedIn('li.na');
    const action = `/desk/teams/${team.id}/delete`;
    expect((await manager.ask(`/desk/teams/${team.id}`)).page).toContain(`href="${action}"`);
    const question = await manager.ask(action);
    expect(question.page).toContain('<h1>Delete the team Oslo</h1>');
    const named = await manager.send(question.page, action);
    expect([named.status, named.page.includes('Nord')]).toEqual([422, true]);
    expect(named.page).not.toMatch(/PUT|\{kind\}/);
    await rules([]);
    await api.teams.patchTeam({ params: { teamId: team.id }, body: { shared: true } }, { ifMatch: '*' });
    const late = await manager.send(question.page, action);
    expect(late.status).toBe(412);
    for (const _ of ['first', 'second']) {
      const gone = await manager.send(late.page, action);
      expect([gone.status, gone.location]).toEqual([303, '/desk/teams?saved=1']);
    }
    const list = await manager.ask('/desk/teams?saved=1');
    expect(list.page).toContain('Saved.');
    expect(list.page).not.toContain('Oslo');
  });

  it('is taken apart by nobody whose role does not let them', async () => {
    const { body: team } = await (await cloud.as('li.na')).teams.createTeam({
      body: { name: 'Bergen', leads: ['david.brown'] },
    });
    const agent = await signedIn('david.brown');
    const { page } = await agent.ask(`/desk/teams/${team.id}`);
    expect(page).not.toContain('/delete');
    for (const form of [`/desk/teams/${team.id}/delete`, `/desk/teams/${team.id}/edit`, '/desk/teams/new'])
      expect([form, (await agent.ask(form)).status]).toEqual([form, 403]);
    const sent = await agent.ask(`/desk/teams/${team.id}/delete`, {
      form: { ...hiddenFields(page, '/desk/sign-out'), version: '1' },
    });
    expect([sent.status, sent.page.includes('You may not do that')]).toEqual([403, true]);
  });

  it('is created once by a button that is pressed twice', async () => {
    const manager = await signedIn('li.na');
    const form = await manager.ask('/desk/teams/new');
    const fields = { name: 'Once', leads: 'li.na' };
    const [first, second] = [
      await manager.send(form.page, '/desk/teams/new', fields),
      await manager.send(form.page, '/desk/teams/new', fields),
    ];
    expect(first.location).toBe(second.location);
    expect((await manager.ask('/desk/teams')).page.match(/>Once</g)).toHaveLength(1);
  });
});
