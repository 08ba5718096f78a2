import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as declarations from '../../functions/declarations.ts';
import { synthesize, type TemplateResource, target } from './synthesis.ts';

const { ofType } = await synthesize();
const allQueues = ofType('AWS::SQS::Queue');
const mappings = ofType('AWS::Lambda::EventSourceMapping');
const deadLetterIds = new Set(
  allQueues.flatMap((each) => {
    const id = target(each.Properties.RedrivePolicy?.deadLetterTargetArn);
    return id === undefined ? [] : [id];
  }),
);
const isUndelivered = ({ Properties }: TemplateResource) => /-undelivered-/.test(Properties.QueueName);
const undelivered = allQueues.filter(isUndelivered);
const queues = allQueues.filter((each) => !deadLetterIds.has(each.logicalId) && !isUndelivered(each));
const deadLetters = allQueues.filter((each) => deadLetterIds.has(each.logicalId));
const byId = (id: string | undefined) =>
  [...allQueues, ...ofType('AWS::Lambda::Function')].find((each) => each.logicalId === id);
const named = (resources: readonly TemplateResource[]) =>
  resources.map(
    (each) => [String(each.Properties.QueueName ?? each.Properties.Name ?? each.logicalId), each] as const,
  );
const alarms = ofType('AWS::CloudWatch::Alarm');

function alarmOn(metric: string, dimension: string, value: unknown): TemplateResource | undefined {
  return alarms.find(
    ({ Properties }) =>
      Properties.MetricName === metric &&
      (Properties.Dimensions ?? []).some(
        (each: { Name: string; Value: unknown }) =>
          each.Name === dimension && JSON.stringify(each.Value) === JSON.stringify(value),
      ),
  );
}

/** The end of an ARN that is joined of references and texts. */
const nameInArn = (arn: unknown) => /:([\w-]+)"\]\]\}$/.exec(JSON.stringify(arn))?.[1];

describe('what AWS itself could not deliver', () => {
  it('is kept for 14 days, apart from messages of ours, and rings', () => {
    expect(named(undelivered).map(([name]) => name)).toEqual([
      'rapport-dev-undelivered-events',
      'rapport-dev-undelivered-firings',
    ]);
    for (const [name, { Properties }] of named(undelivered)) {
      expect(Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
      expect(Properties.RedriveAllowPolicy).toEqual({ redrivePermission: 'denyAll' });
      expect(alarmOn('ApproximateNumberOfMessagesVisible', 'QueueName', name)).toBeDefined();
    }
  });

  it('is written by nobody but rules of this stage, and by schedules in their role', () => {
    const [events] = undelivered;
    const policy = ofType('AWS::SQS::QueuePolicy').find(
      ({ Properties }) => target(Properties.Queues[0]) === events!.logicalId,
    )!;
    const [allowed, ...more] = policy.Properties.PolicyDocument.Statement.filter(
      ({ Effect }: { Effect: string }) => Effect === 'Allow',
    );
    expect(more).toEqual([]);
    expect(allowed.Principal).toEqual({ Service: 'events.amazonaws.com' });
    expect(JSON.stringify(allowed.Condition.ArnLike)).toContain(':rule/rapport-dev-*"');
  });
});

describe('queues', () => {
  it.each(named(queues))('%s keeps what fails five times, for 14 days', (_, { Properties }) => {
    expect(Properties.RedrivePolicy.maxReceiveCount).toBe(5);
    const dead = byId(target(Properties.RedrivePolicy.deadLetterTargetArn))!;
    expect(dead.Properties.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    expect(Properties.MessageRetentionPeriod).toBeLessThan(dead.Properties.MessageRetentionPeriod);
  });

  it.each(named(deadLetters))('%s takes dead letters of its own queue only', (_, { Properties }) => {
    expect(Properties.RedriveAllowPolicy.redrivePermission).toBe('byQueue');
    expect(JSON.stringify(Properties.RedriveAllowPolicy.sourceQueueArns)).toContain(
      `:${Properties.QueueName.replace(/-dead$/, '')}"`,
    );
  });

  it.each(named(allQueues))('%s is encrypted and refuses plain HTTP', (_, { logicalId, Properties }) => {
    expect(Properties.SqsManagedSseEnabled).toBe(true);
    const policy = ofType('AWS::SQS::QueuePolicy').find(
      (each) => target(each.Properties.Queues[0]) === logicalId,
    )!;
    expect(policy.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it.each(named(queues))('%s lets rules in that come later than its policy', (_, { logicalId }) => {
    const policy = ofType('AWS::SQS::QueuePolicy').find(
      (each) => target(each.Properties.Queues[0]) === logicalId,
    )!;
    const allowed = policy.Properties.PolicyDocument.Statement.filter(
      ({ Effect, Principal }: { Effect: string; Principal: { Service?: string } }) =>
        Effect === 'Allow' && Principal.Service === 'events.amazonaws.com',
    );
    expect(JSON.stringify(allowed.map(({ Condition }: { Condition: object }) => Condition))).toMatch(
      /^\[\{"ArnLike":\{"aws:SourceArn":.*:rule\/rapport-dev-\*"/,
    );
  });

  it.each(named(queues))('%s has an alarm for dead letters', (name) => {
    expect(alarmOn('ApproximateNumberOfMessagesVisible', 'QueueName', `${name}-dead`)).toBeDefined();
  });

  it('have an alarm for waiting messages where people notice that they wait', () => {
    const watched = alarms
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateAgeOfOldestMessage')
      .map(({ Properties }) => Properties.Dimensions[0].Value);
    expect(watched.sort()).toEqual([
      'rapport-dev-callbacks-events',
      'rapport-dev-callbacks-schedules',
      'rapport-dev-campaigns-runs',
      'rapport-dev-corrections-work',
      'rapport-dev-handovers-moving',
      'rapport-dev-imports-work',
      'rapport-dev-invitations-planning',
      'rapport-dev-messaging-sending',
    ]);
  });

  it.each(named(queues))('%s stands in the page for those who run the system', (name) => {
    const page = readFileSync('docs/operations.md', 'utf8');
    expect(page).toContain(`| \`${name.replace('rapport-dev-', '')}\` |`);
  });

  it.each(named(queues))('%s has exactly one consumer, with six times its timeout to finish', (_, queue) => {
    const consumers = mappings.filter((each) => target(each.Properties.EventSourceArn) === queue.logicalId);
    expect(consumers).toHaveLength(1);
    const { FunctionName, FunctionResponseTypes, ScalingConfig } = consumers[0]!.Properties;
    expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    expect(ScalingConfig.MaximumConcurrency).toBeGreaterThanOrEqual(2);
    expect(ScalingConfig.MaximumConcurrency).toBeLessThanOrEqual(10);
    const timeout = byId(target(FunctionName))!.Properties.Timeout;
    expect(queue.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(6 * timeout);
  });

  it('of bulk work give two jobs at once to functions that know their pace', () => {
    const paced = mappings.flatMap(({ Properties: { FunctionName, ScalingConfig } }) => {
      const fn = byId(target(FunctionName))!.Properties;
      const { BULK_PER_SECOND: pace } = fn.Environment.Variables;
      return pace === undefined ? [] : [[fn.FunctionName, pace, ScalingConfig.MaximumConcurrency]];
    });
    expect(paced.toSorted()).toEqual([
      ['rapport-dev-corrections-work', '30', 2],
      ['rapport-dev-forecasts-fitting', '30', 2],
      ['rapport-dev-imports-work', '30', 2],
      ['rapport-dev-plans-planning', '30', 2],
      ['rapport-dev-segments-filling', '30', 2],
    ]);
  });

  it('are read, and schedules fire, only once the role may do its work', () => {
    const waiting = [...mappings, ...ofType('AWS::Scheduler::Schedule')];
    expect(waiting.length).toBeGreaterThan(queues.length);
    for (const { logicalId, stack, Properties, DependsOn = [] } of waiting) {
      const fn = byId(target(Properties.FunctionName));
      const role = target(fn?.Properties.Role ?? Properties.Target?.RoleArn);
      const policies = ofType('AWS::IAM::Policy').filter(
        (each) => each.stack === stack && each.Properties.Roles.map(target).includes(role),
      );
      expect(policies.length, logicalId).toBeGreaterThan(0);
      expect(DependsOn, logicalId).toEqual(expect.arrayContaining(policies.map((each) => each.logicalId)));
    }
  });
});

describe('the stream', () => {
  const [mapping] = mappings.filter((each) => each.Properties.StartingPosition !== undefined);

  it('has one reader, which gives up a record after five tries and keeps it whole', () => {
    expect(mappings.filter((each) => each.Properties.StartingPosition !== undefined)).toHaveLength(1);
    expect(mapping!.Properties).toMatchObject({
      StartingPosition: 'TRIM_HORIZON',
      BatchSize: 50,
      MaximumBatchingWindowInSeconds: 1,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 5,
      MaximumRecordAgeInSeconds: 21_600,
      ParallelizationFactor: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
    expect(JSON.stringify(mapping!.Properties.DestinationConfig.OnFailure)).toContain(
      ':s3:::rapport-dev-parked-',
    );
  });

  it('is filtered to inserted items that are events: what TTL removes never arrives', () => {
    const [filter] = mapping!.Properties.FilterCriteria.Filters;
    expect(JSON.parse(filter.Pattern)).toEqual({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { event: { S: [{ exists: true }] } } },
    });
  });

  it('has an alarm for records that wait', () => {
    expect(alarmOn('IteratorAge', 'FunctionName', 'rapport-dev-platform-relay')).toBeDefined();
  });
});

describe('rules', () => {
  const rules = ofType('AWS::Events::Rule');

  it.each(named(rules))('%s tries for a day and keeps what could not be handed over', (_, { Properties }) => {
    for (const each of Properties.Targets) {
      expect(each.RetryPolicy).toEqual({ MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 });
      expect(nameInArn(each.DeadLetterConfig.Arn)).toBe('rapport-dev-undelivered-events');
    }
  });

  const domains = Object.values(declarations);
  const listening = domains.flatMap(({ area, subscriptions }) =>
    subscriptions.map((each) => ({ ...each, queue: each.queue ?? `${area}-events` })),
  );

  it.each([...Map.groupBy(listening, ({ queue }) => queue)])(
    'put exactly the types that are subscribed to into %s, each once',
    (name, subscriptions) => {
      const queue = queues.find((each) => each.Properties.QueueName === `rapport-dev-${name}`);
      const ours = rules.filter(
        ({ Properties }) =>
          Properties.EventBusName !== 'default' && target(Properties.Targets[0].Arn) === queue?.logicalId,
      );
      const types = subscriptions.flatMap(({ events }) => events.map(({ type }) => type));
      expect(queue).toBeDefined();
      const patterns = ours.map(({ Properties }) => Properties.EventPattern);
      expect(patterns.flatMap((pattern) => pattern['detail-type']).sort()).toEqual(
        [...new Set(types)].sort(),
      );
      for (const { source } of patterns) expect(source).toEqual(['rapport']);
    },
  );

  it('on our bus lead to no queue but those', () => {
    const ours = rules.filter(({ Properties }) => Properties.EventBusName !== 'default');
    const leadTo = new Set(ours.map(({ Properties }) => target(Properties.Targets[0].Arn)));
    expect(leadTo.size).toBe(new Set(listening.map(({ queue }) => queue)).size);
  });

  it('keep back the changes of callbacks that change no owner, and of staff who neither come nor go', () => {
    const ofChanges = rules.filter(({ Properties }) => Properties.EventPattern.detail?.data !== undefined);
    // Of a customer any change tells whether a plan of periodic callbacks means them.
    expect(ofChanges.map(({ Properties }) => Properties.EventPattern)).toEqual([
      {
        source: ['rapport'],
        // A call that is put off may have been an attempt, of which a closed loop hears.
        'detail-type': ['callback.changed'],
        detail: { data: { changed: ['owner'] } },
      },
      {
        source: ['rapport'],
        'detail-type': ['staff.changed'],
        detail: { data: { changed: ['active'] } },
      },
    ]);
  });

  it('let only themselves put messages into a queue', () => {
    const open = ofType('AWS::SQS::QueuePolicy').flatMap((each) =>
      each.Properties.PolicyDocument.Statement.filter(
        (statement: { Effect: string; Condition?: unknown }) =>
          statement.Effect === 'Allow' &&
          !JSON.stringify(statement.Condition ?? '').includes('aws:SourceArn'),
      ),
    );
    expect(open).toEqual([]);
  });
});

describe('schedules', () => {
  it.each(named(ofType('AWS::Scheduler::Schedule')))(
    '%s fires into a queue and gives up in time',
    (_, schedule) => {
      const { Target, FlexibleTimeWindow, GroupName } = schedule.Properties;
      expect(FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
      expect(GroupName).toBe('rapport-dev-schedules');
      expect(Target.RetryPolicy.MaximumEventAgeInSeconds).toBeLessThanOrEqual(3600);
      expect(Target.RetryPolicy.MaximumRetryAttempts).toBeLessThanOrEqual(10);
      expect(queues.map((each) => each.logicalId)).toContain(target(Target.Arn));
      expect(nameInArn(Target.DeadLetterConfig.Arn)).toBe('rapport-dev-undelivered-firings');
      expect(JSON.parse(Target.Input)).toEqual({
        job: String(schedule.Properties.Name).replace('rapport-dev-', ''),
        scheduledTime: '<aws.scheduler.scheduled-time>',
      });
    },
  );

  it('that are dropped ring an alarm', () => {
    expect(alarmOn('InvocationDroppedCount', 'ScheduleGroup', 'rapport-dev-schedules')).toBeDefined();
  });
});
