/** From a customer to a bounced mail: API, table, stream, bus, queues, schedules, SES and its events. */
import type * as contracts from '../../../functions/contracts.ts';
import type { Client } from '../../../shared/contract/client.ts';

export interface Smoke {
  readonly client: Client<typeof contracts>;
  /** Told of each thing that works. */
  say(line: string): void;
  now(): Promise<Date>;
  /** Lets some time pass. */
  wait(): Promise<void>;
}

/** Ends a step that never comes true. */
const patienceMinutes = 15;

/** Throws, saying what did not happen; cleans up in any case. */
export async function mailCampaign(smoke: Smoke): Promise<void> {
  const { client, say } = smoke;
  const { body: present } = await client.customers.listCustomers({ query: { limit: 1 } });
  say('the token is taken');
  if (present.items.length > 0) {
    throw new Error('There are customers already, and a campaign would ask them all. Nothing was changed.');
  }
  const cleaning: (() => Promise<unknown>)[] = [];
  try {
    await createAndMail(smoke, cleaning);
  } finally {
    for (const clean of cleaning.toReversed()) await clean();
    if (cleaning.length > 0) say('what was made is deleted or closed');
  }
}

async function createAndMail(smoke: Smoke, cleaning: (() => Promise<unknown>)[]): Promise<void> {
  const { client, say } = smoke;
  const label = (await smoke.now()).valueOf().toString(36);
  const { body: customer } = await client.customers.createCustomer({
    // Labels tell mails apart: https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html
    body: {
      ...{ name: 'Smoke test', email: `bounce+${label}@simulator.amazonses.com`, language: 'en' },
      // One of an earlier run may still be there.
      createAnyway: true,
    },
  });
  const customerId = customer.id;
  cleaning.push(async () => {
    const { body } = await client.customers.getCustomer({ params: { customerId } });
    await client.customers.deleteCustomer({ params: { customerId } }, { ifMatch: body.version });
  });
  say('a customer is created');
  await until(smoke, 'the customer is in the list', async () => {
    const { body } = await client.customers.listCustomers({ query: { limit: 100 } });
    return body.items.some(({ id }) => id === customerId);
  });

  const { body: survey } = await client.surveys.createSurvey({ body: smokeSurvey });
  const surveyId = survey.id;
  cleaning.push(async () => {
    const { body } = await client.surveys.getSurvey({ params: { surveyId } });
    const params = { surveyId };
    await client.surveys.patchSurvey({ params, body: { status: 'closed' } }, { ifMatch: body.version });
  });
  const campaignId = await startSoon(smoke, surveyId);
  cleaning.push(async () => {
    const { body } = await client.campaigns.getCampaign({ params: { campaignId } });
    await client.campaigns.deleteCampaign({ params: { campaignId } }, { ifMatch: body.version });
  });
  await until(smoke, 'the campaign has its schedule', async () => {
    const { body } = await client.campaigns.getCampaign({ params: { campaignId } });
    return body.schedulingState === 'scheduled';
  });
  const runs = async () =>
    (await client.results.listCampaignRuns({ params: { campaignId }, query: {} })).body.items;
  await until(smoke, 'the campaign has fired, and a mail is planned', async () =>
    (await runs()).some(({ planned }) => planned > 0),
  );
  await until(smoke, 'the mail has left, has bounced, and that is counted', async () =>
    (await runs()).some(({ bounced }) => bounced > 0),
  );
}

const smokeSurvey = {
  name: 'Smoke test',
  status: 'open' as const,
  languages: ['en' as const],
  defaultLanguage: 'en' as const,
  title: { en: 'Smoke test' },
  questions: [
    {
      kind: 'nps' as const,
      id: 'recommend',
      required: true,
      text: { en: 'Does it work?' },
    },
  ],
};

/** Every day at the minute after the next two: no campaign may come more often. */
async function startSoon({ client, now }: Smoke, surveyId: string): Promise<string> {
  const at = new Date((await now()).valueOf() + 3 * 60_000);
  const cron = `${at.getUTCMinutes()} ${at.getUTCHours()} * * ? *`;
  const schedule = { cron, timeZone: 'UTC' };
  const { body } = await client.campaigns.createCampaign({
    body: { surveyId, name: 'Smoke test', schedule },
  });
  return body.id;
}

export async function until(smoke: Smoke, what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = (await smoke.now()).valueOf() + patienceMinutes * 60_000;
  while (!(await holds())) {
    if ((await smoke.now()).valueOf() > end) {
      throw new Error(
        `Within ${patienceMinutes} minutes it did not come true that ${what}. See docs/operations.md.`,
      );
    }
    await smoke.wait();
  }
  smoke.say(what);
}
