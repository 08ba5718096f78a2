/** What an operator reads who has no AWS account at hand yet, or called a command wrongly. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { inWords } from '../../infra/commands/run-command.ts';
import { isLocal } from '../../infra/commands/target.ts';
import { runCommand } from '../support/command.ts';

const nobody = {
  HOME: mkdtempSync(path.join(tmpdir(), 'home-')),
  AWS_EC2_METADATA_DISABLED: 'true',
  ...{ AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_PROFILE: undefined },
  ...{ AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_ENDPOINT_URL: undefined },
};
const restore = [
  '--from',
  'restored',
  '--to',
  'table',
  '--tombstones',
  'bucket',
  '--moment',
  '2026-11-25T08:30:00Z',
];

describe('a command', () => {
  it('that is given no address as an address says what one looks like', () => {
    for (const wrong of ['rapport.example', 'ftp://rapport.example', 'http://']) {
      expect(() => isLocal(wrong), wrong).toThrow(/is not the address of an API, which is e\.g\. http:/);
    }
  });

  it.each([
    ['redrive', ['--stage', 'prod'], 1, /No AWS region is set\..*AWS_REGION=eu-central-1/],
    ['redrive', ['--stgae', 'prod'], 2, /Usage: npm run redrive[\s\S]*\n\nUnknown option '--stgae'/],
    ['restore', restore, 2, /Usage: npm run restore[\s\S]*\n\ntable will be overwritten\. Say --yes/],
    [
      'admin',
      ['--email', 'nobody', '--url', 'https://x.example', '--stage', 'prod'],
      2,
      /Usage: npm run admin[\s\S]*--email by which/,
    ],
    ['preflight', ['--offlin'], 2, /Usage: npm run preflight[\s\S]*Unknown option '--offlin'/],
  ])('%s %j without an account says what to do', async (command, parameters, code, words) => {
    const outcome = await runCommand(`infra/commands/${command}.ts`, parameters, nobody);
    expect(outcome.output).toMatch(words);
    expect(outcome.output).not.toMatch(/\n\s+at /);
    expect(outcome.code).toBe(code);
  });

  it.each([
    [
      'without credentials',
      { credentials: async () => none() },
      /There are no AWS credentials\..*aws sso login/,
    ],
    ['where nothing answers', { endpoint: 'http://127.0.0.1:9' }, /AWS cannot be reached.*AWS_ENDPOINT_URL/],
  ])('that fails %s says so', async (_, settings, words) => {
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const sqs = new SQSClient({ region: 'eu-central-1', maxAttempts: 1, credentials, ...settings });
    const error = await sqs
      .send(new GetQueueUrlCommand({ QueueName: 'x' }))
      .catch((reason: unknown) => reason);
    expect(inWords(error)).toMatch(words);
  });
});

/** As the chain of the SDK ends when no link of it knows anything. */
function none(): never {
  const error = new Error('Could not load credentials from any providers');
  throw Object.assign(error, { name: 'CredentialsProviderError' });
}
