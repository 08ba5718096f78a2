/** Trying a survey before customers get it: the preview, and the mail to a member of staff. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { linkIn, openForm, sendForm } from '../../support/answer-page.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;

beforeAll(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  for (const [staffId, email] of [
    ['li.na', 'li.na@example.test'],
    ['wang.fang', 'wang.fang@example.test'],
  ] as const) {
    const body = { name: staffId, email, language: 'zh-CN', timeZone: 'Asia/Shanghai' } as const;
    await manager.staff.putStaff({ params: { staffId }, body }, { ifMatch: '*' });
  }
  const draft = { ...structuredClone(newSurvey), status: 'draft' };
  surveyId = (await manager.surveys.createSurvey({ body: draft as never })).body.id;
  await cloud.idle();
});
afterAll(() => cloud?.close());

const sendTest = (body: { language: 'en' | 'zh-CN'; staffId?: string }) =>
  manager.responses.sendTest({ params: { surveyId }, body });

describe('a preview', () => {
  it('shows mail and page in the language asked for, and records nothing', async () => {
    const before = (await cloud.inbox()).length;
    const { body } = await manager.responses.previewSurvey({
      params: { surveyId },
      body: { language: 'en' },
    });
    expect(body.mail.subject).toBe(newSurvey.title.en);
    expect(body.mail.text).toContain(newSurvey.questions[0].text.en);
    expect(body.mail.html).toContain('10 = extremely likely');
    expect(body.page).toContain('<html lang="en">');
    expect(body.page).toContain('name="q-recommend"');
    await cloud.idle();
    expect((await cloud.inbox()).length).toBe(before);
    const chinese = await manager.responses.previewSurvey({
      params: { surveyId },
      body: { language: 'zh-CN' },
    });
    expect(chinese.body.page).toContain('<html lang="zh-CN">');
  });

  it('names the languages that there are', async () => {
    const only = { ...structuredClone(newSurvey), languages: ['zh-CN'] };
    const { body } = await manager.surveys.createSurvey({ body: only as never });
    const error = await refusal(
      manager.responses.previewSurvey({ params: { surveyId: body.id }, body: { language: 'en' } }),
    );
    expect(error.problem?.errors).toEqual([
      { pointer: '/body/language', reason: expect.stringContaining('zh-CN') },
    ]);
  });
});

describe('a test mail', () => {
  it('goes to the caller or to another member of staff, says what it is, and opens even a draft', async () => {
    expect((await sendTest({ language: 'en' })).body).toMatchObject({ staffId: 'li.na', language: 'en' });
    await sendTest({ language: 'zh-CN', staffId: 'wang.fang' });
    await cloud.idle();
    const mails = await cloud.inbox();
    const to = (name: string) => mails.find((mail) => mail.to.some((each) => each.includes(name)))!;
    expect(to('li.na@').subject).toBe(`[Test] ${newSurvey.title.en}`);
    expect(to('wang.fang@').subject).toBe(`【测试】${newSurvey.title['zh-CN']}`);
    expect(mails).toHaveLength(2);

    const link = linkIn(to('li.na@'));
    const form = await openForm(`${link}?lang=en&score=2`);
    expect(form.page).toContain('nothing is recorded');
    for (let time = 0; time < 2; time += 1) {
      const sent = await sendForm(`${link}?lang=en`, form, { 'q-recommend': '2', 'q-why': 'Only a test' });
      expect([sent.status, sent.page.includes('Thank you!')]).toEqual([200, true]);
    }
    await cloud.idle();
    const { body } = await manager.responses.listSurveyResponses({ params: { surveyId } });
    expect(body.items).toEqual([]);
    const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
    expect(results.answered).toBe(0);
    const [, wayOut = ''] = /^<(.+)>$/.exec(to('wang.fang@').headers['List-Unsubscribe'] ?? '') ?? [];
    expect(await (await fetch(wayOut)).text()).toContain('这是一次测试');
    const out = await fetch(`${link}/unsubscribe?lang=en`, { method: 'POST' });
    const page = await out.text();
    expect([out.status, page.includes('Unsubscribed'), page.includes('This is a test')]).toEqual([
      ...[200, true, true],
    ]);
  });

  it('goes to nobody else', async () => {
    const error = await refusal(sendTest({ language: 'en', staffId: 'somebody' }));
    expect([error.status, error.problem?.errors?.map(({ pointer }) => pointer)]).toEqual([
      400,
      ['/body/staffId'],
    ]);
  });

  it('goes to one mailbox twenty times an hour at most, and says when again', async () => {
    await manager.staff.putStaff({
      params: { staffId: 'many' },
      body: { name: 'Many', email: 'many@example.test', language: 'en', timeZone: 'Europe/London' },
    });
    // Early in an hour, so that all of them are in the same one.
    await cloud.advance({
      to: `${instantAfter((await cloud.now()).toISOString(), { hours: 1 }).slice(0, 13)}:01:00Z`,
    });
    const many = () => sendTest({ language: 'en', staffId: 'many' });
    const together = (count: number) => Promise.allSettled(Array.from({ length: count }, many));
    for (let count = 0; count < 18; count += 3) await together(3);
    const last = await together(4);
    const refused = last.flatMap((each) => (each.status === 'rejected' ? [each.reason.problem.code] : []));
    expect(refused).toEqual(['too-many-requests', 'too-many-requests']);
    const token = await cloud.token('li.na');
    const reply = await fetch(`${cloud.url}/surveys/${surveyId}/test-send`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': crypto.randomUUID(),
        'accept-language': 'zh-CN',
      },
      body: JSON.stringify({ language: 'en', staffId: 'many' }),
    });
    expect(reply.status).toBe(429);
    expect(Number(reply.headers.get('retry-after'))).toBeGreaterThan(3000);
    const { detail } = (await reply.json()) as { detail: string };
    expect(detail).toMatch(/^每位员工每小时最多收到 20 封测试邮件。请在 5\d 分钟后再试。$/);
    await cloud.idle();
    const arrived = async () =>
      (await cloud.inbox()).filter(({ to }) => to.some((each) => each.includes('many@'))).length;
    expect(await arrived()).toBe(20);
    expect((await sendTest({ language: 'en' })).status).toBe(202);
    await cloud.advance({ duration: 'PT1H' });
    expect((await many()).status).toBe(202);
    await cloud.idle();
    expect(await arrived()).toBe(21);
  });

  it('opens its page for seven days', async () => {
    await sendTest({ language: 'en' });
    await cloud.idle();
    const [mail] = (await cloud.inbox()).toSorted((one, other) => (one.at < other.at ? 1 : -1));
    const link = linkIn(mail!);
    expect((await openForm(link)).status).toBe(200);
    await cloud.advance({ duration: 'P8D' });
    expect([404, 410]).toContain((await openForm(link)).status);
  });

  it('is refused while nothing is sent to the address, and goes again once that is lifted', async () => {
    const email = 'bounce+tests@simulator.amazonses.com';
    await manager.staff.putStaff({
      params: { staffId: 'returned' },
      body: { name: 'Returned', email, language: 'en', timeZone: 'Europe/London' },
    });
    const once = () => sendTest({ language: 'en', staffId: 'returned' });
    await once();
    await cloud.idle();
    const { problem, status } = await refusal(once());
    expect([status, problem?.code]).toEqual([422, 'not-allowed-now']);
    expect(problem?.detail).toContain('because of "bounce"');
    const list = async () => (await manager.messaging.listSuppressions({ query: { email } })).body;
    const { items, lifted } = await list();
    expect([items[0]?.recipient, lifted]).toEqual([{ kind: 'staff', id: 'returned' }, null]);
    const query = { reason: 'Their mailbox was moved.' };
    await manager.messaging.liftSuppression({ params: { suppressionId: items[0]!.id }, query });
    expect(await list()).toEqual({
      ...{ items: [], cursor: null },
      lifted: {
        ...{ at: expect.any(String), by: 'li.na', reason: 'bounce', note: query.reason },
        recipient: { kind: 'staff', id: 'returned' },
      },
    });
    expect((await once()).status).toBe(202);
    const isTold = ({ subject }: { subject: string }) => subject.includes('Returned');
    expect((await cloud.inbox()).filter(isTold)).toHaveLength(1);
  });
});
