import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { constructIdOf, findEntryPoints } from '../../infra/bundling.ts';
import { synthesize, target } from './synthesis.ts';

// With everything that a setting adds.
const { ofType } = await synthesize({
  smsFrom: 'arn:aws:sms-voice:eu-central-1:111122223333:pool/pool-0123',
});
const functions = ofType('AWS::Lambda::Function');
const cases = functions.map((each) => [each.logicalId, each] as const);

describe('functions', () => {
  it('are exactly the entry points', () => {
    const entryPoints = [...findEntryPoints().keys()].map(constructIdOf).sort();
    expect(functions.map((each) => each.logicalId).sort()).toEqual(entryPoints);
  });

  it('wait for no answers where texts come from a sender id, which takes none', async () => {
    const smsFrom = 'arn:aws:sms-voice:eu-central-1:111122223333:sender-id/Rapport/GB';
    const ofSenderId = (await synthesize({ smsFrom })).ofType('AWS::Lambda::Function');
    const left = functions.filter(
      (each) => !ofSenderId.some(({ logicalId }) => logicalId === each.logicalId),
    );
    expect(left.map(({ logicalId }) => logicalId)).toEqual(['MessagingReplies']);
  });

  it.each(cases)(
    '%s runs on arm64 and Node 24, with memory, timeout and purpose of its own',
    (id, { Properties }) => {
      expect(Properties).toMatchObject({
        Architectures: ['arm64'],
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        MemorySize: expect.any(Number),
        Timeout: expect.any(Number),
        Description: expect.stringContaining('When it fails: '),
      });
      expect(Properties.Description.length, id).toBeLessThanOrEqual(256);
      expect(Properties.Environment.Variables.NODE_OPTIONS).toBe('--enable-source-maps');
    },
  );

  it('are stopped and given back their concurrency by the page for those who run the system', async () => {
    const page = readFileSync('docs/operations.md', 'utf8');
    const reserved = (await synthesize({ concurrency: 'reserved' }))
      .ofType('AWS::Lambda::Function')
      .filter(({ Properties }) => Properties.ReservedConcurrentExecutions !== undefined);
    expect(reserved.length).toBeGreaterThan(0);
    for (const { Properties } of reserved) {
      const name = Properties.FunctionName.replace('rapport-dev-', 'rapport-prod-');
      const executions = Properties.ReservedConcurrentExecutions;
      expect(page).toContain(`--reserved-concurrent-executions ${executions} --function-name ${name}\n`);
    }
    // The others have a mapping, which is disabled instead: a message that a throttled consumer gets counts as tried.
    const mapped = ofType('AWS::Lambda::EventSourceMapping').map((each) =>
      target(each.Properties.FunctionName),
    );
    const unmapped = functions.filter(({ logicalId }) => !mapped.includes(logicalId));
    const named = /^ *HTTP='(.+)'$/m
      .exec(page)?.[1]
      ?.split(' ')
      .map((part) => `rapport-dev-${part}`);
    expect(named?.sort()).toEqual(unmapped.map(({ Properties }) => Properties.FunctionName).sort());
  });

  it('are traced, but for the sweep that runs every minute whether there is work or not', () => {
    const traced = functions.filter((each) => each.Properties.TracingConfig?.Mode === 'Active');
    const others = functions.filter((each) => !traced.includes(each));
    expect(traced.length).toBeGreaterThan(10);
    expect(others.map((each) => each.logicalId)).toEqual(['PlatformDueSweep']);
    expect(others[0]?.Properties).not.toHaveProperty('TracingConfig');
  });

  it.each(cases)('%s logs to a group of its own, which forgets', (_, { Properties }) => {
    const group = ofType('AWS::Logs::LogGroup').find(
      (each) => each.logicalId === target(Properties.LoggingConfig.LogGroup),
    );
    expect(group?.Properties.RetentionInDays).toBe(30);
  });

  it('may follow themselves in a chain only where pages are chained and mails wait for their turn', () => {
    const chained = functions.filter((each) => each.Properties.RecursiveLoop === 'Allow');
    expect(chained.map((each) => each.logicalId)).toEqual([
      'PlansPlanning',
      'ForecastsFitting',
      'SegmentsFilling',
      'MessagingSending',
      'MessagingReplies',
      'ReindexingWalking',
      'ImportsWork',
      'CorrectionsWork',
      'ListsJobs',
      'HandoversMoving',
      'AnswerExportsMaking',
      'CampaignsRuns',
    ]);
  });

  it('answer within the time that the gateway waits', () => {
    const http = functions.filter(
      (each) => each.logicalId.endsWith('Http') || each.logicalId === 'ResponsesAnswer',
    );
    expect(http.length).toBeGreaterThan(0);
    expect(http.filter((each) => each.Properties.Timeout > 29)).toEqual([]);
  });

  it('set nothing aside in an account of ordinary size', () => {
    expect(functions.filter((each) => 'ReservedConcurrentExecutions' in each.Properties)).toEqual([]);
  });

  it('that the public can reach and that send mail are bounded where the account allows it', async () => {
    const reserved = (await synthesize({ concurrency: 'reserved' }))
      .ofType('AWS::Lambda::Function')
      .filter((each) => 'ReservedConcurrentExecutions' in each.Properties);
    expect(reserved.map((each) => each.logicalId).sort()).toEqual(['MessagingSending', 'ResponsesAnswer']);
  });

  it('do without what a region lacks', async () => {
    const other = await synthesize({ tracing: 'off', architecture: 'x86_64', recursionDetection: 'off' });
    for (const { Properties, logicalId } of other.ofType('AWS::Lambda::Function')) {
      expect(Properties.Architectures, logicalId).toEqual(['x86_64']);
      expect(Properties, logicalId).not.toHaveProperty('RecursiveLoop');
      expect(Properties, logicalId).not.toHaveProperty('TracingConfig');
    }
    const policies = JSON.stringify(other.ofType('AWS::IAM::Policy'));
    expect(policies).not.toContain('xray:');
  });
});
