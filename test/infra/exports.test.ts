import { describe, expect, it } from 'vitest';
import { brokenImports } from './deployment-order.ts';
import { synthesize } from './synthesis.ts';

/** Settings that somebody may change from one deployment to the next, in any order. */
const choices: Record<string, Record<string, unknown>> = {
  'as it comes': {},
  'a key of AWS': { encryption: 'aws-owned' },
  'an address of its own': { publicUrl: 'https://crm.example.com/api' },
  'a domain name': {
    publicUrl: 'https://crm.example.com',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d',
  },
  'another issuer': { issuer: 'https://login.example.com', audience: 'rapport', deskClientId: 'desk' },
  'a mail identity that is there': { mailIdentity: 'existing' },
  'sign-in mail by SES': { signInMail: 'ses' },
  'a program in which people sign in': { signInUrls: 'https://console.example.com' },
  'mail by SMTP': { smtpServer: 'smtp://mail.example.com:587' },
  'alarms that ring': { alarmActions: 'all', alarmEmail: 'ops@example.com' },
  'a region that lacks much': { tracing: 'off', architecture: 'x86_64', recursionDetection: 'off' },
  'reserved concurrency': { concurrency: 'reserved' },
};

const deployments = await Promise.all(
  Object.entries(choices).map(async ([name, context]) => ({ name, synthesis: await synthesize(context) })),
);
const [usual] = deployments;

describe('exports', () => {
  it.each(deployments.map((each) => [each.name, each] as const))(
    'are the same with %s, stack by stack',
    (_, { synthesis }) => {
      for (const { name, exports } of synthesis.stacks) {
        expect(exports, name).toEqual(usual!.synthesis.stacks.find((each) => each.name === name)?.exports);
      }
    },
  );

  it('are of the first three stacks only', () => {
    const exporting = usual!.synthesis.stacks.filter(({ exports }) => exports.length > 0);
    expect(exporting.map(({ name }) => name)).toEqual(['data', 'identity', 'gateway']);
  });

  it.each(deployments.map((each) => [each.name, each] as const))(
    'are never taken back while in use, on the way to %s and from there',
    (_, { synthesis }) => {
      for (const other of deployments) {
        expect(brokenImports(other.synthesis, synthesis), `from ${other.name}`).toEqual([]);
      }
    },
  );
});
