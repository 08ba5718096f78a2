/** The product's own stacks with one permission taken away everywhere: what a caller and the test run see of it. */
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoIdentities } from '../../infra/demo/people.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import { startLocalCloud } from '../../infra/local/local-cloud.ts';
import { cloudAt } from '../support/cloud.ts';
import { closeAndReport } from '../support/iam-reports.ts';

const taken = 'dynamodb:PutItem';
let assembly: string;
beforeAll(async () => {
  const whole = await buildAssembly();
  assembly = `${whole}-without-${process.pid}`;
  cpSync(whole, assembly, { recursive: true });
  for (const file of readdirSync(assembly).filter((name) => name.endsWith('.template.json'))) {
    const template = JSON.parse(readFileSync(path.join(assembly, file), 'utf8'));
    for (const { Type, Properties } of Object.values<{ Type: string; Properties: Policy }>(
      template.Resources,
    )) {
      if (Type === 'AWS::IAM::Policy') takeAway(Properties);
    }
    writeFileSync(path.join(assembly, file), JSON.stringify(template));
  }
});
afterAll(() => rmSync(assembly, { recursive: true, force: true }));

interface Policy {
  PolicyDocument: { Statement: { Action: string | string[] }[] };
}

function takeAway({ PolicyDocument }: Policy): void {
  PolicyDocument.Statement = PolicyDocument.Statement.map((statement) => ({
    ...statement,
    Action: [statement.Action].flat().filter((action) => action !== taken),
  })).filter(({ Action }) => Action.length > 0);
}

it('a missing permission fails the request, stands in the report, and fails the test that met it', async () => {
  const local = await startLocalCloud({ assembly, identities: demoIdentities });
  const manager = await cloudAt(local).as('li.na');
  await expect(manager.customers.createCustomer({ body: { name: '王芳' } })).rejects.toMatchObject({
    status: 500,
  });
  const denied = Object.values(local.access.report()).flatMap((report) => report.denied);
  expect(denied).toMatchObject([
    {
      action: taken,
      resource: expect.stringContaining(':table/'),
      reason: expect.stringContaining('no policy allows'),
    },
  ]);
  await expect(closeAndReport(local)).rejects.toThrow(/Permissions are missing:\n.*dynamodb:PutItem/);
});
