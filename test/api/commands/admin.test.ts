/** The first administrator, made by the command, and signed in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownCloud } from '../../support/cloud.ts';
import { runCommand } from '../../support/command.ts';
import { createVisitor } from '../../support/visitor.ts';

let cloud: Awaited<ReturnType<typeof ownCloud>>;
beforeAll(async () => {
  cloud = await ownCloud();
});
afterAll(() => cloud?.close());

const admin = (stage: string, ...more: string[]) =>
  runCommand(
    'infra/commands/admin.ts',
    ['--email', 'First.Admin@example.com', '--url', cloud.url, '--stage', stage, ...more],
    {
      AWS_ENDPOINT_URL: cloud.endpointUrl,
      AWS_REGION: cloud.local.cloud.region,
      ...{ AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'operator', RAPPORT_TOKEN: '' },
    },
  );

describe('npm run admin', () => {
  it('makes somebody who signs in and may do everything, once however often it runs', async () => {
    const first = await admin('local', '--name', 'First Admin', '--language', 'en');
    expect(first.output).toContain('is among the staff');
    expect(first.code).toBe(0);
    // The desk lets people return to one address, whatever other names the API has.
    const another = cloud.url.replace('127.0.0.1', 'localhost');
    const again = await admin('local', '--name', 'Another Name', '--url', another);
    expect(again.output).toContain(`can sign in at ${cloud.url}/desk\n`);
    expect(again.output).toContain('was in the user pool already');
    expect(again.output).toContain('has a new mail with a temporary password');
    expect(again.output).toContain('was among the staff already');
    expect(again.code).toBe(0);

    const someone = createVisitor(cloud.url);
    const choice = await someone.follow('/desk');
    const [, subject = ''] = /value="([0-9a-f-]{36})">First Admin \(admin\)/.exec(choice.page) ?? [];
    const shown = await someone.signIn(subject);
    expect(shown.status).toBe(200);
    expect(shown.page).toContain('First Admin');
    const { body } = await (await cloud.as('chen.jing')).staff.getStaff({ params: { staffId: subject } });
    expect(body).toMatchObject({ name: 'First Admin', language: 'en', active: true });

    const { name, email, language } = body;
    const left = { name, email, language, skills: ['returns'], active: false };
    const putStaff = (await cloud.as('li.na')).staff.putStaff;
    await putStaff({ params: { staffId: subject }, body: left }, { ifMatch: body.version });
    expect((await admin('local')).output).toContain('works here again');
    const back = await (await cloud.as('chen.jing')).staff.getStaff({ params: { staffId: subject } });
    expect(back.body).toMatchObject({ ...left, active: true });
  });

  it('says what to do where there is no such stage', async () => {
    const outcome = await admin('nowhere');
    expect(outcome.code).toBe(1);
    expect(outcome.output).toContain('There is no user pool rapport-nowhere-people');
    expect(outcome.output).not.toMatch(/\n\s+at /);
  });
});
