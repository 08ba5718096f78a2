/** Files that belong to contacts with customers. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();
let manager: Api;
let agent: Api;
let colleague: Api;
let analyst: Api;
let admin: Api;

beforeAll(async () => {
  [manager, agent, colleague, analyst, admin] = (await Promise.all(
    ['li.na', 'wang.fang', 'david.brown', 'zhao.wei', 'chen.jing'].map((id) => cloud.as(id, 3)),
  )) as [Api, Api, Api, Api, Api];
});

const any = { ifMatch: '*' } as const;
const content = '%PDF-1.7 an offer';
const offer = { name: 'Angebot 报价.pdf', type: 'application/pdf' as const, bytes: content.length };

async function contact(fields: object = {}) {
  const { body } = await agent.customers.createCustomer({ body: { name: '王芳', ...fields } });
  const params = { customerId: body.id };
  const { body: made } = await agent.customers.recordInteraction({
    params,
    body: { channel: 'social', service: 'wechat', direction: 'inbound', subject: 'Wants an offer' },
  });
  return { ...params, interactionId: made.id };
}

type Upload = Awaited<ReturnType<Api['customers']['attachFile']>>['body']['upload'];

async function post({ url, fields }: Upload, text: string, type: string = offer.type): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, 'Content-Type': type })) form.append(name, value);
  form.append('file', new Blob([text], { type }), 'file');
  return (await fetch(url, { method: 'POST', body: form })).status;
}

async function attached() {
  const place = await contact();
  const { body } = await agent.customers.attachFile({ params: place, body: offer });
  expect(await post(body.upload, content)).toBeLessThan(300);
  return { ...place, attachmentId: body.id, version: body.interaction.version };
}

const linkOf = async ({ version: _, ...params }: Awaited<ReturnType<typeof attached>>, api = agent) =>
  (await api.customers.getAttachment({ params })).body.link;

describe('a file that is attached to a contact', () => {
  it('is uploaded, stands with the contact and in the timeline, and is handed out as a download', async () => {
    const { version, ...params } = await attached();
    const { body: read } = await agent.customers.getInteraction({ params });
    expect(read).toMatchObject({
      service: 'wechat',
      version: 2,
      attachments: [{ ...offer, id: params.attachmentId, addedBy: 'wang.fang' }],
    });
    const { body: page } = await agent.customers.listTimeline({
      params,
      query: { type: 'interaction.recorded' },
    });
    expect(page.items[0]?.data.attachments).toEqual(read.attachments);
    const reply = await fetch(await linkOf({ ...params, version }));
    expect(await reply.text()).toBe(content);
    expect(reply.headers.get('content-type')).toBe('application/pdf');
    expect(reply.headers.get('content-disposition')).toContain('attachment; filename*=UTF-8');
  });

  it('is not handed out before it was uploaded, and can be removed all the same', async () => {
    const place = await contact();
    const { body } = await agent.customers.attachFile({ params: place, body: offer });
    const params = { ...place, attachmentId: body.id };
    const refused = await refusal(agent.customers.getAttachment({ params }));
    expect(refused).toMatchObject({ status: 422, message: expect.stringContaining('not uploaded') });
    await agent.customers.removeAttachment({ params }, { ifMatch: 2 });
    expect((await agent.customers.getInteraction({ params })).body.attachments).toBeUndefined();
  });

  it('is taken in only as it was told: type and size are looked after', async () => {
    const params = await contact();
    const { body } = await agent.customers.attachFile({ params, body: offer });
    expect(await post(body.upload, `${content} and more`)).toBe(400);
    expect(await post(body.upload, content.slice(1))).toBe(400);
    expect(await post(body.upload, content, 'text/html')).toBe(403);
    for (const wrong of [{ type: 'text/html' }, { bytes: 21 * 1024 * 1024 }, { bytes: 0 }, { name: '' }]) {
      const { problem } = await refusal(
        agent.customers.attachFile({ params, body: { ...offer, ...wrong } as typeof offer }),
      );
      const [name] = Object.keys(wrong);
      expect([problem.status, problem.errors?.[0]?.pointer]).toEqual([400, `/body/${name}`]);
    }
  });

  it('goes when it is removed, or the contact, or the customer is erased', async () => {
    const [removed, withdrawn, erased] = [await attached(), await attached(), await attached()];
    const links = await Promise.all([removed, withdrawn, erased].map((each) => linkOf(each)));
    const there = async () => Promise.all(links.map(async (link) => (await fetch(link)).status === 200));
    expect(await there()).toEqual([true, true, true]);
    await agent.customers.removeAttachment({ params: removed }, { ifMatch: removed.version });
    await agent.customers.deleteInteraction({ params: withdrawn }, { ifMatch: withdrawn.version });
    await cloud.idle();
    expect(await there()).toEqual([false, false, true]);
    const { body: left } = await agent.customers.getInteraction({ params: removed });
    expect(left.attachments).toBeUndefined();

    const { body: asked } = await admin.privacy.createErasure({
      body: { customerId: erased.customerId, reason: 'Asked' },
    });
    await cloud.idle();
    await cloud.advance({ duration: 'PT30M' });
    await cloud.idle();
    expect(await there()).toEqual([false, false, false]);
    const { body: proof } = await admin.privacy.getErasure({ params: { erasureId: asked.id } });
    expect(proof.stores).toContainEqual({
      store: 'files',
      kind: 'interaction',
      removed: 1,
      cleaned: 0,
      kept: 0,
    });
  });

  it('does not stay when it comes after it was removed, or while its customer is erased', async () => {
    const places = [await contact(), await contact()];
    const [late, erased] = await Promise.all(
      places.map(async (params) => ({
        ...params,
        ...(await agent.customers.attachFile({ params, body: offer })).body,
      })),
    );
    const upload = () => Promise.all([late!, erased!].map((each) => post(each.upload, content)));
    // A form takes a file as often as it is sent, until it expires.
    expect(await upload()).toEqual([204, 204]);
    const links = await Promise.all(
      [late!, erased!].map(({ id, customerId, interactionId, interaction }) =>
        linkOf({ customerId, interactionId, attachmentId: id, version: interaction.version }),
      ),
    );
    const there = async () => Promise.all(links.map(async (link) => (await fetch(link)).status === 200));
    const params = {
      customerId: late!.customerId,
      interactionId: late!.interactionId,
      attachmentId: late!.id,
    };
    await agent.customers.removeAttachment({ params }, { ifMatch: 2 });
    await admin.privacy.createErasure({ body: { customerId: erased!.customerId, reason: 'Asked' } });
    await cloud.idle();
    expect(await upload()).toEqual([204, 204]);
    expect(await there()).toEqual([true, true]);
    await cloud.advance({ duration: 'PT40M' });
    await cloud.idle();
    expect(await there()).toEqual([false, false]);
  });

  it('follows its customer through a merge', async () => {
    const file = await attached();
    const { body: other } = await manager.customers.createCustomer({ body: { name: '王芳芳' } });
    await manager.merges.mergeCustomers({
      params: { customerId: other.id },
      body: { customerId: file.customerId },
    });
    const link = await linkOf({ ...file, customerId: other.id }, manager);
    expect(await (await fetch(link)).text()).toBe(content);
  });

  it('is for whoever sees the customer, and each time it is handed out stands in the trail', async () => {
    const { version, ...params } = await attached();
    expect(await refusal(colleague.customers.getAttachment({ params }))).toMatchObject({ status: 404 });
    expect(await refusal(analyst.customers.getAttachment({ params }))).toMatchObject({ status: 403 });
    const attach = manager.customers.attachFile({ params, body: offer });
    expect((await attach).status).toBe(201);
    await linkOf({ ...params, version });
    await linkOf({ ...params, version });
    await cloud.idle();
    const { body } = await admin.audit.listAudit({ query: { record: params.attachmentId } });
    const told = body.items;
    const entry = { type: 'attachment.handed-out', actor: { id: 'wang.fang' } };
    expect(told).toMatchObject([entry, entry]);
  });

  it('is one of ten at most, and not there by another id', async () => {
    const params = await contact();
    for (let made = 0; made < 10; made += 1) await agent.customers.attachFile({ params, body: offer });
    expect(await refusal(agent.customers.attachFile({ params, body: offer }))).toMatchObject({ status: 422 });
    const attachmentId = 'attachment_01jd3x5y9hf1bvt6w0k2m4n8pq';
    expect(
      await refusal(agent.customers.removeAttachment({ params: { ...params, attachmentId } }, any)),
    ).toMatchObject({ status: 404 });
  });
});
