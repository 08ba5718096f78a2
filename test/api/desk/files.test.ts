/** Files that belong to contacts, at the desk: attached, shown, downloaded and removed, without a script. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { hiddenFields, signedInAt } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let api: Api;
beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T02:00:00Z') });
  api = await cloud.as('li.na', 3);
});
afterAll(() => cloud?.close());

type Visitor = Awaited<ReturnType<typeof signedIn>>;

const signedIn = (person: string) => signedInAt(cloud.url, person);

/** Sends a form with a file, as a browser does. */
async function sendFile(
  visitor: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
  file?: File,
) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', file ?? new File([], ''));
  const response = await fetch(new URL(path, cloud.url), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: {
      accept: 'text/html',
      origin: cloud.url,
      'sec-fetch-site': 'same-origin',
      cookie: [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    },
  });
  const location = response.headers.get('location') ?? '';
  return { status: response.status, location, page: await response.text() };
}

/** The hidden fields of the form that has this button. */
function formWith(page: string, button: string, path: string): Record<string, string> {
  const form = page.split('<form').find((each) => each.includes(`value="${button}"`)) ?? '';
  return { ...hiddenFields(`<form${form}`, path), action: button } as Record<string, string>;
}

const created = async () =>
  (await api.customers.createCustomer({ body: { name: 'Ada Files', owner: 'wang.fang' } })).body.id;

async function contactsOf(customerId: string) {
  const query = { type: 'interaction.recorded' };
  return (await api.customers.listTimeline({ params: { customerId }, query })).body.items;
}

const pdf = '%PDF-1.7 an offer';
const contact = {
  channel: 'chat',
  direction: 'inbound',
  service: 'wechat',
  subject: 'Wants an offer',
  text: '',
  at: '',
};

describe('files at the desk', () => {
  it('come with a contact, are downloaded from the timeline, and go again', async () => {
    const id = await created();
    const agent = await signedIn('wang.fang');
    const path = `/desk/customers/${id}`;
    const profile = (await agent.ask(path)).page;
    const fields = { ...formWith(profile, 'record', `${path}#record`), ...contact };
    const wrong = await sendFile(agent, path, fields, new File(['x'], 'program.exe'));
    expect([wrong.status, wrong.page.includes('id="file-violation"')]).toEqual([400, true]);
    expect(wrong.page).toContain('value="Wants an offer"');
    expect((await sendFile(agent, path, fields, new File([], 'empty.pdf'))).page).toContain(
      'This file is empty.',
    );
    expect(await contactsOf(id)).toEqual([]);
    for (const _ of ['once', 'pressed twice'])
      expect((await sendFile(agent, path, fields, new File([pdf], '报价单.pdf'))).location).toBe(
        `${path}?done=recorded#timeline`,
      );
    const [made] = await contactsOf(id);
    const attachments = made?.data.attachments as readonly { readonly id: string }[];
    expect(attachments).toMatchObject([{ name: '报价单.pdf', type: 'application/pdf', bytes: pdf.length }]);
    const place = `${path}/contacts/${made?.id}`;
    const download = `${place}/files/${attachments[0]?.id}`;
    const { page } = await agent.ask(path);
    expect(page).toContain(`<a href="${download}" aria-label="Download 报价单.pdf">报价单.pdf</a> (17 byte`);
    expect(page).toContain('Contact · Chat · WeChat · from the customer');
    const sent = await agent.ask(download);
    expect(sent.status).toBe(303);
    expect(await (await fetch(sent.location ?? '')).text()).toBe(pdf);
    await cloud.idle();
    const { body: trail } = await api.audit.listAudit({ query: { record: attachments[0]?.id ?? '' } });
    expect(trail.items).toMatchObject([{ type: 'attachment.handed-out', actor: { id: 'wang.fang' } }]);
    expect((await (await signedIn('david.brown')).ask(download)).status).toBe(404);
    expect((await (await signedIn('zhao.wei')).ask(download)).status).toBe(403);

    const shown = (await agent.ask(place)).page;
    const removed = await agent.ask(place, { form: formWith(shown, 'detach', place) });
    expect(removed.location).toBe(`${place}?done=detached`);
    expect((await agent.ask(removed.location ?? '')).page).not.toContain(download);
    const later = (await agent.ask(path)).page;
    expect(later).toContain('File removed: 报价单.pdf');
    expect(later).not.toContain(download);
  });

  it('are attached later on; larger ones go from the browser to the bucket', async () => {
    const customerId = await created();
    const body = { channel: 'call', direction: 'inbound', subject: 'Called' } as const;
    const { body: made } = await api.customers.recordInteraction({ params: { customerId }, body });
    const manager = await signedIn('li.na');
    const place = `/desk/customers/${customerId}/contacts/${made.id}`;
    const { page } = await manager.ask(place);
    const fields = formWith(page, 'attach', place);
    const none = await sendFile(manager, place, fields);
    expect([none.status, none.page.includes('Choose a file.')]).toEqual([400, true]);
    const sent = await sendFile(manager, place, fields, new File(['hello'], 'Notes.TXT'));
    expect(sent.location).toBe(`${place}?done=attached`);
    const after = (await manager.ask(sent.location)).page;
    expect(after).toContain('The file is attached.');
    expect(after).toContain('Notes.TXT');

    const larger = formWith(after, 'larger', place);
    const wrong = await manager.ask(place, { form: { ...larger, fileName: 'film' } });
    expect([wrong.status, wrong.page.includes('id="fileName-violation"')]).toEqual([400, true]);
    const form = await manager.ask(place, { form: { ...larger, fileName: 'film.mp4' } });
    const target = /<form method="post" action="(http[^"]+)" enctype/.exec(form.page)?.[1] ?? '';
    expect(form.headers.get('content-security-policy')).toContain(
      `form-action 'self' ${new URL(target).origin};`,
    );
    const begun = await api.customers.getInteraction({ params: { customerId, interactionId: made.id } });
    const early = await manager.ask(`${place}/files/${begun.body.attachments?.[1]?.id}`);
    expect([early.status, early.page.includes('was not uploaded')]).toEqual([422, true]);
    const signed = new FormData();
    for (const [name, value] of Object.entries(hiddenFields(form.page, target)))
      signed.set(name, String(value));
    const film = new Uint8Array(1_500_000);
    signed.set('file', new File([film], 'film.mp4'));
    expect((await fetch(target, { method: 'POST', body: signed })).status).toBe(204);
    const { body: read } = await api.customers.getInteraction({
      params: { customerId, interactionId: made.id },
    });
    const [, last] = read.attachments ?? [];
    expect(last).toEqual({
      ...{ id: last?.id, name: 'film.mp4', type: 'video/mp4', addedBy: 'li.na', addedAt: last?.addedAt },
    });
    const { location = '' } = await manager.ask(`${place}/files/${last?.id}`);
    expect((await (await fetch(location)).arrayBuffer()).byteLength).toBe(film.length);
  });
});
