/** Planning the invitations of a run, on the real engine. */
import { ScanCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageCounts } from '../../../functions/contact/messaging/index.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { customerId } from '../../../functions/customers/customers/customers.schema.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import type { AudiencePage } from '../../../functions/surveys/campaigns/campaigns.messages.ts';
import { campaignId, runId } from '../../../functions/surveys/campaigns/campaigns.schema.ts';
import { createInvitationReader, invitationAnswered } from '../../../functions/surveys/invitations/index.ts';
import { invitationRenderer } from '../../../functions/surveys/invitations/invitations.mail.ts';
import { createInvitationsStore } from '../../../functions/surveys/invitations/invitations.store.ts';
import { planInvitations } from '../../../functions/surveys/invitations/operations/plan-invitations.ts';
import type { Survey } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { linksOf } from '../../../shared/messaging/links.ts';
import { insert } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import type { Language } from '../../../shared/values/language.ts';
import { aSurvey, at, brand, links, origin, secretVersions } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

const site = 'https://rapport.example';

let engine: TestTable;
let surveys: ReturnType<typeof createSurveysStore>;

beforeAll(async () => {
  engine = await startTable();
  surveys = createSurveysStore(engine.table);
});
afterAll(() => engine?.close());

async function aCustomer(language: Language, deletedAt?: string): Promise<string> {
  const id = newId(customerId);
  const customer = {
    ...{ id, version: 1, kind: 'person' as const, name: '王芳', language, timeZone: 'Asia/Shanghai' },
    ...{ stage: 'potential' as const, owner: null, tags: [], externalIds: [], createdAt: at, updatedAt: at },
    ...(deletedAt === undefined ? {} : { deletedAt }),
  };
  await engine.table.commit([insert(customerItem, customer as never, { onConflict: 'retry' })]);
  return id;
}

async function aPage(customerIds: string[], survey: Survey = aSurvey()): Promise<AudiencePage> {
  await engine.table.commit(surveys.create(survey, origin()));
  const ids = { runId: newId(runId), campaignId: newId(campaignId), surveyId: survey.id };
  const until = { startedAt: at, expiresAt: '2026-12-23T01:00:00.000Z' };
  return { ...ids, ...until, channel: 'email', customerIds };
}

function plan(page: AudiencePage, secrets = links, instant = at) {
  return planInvitations(page, {
    invitations: createInvitationsStore(engine.table),
    surveys,
    customers: createCustomerReader(engine.table),
    links: secrets,
    origin: { ...origin(instant), actor: { kind: 'system', id: 'invitations-planning' } },
  });
}

/** Every record that stands for a run, by the type of its item. */
async function planned({ runId: run, customerIds }: AudiencePage) {
  const { Items = [] } = await engine.client.send(new ScanCommand({ TableName: engine.name }));
  const own = Items.filter(
    (item) => JSON.stringify(item).includes(run) || customerIds.includes(item.recipient?.id),
  );
  return {
    invitations: own.filter(({ type }) => type === 'invitation'),
    messages: own.filter(({ type }) => type === 'message'),
    contents: own.filter(({ pk }) => pk === `CONTENT#${run}`),
    runs: own.filter(({ type }) => type === 'invitation-run'),
  };
}

describe('planning', () => {
  it('makes for each customer one invitation and one message, in their language if the survey has it', async () => {
    const customers = [await aCustomer('en'), await aCustomer('zh-CN')];
    const survey = aSurvey({ languages: ['zh-CN'], title: { 'zh-CN': '您的购买体验' } });
    const both = await aPage(customers);
    const chineseOnly = await aPage(customers, survey);
    for (const [page, languages] of [
      [both, ['en', 'zh-CN']],
      [chineseOnly, ['zh-CN', 'zh-CN']],
    ] as const) {
      await plan(page);
      const { invitations, messages, contents } = await planned(page);
      for (const [index, id] of customers.entries()) {
        const language = languages[index];
        const ids = { campaignId: page.campaignId, surveyId: page.surveyId, runId: page.runId };
        expect(invitations.filter((each) => each.customerId === id)).toMatchObject([
          { ...ids, language, version: 1, plannedAt: at, expiresAt: page.expiresAt },
        ]);
        expect(
          messages.filter((each) => each.content === page.runId && each.recipient.id === id),
        ).toMatchObject([
          {
            ...{ language, template: 'survey-invitation', purpose: 'surveys', channel: 'email', data: {} },
            ...{
              topics: [page.campaignId, page.surveyId],
              expiresAt: page.expiresAt,
              correlationId: page.runId,
            },
          },
        ]);
      }
      expect(contents).toHaveLength(1);
    }
  });

  it('keeps of a link only the hash, and the token that is sent finds the invitation', async () => {
    const page = await aPage([await aCustomer('en')]);
    await plan(page);
    const { invitations, messages, contents } = await planned(page);
    const { secretVersion, subject } = messages[0]!.link;
    const token = await links.tokenOf(secretVersion, subject);
    const reader = createInvitationReader(engine.table);
    expect((await reader.findByToken(token))?.id).toBe(invitations[0]?.id);
    expect(await reader.findByToken(await links.tokenOf(secretVersions.second, subject))).toBeUndefined();
    expect(JSON.stringify({ invitations, messages, contents })).not.toContain(token);
  });

  it('shares the words of the mail among all messages of the run', async () => {
    const page = await aPage([await aCustomer('en')]);
    await plan(page);
    const { contents } = await planned(page);
    const mail = invitationRenderer.render({
      ...{ content: contents[0]?.content, data: {}, recipient: { name: 'Ann', language: 'en' as const } },
      links: linksOf('https://rapport.example', 'token'),
      ...{ site, brand },
    });
    expect(mail.subject).toBe('Your purchase');
  });

  it('plans nothing twice, however often and at once a page comes and whatever has changed meanwhile', async () => {
    const customers = await Promise.all([1, 2, 3, 4, 5].map(() => aCustomer('en')));
    const page = await aPage(customers);
    await Promise.all([plan(page), plan(page), plan({ ...page, customerIds: customers.slice(2) })]);
    const before = await planned(page);
    const renamed = await surveys.get(page.surveyId);
    const after = {
      ...renamed,
      version: 2,
      languages: ['zh-CN' as const],
      defaultLanguage: 'zh-CN' as const,
    };
    await engine.table.commit(surveys.change(renamed, after, origin()));
    const rotated = { ...links, currentVersion: async () => secretVersions.second };
    await plan(page, rotated, '2026-11-23T01:09:00.000Z');
    expect(before.invitations).toHaveLength(5);
    expect(before.messages).toHaveLength(5);
    expect(before.runs).toHaveLength(1);
    expect(await planned(page)).toEqual(before);
    const counts = await createMessageCounts(engine.table).ofGroups([page.runId]);
    expect(counts.get(page.runId)).toMatchObject({ planned: 5, sent: 0 });
  });

  it('does not plan an answered invitation again', async () => {
    const page = await aPage([await aCustomer('en')]);
    await plan(page);
    const { messages } = await planned(page);
    const token = await links.tokenOf(secretVersions.first, messages[0]?.link.subject);
    const invitation = await createInvitationReader(engine.table).findByToken(token);
    await engine.table.commit([invitationAnswered(invitation!, 'response_01jd3x5y9hf1bvt6w0k2m4n8pq')]);
    await plan(page);
    expect((await planned(page)).invitations).toMatchObject([{ version: 2 }]);
  });

  it('leaves out who was deleted since', async () => {
    const present = await aCustomer('en');
    const page = await aPage([await aCustomer('en', at), newId(customerId), present]);
    await plan(page);
    const { invitations, messages } = await planned(page);
    expect(invitations.map((each) => each.customerId)).toEqual([present]);
    expect(messages).toHaveLength(1);
  });

  it('costs five write units a customer: two items below 1 KB in a transaction, the message in one index', async () => {
    const page = await aPage([await aCustomer('en')]);
    await plan(page);
    const { invitations, messages } = await planned(page);
    const copies = [...invitations, ...messages].map((record) => ({ ...record, pk: `${record.pk}#copy` }));
    const { ConsumedCapacity } = await engine.client.send(
      new TransactWriteCommand({
        TransactItems: copies.map((Item) => ({ Put: { TableName: engine.name, Item } })),
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );
    expect(copies).toHaveLength(2);
    expect(ConsumedCapacity?.[0]?.CapacityUnits).toBe(5);
  });
});
