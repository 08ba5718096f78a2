/** `npm run smoke`, as the operator runs it after the first deployment: here against a local cloud that is as empty. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { scopeOf } from '../../shared/identity/principal.ts';
import { ownCloud } from '../support/cloud.ts';
import { runCommand } from '../support/command.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-23T01:00:00Z') });
});
afterAll(() => cloud?.close());

/** Of a client that may do what the smoke test does and nothing else, as good as Cognito's: 60 minutes. */
function machineToken(): Promise<string> {
  const { issuer, cloud: parts } = cloud.local;
  const clients = parts.template.ofType('AWS::Cognito::UserPoolClient');
  const clientId = clients.find(({ properties }) => properties.GenerateSecret === true)?.ref ?? '';
  const permissions = ['customers.read', 'customers.write', 'surveys.read', 'surveys.write'] as const;
  const scopes = permissions.map(scopeOf);
  return issuer.mint({ subject: clientId, clientId, scopes, expiresInSeconds: 3600 });
}

const smoke = (...options: string[]) => smokeWith({}, ...options);
const smokeWith = (variables: Record<string, string>, ...options: string[]) =>
  runCommand('infra/commands/smoke.ts', ['--url', cloud.url, ...options], {
    ...variables,
    AWS_ENDPOINT_URL: cloud.endpointUrl,
    AWS_REGION: cloud.local.cloud.region,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
  });

it('goes from a token to a bounce and an alarm, and leaves nothing behind', async () => {
  const { output, code } = await smokeWith({ RAPPORT_TOKEN: await machineToken() }, '--stage', 'local');
  expect(output).toContain('the mail has left, has bounced, and that is counted');
  expect(output).toContain('a message lies in rapport-local-undelivered-events for 25 minutes, until');
  expect(output).toContain('Everything works together.');
  expect(code).toBe(0);
  const mails = await cloud.inbox();
  expect(mails).toHaveLength(1);
  expect(mails[0]!.to.join()).toMatch(/bounce\+\w+@simulator\.amazonses\.com/);
  await cloud.idle();
  const manager = await cloud.as('li.na');
  expect((await manager.customers.listCustomers({ query: {} })).body.items).toEqual([]);
  expect((await manager.campaigns.listCampaigns({ query: {} })).body.items).toEqual([]);
  expect((await manager.surveys.listSurveys({ query: {} })).body.items).toMatchObject([{ status: 'closed' }]);
  expect((await cloud.queues()).flatMap(({ messages }) => messages)).toEqual([]);
  expect((await cloud.schedules()).filter(({ target }) => target.endsWith('campaigns-runs'))).toEqual([]);
});

it('asks nobody where there are customers already, and says what is missing', async () => {
  const manager = await cloud.as('li.na');
  await manager.customers.createCustomer({ body: { name: '王芳', email: 'wang@smoke.example' } });
  await cloud.idle();
  const refused = await smoke();
  expect(refused.output).toContain('a campaign would ask them all');
  expect(refused.code).toBe(1);
  expect(await cloud.inbox()).toHaveLength(1);
  const untold = await runCommand('infra/commands/smoke.ts', ['--url', 'https://rapport.example.com']);
  expect(untold.output).toContain('RAPPORT_TOKEN');
});
