/** What one more invitation costs, from the page of the audience to the mail that went out. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { instantAfter } from '../../../shared/time/clock.ts';
import { type Api, ownCloud } from '../../support/cloud.ts';
import { newSurvey } from '../../support/samples.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
let manager: Api;
let surveyId: string;

// Each try begins with nobody.
beforeEach(async () => {
  cloud = await ownCloud();
  manager = await cloud.as('li.na', 3);
  const { body } = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  surveyId = body.id;
});
afterEach(() => cloud?.close());

async function addCustomers(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const email = `${crypto.randomUUID().slice(0, 13)}@example.test`;
    await manager.customers.createCustomer({ body: { name: 'Ann', email, language: 'en' } });
  }
  await cloud.idle();
}

/** Runs a campaign over everybody; answers the write units of all functions and how many mails went out. */
async function runCampaign(): Promise<{ writeUnits: number; mails: number }> {
  const at = instantAfter((await cloud.now()).toISOString(), { minutes: 10 });
  const schedule = { at: at.slice(0, 16), timeZone: 'UTC' };
  await manager.campaigns.createCampaign({ body: { surveyId, name: 'Once', schedule } });
  await cloud.idle();
  const before = (await cloud.inbox()).length;
  await cloud.resetMeter();
  await cloud.advance({ to: at });
  await cloud.idle();
  const { functions } = await cloud.meter();
  const units = Object.values(functions).map(({ writeUnits }) => writeUnits);
  return {
    writeUnits: units.reduce((sum, each) => sum + each, 0),
    mails: (await cloud.inbox()).length - before,
  };
}

// On a busy machine messages gather in smaller batches, whose own writes count then: the best of three tells.
it('an invitation costs at most 16 write units from plan to sent', {
  retry: 2,
  timeout: 120_000,
}, async () => {
  await addCustomers(2);
  const two = await runCampaign();
  await addCustomers(10);
  // The first two are asked again only after a week.
  await cloud.advance({ duration: 'P7D' });
  const twelve = await runCampaign();
  expect([two.mails, twelve.mails]).toEqual([2, 12]);
  const each = (twelve.writeUnits - two.writeUnits) / 10;
  expect(each).toBeGreaterThan(0);
  expect(each).toBeLessThanOrEqual(16);
});
