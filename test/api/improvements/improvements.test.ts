/** Improvements through the API: from what was found to the wave that measures it again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';
import { type Department, openDepartment, refusal } from '../callbacks/department.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let context: Department;
let surveyId: string;
let campaignId: string;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
  context = await openDepartment(cloud);
  surveyId = (await context.manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never })).body
    .id;
  const schedule = { cron: '0 9 1 1 ? *', timeZone: 'Asia/Shanghai' };
  const body = { surveyId, name: 'Waves', schedule };
  campaignId = (await context.manager.campaigns.createCampaign({ body })).body.id;
});
afterAll(() => cloud?.close());

/** One more wave, in which only customers are asked who are new. */
async function wave(scores: Readonly<Record<string, string>>): Promise<void> {
  for (const name of Object.keys(scores))
    await context.customer('wang.fang', { name, email: `${name}@example.test` });
  await cloud.idle();
  await context.manager.campaigns.runCampaign({ params: { campaignId } });
  await cloud.idle();
  const mails = await cloud.inbox();
  for (const [name, score] of Object.entries(scores)) {
    const mail = mails.find(({ to }) => to.some((each) => each.includes(`<${name}@`)));
    const link = linkIn(mail!);
    const form = await openForm(link);
    await cloud.advance({ duration: 'PT1M' });
    await sendForm(link, form, { 'q-recommend': score, 'q-why': 'So' });
  }
  await cloud.idle();
}

const begin = async (fields: object = {}) =>
  (
    await context.manager.improvements.createImprovement({
      body: {
        ...{ surveyId, questionId: 'recommend', finding: 'Mails are answered late.' },
        ...{ action: 'Answer within a day.', owner: 'wang.fang', dueOn: '2026-11-30', ...fields },
      } as never,
    })
  ).body;
const patch = async (improvementId: string, body: object) =>
  (
    await context.manager.improvements.patchImprovement(
      { params: { improvementId }, body: body as never },
      { ifMatch: '*' },
    )
  ).body;
const read = async (improvementId: string) =>
  (await context.wangFang.improvements.getImprovement({ params: { improvementId } })).body;

describe('an improvement', () => {
  it.each([
    [{ questionId: 'why' }, '/body/questionId'],
    [{ owner: 'nobody.here' }, '/body/owner'],
    [{ dueOn: '2026-11-22' }, '/body/dueOn'],
    [{ baseline: 'run_01jd3x5y9hf1bvt6w0k2m4n8pq' }, '/body/baseline'],
  ])('is refused where it names what is not there: %j', async (fields, pointer) => {
    const { status, errors } = await refusal(begin(fields));
    expect([status, errors?.[0]?.pointer]).toEqual([400, pointer]);
  });

  it.each([
    [{ by: 'owner', value: 'no-such-person' }, 'Nobody has this id.'],
    [{ by: 'owner', value: '王芳' }, 'is a name; the id is wang.fang'],
    [{ by: 'team', value: 'team_01jd3x5y9hf1bvt6w0k2m4n8pq' }, 'No team has this id.'],
    [{ by: 'channel', value: 'fax' }, 'must be one of email, sms, link, qr, call, none'],
    [{ by: 'language', value: 'English' }, 'must be one of zh-CN, en'],
  ])('is refused about a group that there is not: %j', async (group, reason) => {
    const { status, errors } = await refusal(begin({ group }));
    expect([status, errors]).toEqual([400, [{ pointer: '/body/group/value', reason }]]);
  });

  it('is told the id of a team in place of its name, and takes it', async () => {
    const team = { name: 'North', members: [], leads: ['wang.fang'] };
    const { id } = (await context.manager.teams.createTeam({ body: team })).body;
    const named = await refusal(begin({ group: { by: 'team', value: 'north' } }));
    expect(named.errors?.[0]?.reason).toBe(`is a name; the id is ${id}`);
    expect((await begin({ group: { by: 'team', value: id } })).group).toEqual({ by: 'team', value: id });
  });

  it('warns of a group of whom nobody has answered, as tags are free', async () => {
    const codes = async (fields: object) => (await begin(fields)).warnings.map(({ code }) => code);
    expect(await codes({ group: { by: 'tag', value: 'vpi' } })).toEqual(['group-without-answers']);
    expect(await codes({})).toEqual([]);
    const { id } = await begin({ group: { by: 'language', value: 'zh-CN' } });
    await wave({ ida: '9' });
    expect((await read(id)).warnings).toEqual([]);
  });

  it('is measured by the wave after it, side by side with the one before, and confirmed', async () => {
    await wave({ ada: '3', bob: '4', cid: '5' });
    const { id, now, status } = await begin();
    expect(status).toBe('open');
    expect(now).toMatchObject({ before: { measure: { kind: 'nps', value: -100, n: 3 } }, after: null });
    expect(await refusal(patch(id, { status: 'confirmed' }))).toMatchObject({ status: 422 });
    await patch(id, { status: 'done' });
    expect(await refusal(patch(id, { status: 'confirmed' }))).toMatchObject({ status: 422 });
    await cloud.advance({ duration: 'PT1H' });
    await wave({ dora: '9', eva: '10', fred: '9' });
    expect((await read(id)).now).toMatchObject({
      before: { measure: { value: -100, n: 3 } },
      after: { measure: { value: 100, n: 3 } },
      change: { kind: 'nps', difference: 200, certain: true },
    });
    const confirmed = await patch(id, { status: 'confirmed' });
    expect(confirmed.rounds).toMatchObject([{ decided: 'confirmed', change: { difference: 200 } }]);
    expect(confirmed.rounds[0]?.decidedBy).toEqual({ kind: 'person', id: 'li.na' });
  });

  it('is reopened when it has not helped, and compared with what it came to then', async () => {
    const { id, now } = await begin();
    const before = now?.before?.runId;
    await patch(id, { status: 'done' });
    await cloud.advance({ duration: 'PT1H' });
    await wave({ gus: '2', hal: '1' });
    const reopened = await patch(id, { status: 'open', dueOn: '2026-12-10' });
    expect(reopened).toMatchObject({
      status: 'open',
      rounds: [{ decided: 'reopened', before: { runId: before }, after: { measure: { value: -100 } } }],
    });
    expect(reopened.baseline).toBe(reopened.rounds[0]?.after?.runId);
    // It is done no more; when it was, the round keeps.
    expect(reopened).not.toHaveProperty('doneAt');
    expect(reopened.rounds[0]?.doneAt).toMatch(/^2026-/);
  });

  it('is confirmed although the change may be chance only with a reason, which is kept', async () => {
    await wave({ kim: '9' });
    const { id } = await begin({ dueOn: '2027-01-08' });
    await patch(id, { status: 'done' });
    await cloud.advance({ duration: 'PT1H' });
    await wave({ lea: '9', max: '3' });
    expect((await read(id)).now?.change).toMatchObject({ certain: false });
    const reason = 'Nobody complains any more.';
    expect(await refusal(patch(id, { status: 'confirmed' }))).toMatchObject({
      status: 422,
      errors: [
        { pointer: '/body/reason', reason: 'the change may be chance: say why it has helped all the same' },
      ],
    });
    expect(await refusal(patch(id, { reason }))).toMatchObject({
      status: 400,
      errors: [{ pointer: '/body/reason' }],
    });
    const confirmed = await patch(id, { status: 'confirmed', reason });
    expect(confirmed.rounds).toMatchObject([{ decided: 'confirmed', reason, change: { certain: false } }]);
    expect(confirmed).not.toHaveProperty('reason');
    expect(await patch(id, { status: 'open' })).not.toHaveProperty('doneAt');
  });

  it('measures another question or other customers as long as it was not measured', async () => {
    await wave({ nia: '2', oto: '3' });
    const { id, now, group } = await begin({
      ...{ dueOn: '2027-01-08', group: { by: 'tag', value: 'nobodys' } },
    });
    expect([now?.before, group]).toEqual([null, { by: 'tag', value: 'nobodys' }]);
    const wrong = await refusal(patch(id, { questionId: 'why', group: { by: 'team', value: 'none-such' } }));
    expect([wrong.status, wrong.errors?.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/body/questionId', '/body/group/value'],
    ]);
    const ofAll = await patch(id, { group: null });
    expect(ofAll).not.toHaveProperty('group');
    expect(ofAll).toMatchObject({ isMeasured: false, now: { before: { measure: { value: -100, n: 2 } } } });
    await patch(id, { status: 'done' });
    const english = await patch(id, { group: { by: 'language', value: 'zh-CN' } });
    expect(english).toMatchObject({ baseline: ofAll.baseline, now: { before: { measure: { n: 2 } } } });
    await cloud.advance({ duration: 'PT1H' });
    await wave({ pia: '9' });
    expect((await read(id)).isMeasured).toBe(true);
    const refused = await refusal(patch(id, { group: null }));
    expect([refused.status, refused.detail]).toEqual([
      422,
      expect.stringContaining(
        'It was measured already, so its question and the customers whose answers count stay',
      ),
    ]);
    expect(await patch(id, { group: english.group, finding: 'The same' })).toMatchObject({
      finding: 'The same',
    });
  });

  it('reminds its owner when its day is over, every week until it is done', async () => {
    // The mail has the beginning of a long action, and half of no character.
    const { id } = await begin({ dueOn: '2026-11-25', action: `a${'😀'.repeat(300)}` });
    const reminders = async () =>
      (await cloud.inbox()).filter(
        ({ to, text }) => to.some((each) => each.includes('wang.fang@')) && text.includes(id),
      ).length;
    await cloud.advance({ to: '2026-11-26T00:30:00Z' });
    await cloud.idle();
    expect(await reminders()).toBe(0);
    await cloud.advance({ to: '2026-11-26T02:30:00Z' });
    await cloud.idle();
    expect([await reminders(), (await read(id)).isOverdue]).toEqual([1, true]);
    await cloud.advance({ duration: 'P7D' });
    await cloud.idle();
    expect(await reminders()).toBe(2);
    await patch(id, { status: 'done' });
    await cloud.advance({ duration: 'P8D' });
    await cloud.idle();
    expect(await reminders()).toBe(2);
  });

  it('is given to nobody in particular, and back to somebody', async () => {
    const { id } = await begin({ dueOn: '2027-01-08' });
    expect(await patch(id, { owner: null, finding: 'Found by all' })).toMatchObject({
      ...{ owner: null, finding: 'Found by all' },
    });
    expect(await patch(id, { owner: 'wang.fang' })).toMatchObject({ owner: 'wang.fang' });
  });

  it('is moved on by its owner, who writes nothing else in surveys, and by no other agent', async () => {
    const { id } = await begin({ dueOn: '2027-01-08' });
    const asOwner = (improvementId: string, body: object) =>
      context.wangFang.improvements.patchImprovement(
        { params: { improvementId }, body: body as never },
        { ifMatch: '*' },
      );
    const moved = await asOwner(id, { dueOn: '2027-01-09', action: 'Answer within an hour.' });
    expect(moved.body).toMatchObject({ dueOn: '2027-01-09', action: 'Answer within an hour.' });
    for (const status of ['done', 'open', 'dropped'])
      expect((await asOwner(id, { status })).body).toMatchObject({ status, owner: 'wang.fang' });
    expect(await refusal(asOwner(id, { owner: 'david.brown', finding: 'No' }))).toMatchObject({
      status: 403,
      detail:
        'Of an improvement that you see to you change status, reason, dueOn, action; a manager changes finding, owner.',
    });
    for (const owner of ['david.brown', null]) {
      const other = await begin({ owner, dueOn: '2027-01-08' });
      expect(await refusal(asOwner(other.id, { status: 'done' }))).toMatchObject({
        status: 403,
        detail: 'Only whoever sees to this improvement, or a manager, can change it.',
      });
    }
  });

  it('is listed by owner and state, and handed over with all that somebody holds', async () => {
    const { id } = await begin({ dueOn: '2027-01-10' });
    const mine = await context.wangFang.improvements.listImprovements({ query: { owner: 'me' } });
    expect(mine.body.items.map((each) => each.id)).toContain(id);
    const open = await context.manager.improvements.listImprovements({ query: { status: 'open', surveyId } });
    expect(open.body.items.map((each) => each.id)).toContain(id);
    await context.manager.handovers.createHandover({
      body: { from: 'wang.fang', to: 'david.brown', kinds: ['improvements'], reason: 'Leaves' },
    });
    await cloud.idle();
    expect((await read(id)).owner).toBe('david.brown');
  });
});
