import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { synthesize, type TemplateResource, target } from './synthesis.ts';

const quiet = await synthesize();
const told = await synthesize({ alarmActions: 'all', alarmEmail: 'ops@example.com' });
const criticalOnly = await synthesize({ alarmActions: 'critical', alarmEmail: 'ops@example.com' });
const alarms = told.ofType('AWS::CloudWatch::Alarm');
const nameOf = ({ Properties }: TemplateResource) => String(Properties.AlarmName);
const cases = alarms.map((alarm) => [nameOf(alarm), alarm] as const);

/** Descriptions hold the region as a reference. */
const descriptionOf = ({ Properties }: TemplateResource): string => {
  const { AlarmDescription } = Properties;
  return typeof AlarmDescription === 'string'
    ? AlarmDescription
    : AlarmDescription['Fn::Join'][1]
        .map((part: unknown) => (typeof part === 'string' ? part : 'eu-central-1'))
        .join('');
};

/** Topics whose policy lets CloudWatch publish for this account, by the end of their ARN. */
function reachableTopics({ ofType }: typeof told): string[] {
  return ofType('AWS::SNS::TopicPolicy').flatMap(({ Properties, stack }) => {
    const statements: Record<string, unknown>[] = Properties.PolicyDocument.Statement;
    const allowed = statements.some(
      ({ Effect, Action, Principal, Condition }) =>
        Effect === 'Allow' &&
        Action === 'sns:Publish' &&
        JSON.stringify(Principal) === '{"Service":"cloudwatch.amazonaws.com"}' &&
        JSON.stringify(Condition) === '{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
    );
    const topics = ofType('AWS::SNS::Topic').filter(
      (topic) => topic.stack === stack && Properties.Topics.map(target).includes(topic.logicalId),
    );
    return allowed ? topics.map((topic) => String(topic.Properties.TopicName)) : [];
  });
}

const nameInArn = (arn: unknown) => /:([\w-]+)"\]\]\}$/.exec(JSON.stringify(arn))?.[1];

describe('alarms', () => {
  it.each(cases)(
    '%s reaches a topic that CloudWatch may publish to and somebody reads',
    (_, { Properties }) => {
      const topics = reachableTopics(told);
      expect(topics).toHaveLength(1);
      expect(Properties.AlarmActions.map(nameInArn)).toEqual(topics);
      expect(Properties.OKActions.map(nameInArn)).toEqual(topics);
      const [subscription] = told.ofType('AWS::SNS::Subscription');
      expect(subscription?.Properties).toMatchObject({ Protocol: 'email', Endpoint: 'ops@example.com' });
    },
  );

  it('let nobody speak to the topic without TLS', () => {
    const [policy] = told.ofType('AWS::SNS::TopicPolicy');
    expect(policy!.Properties.PolicyDocument.Statement).toContainEqual(
      expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
    );
  });

  it.each(cases)('%s says how bad it is, why, and what to do', (_, alarm) => {
    const [first, ...rest] = descriptionOf(alarm).split('\n');
    expect(first).toMatch(/^\[(critical|warning)\] .+\.$/);
    const anchor = rest.at(-1)?.match(/^Runbook: docs\/operations\.md#([\w-]+)$/)?.[1];
    expect(headingsOf('docs/operations.md')).toContain(anchor);
    expect(descriptionOf(alarm).length).toBeLessThanOrEqual(1024);
  });

  it.each(cases.filter(([name]) => /-(dead-letters|late|age)$/.test(name)))(
    '%s links to the log of the function it is about',
    (_, alarm) => {
      const group = /log-group\/(\S+)/.exec(descriptionOf(alarm))?.[1]?.replaceAll('$252F', '/');
      const groups = told.ofType('AWS::Logs::LogGroup').map(({ Properties }) => Properties.LogGroupName);
      expect(groups).toContain(group);
    },
  );

  it('have names that no other has', () => {
    expect(new Set(alarms.map(nameOf)).size).toBe(alarms.length);
  });

  it('act only where the stage asks for it', () => {
    const acting = (synthesis: typeof told) =>
      synthesis.ofType('AWS::CloudWatch::Alarm').filter(({ Properties }) => Properties.AlarmActions);
    expect(acting(quiet)).toEqual([]);
    expect(quiet.ofType('AWS::SNS::Topic')).toEqual([]);
    const severities = acting(criticalOnly).map((alarm) => descriptionOf(alarm).split(' ')[0]);
    expect(new Set(severities)).toEqual(new Set(['[critical]']));
    expect(acting(criticalOnly).length).toBeLessThan(acting(told).length);
  });

  it('that nobody is told of are mentioned by synth', async () => {
    expect(quiet.messages.info).toContainEqual(expect.stringContaining('Alarms tell nobody'));
    const unread = await synthesize({ alarmActions: 'all' });
    expect(unread.messages.warning).toContainEqual(expect.stringContaining('set alarmEmail'));
    expect(told.messages.warning ?? []).toEqual([]);
  });

  it('watch every dead-letter queue', () => {
    const dead = told
      .ofType('AWS::SQS::Queue')
      .map(({ Properties }) => String(Properties.QueueName))
      .filter((name) => name.endsWith('-dead') || name.includes('-undelivered-'));
    const watched = alarms
      .filter(({ Properties }) => Properties.MetricName === 'ApproximateNumberOfMessagesVisible')
      .map(({ Properties }) => Properties.Dimensions[0].Value);
    expect(watched.sort()).toEqual(dead.sort());
  });

  it('take what DynamoDB does not tell for nothing, for it tells most only when something goes wrong', () => {
    const properties = alarms.map(({ Properties }) => Properties);
    expect(properties.filter(({ Namespace }) => Namespace === 'AWS/DynamoDB')).toEqual([]);
    const filled = properties.filter(({ Metrics }) => JSON.stringify(Metrics ?? '').includes('AWS/DynamoDB'));
    expect(filled).toHaveLength(6);
    for (const { Metrics } of filled)
      expect(Metrics).toMatchObject([
        { Expression: 'FILL(told, 0)' },
        { Id: 'told', ReturnData: false, MetricStat: { Metric: { Namespace: 'AWS/DynamoDB' }, Stat: 'Sum' } },
      ]);
  });

  it('count failures, pauses of mail and how long the oldest entry of the due list waits, as metrics of the stage', () => {
    const own = alarms
      .map(({ Properties }) => Properties)
      .filter(({ Namespace }) => Namespace === 'Rapport')
      .toSorted((one, other) => String(one.MetricName).localeCompare(String(other.MetricName)));
    const Dimensions = [{ Name: 'stage', Value: 'dev' }];
    expect(own).toMatchObject([
      { MetricName: 'Failures', Dimensions },
      { MetricName: 'MailPauses', Dimensions, Threshold: 0 },
      // Told after 0, 2, 6, 14 and 30 minutes, then once an hour: one value above lasts until the next.
      {
        ...{ MetricName: 'OldestWaiting', Dimensions, Statistic: 'Maximum', Threshold: 1800 },
        ...{ Period: 300, EvaluationPeriods: 13, DatapointsToAlarm: 1 },
      },
    ]);
    const functions = told.ofType('AWS::Lambda::Function');
    expect(new Set(functions.map(({ Properties }) => Properties.Environment.Variables.STAGE))).toEqual(
      new Set(['dev']),
    );
  });
});

describe('the dashboard', () => {
  it('shows every alarm, and at most the 50 metrics that cost nothing', () => {
    const [dashboard] = told.ofType('AWS::CloudWatch::Dashboard');
    const body = dashboard!.Properties.DashboardBody['Fn::Join'][1]
      .map((part: unknown) => (typeof part === 'string' ? part : 'token'))
      .join('');
    const { widgets } = JSON.parse(body);
    const shown = widgets.flatMap(
      (each: { properties: { alarms?: string[] } }) => each.properties.alarms ?? [],
    );
    expect(shown.map((arn: string) => arn.split(':').at(-1)).sort()).toEqual(alarms.map(nameOf).sort());
    const metrics = widgets.flatMap(
      (each: { properties: { metrics?: unknown[] } }) => each.properties.metrics ?? [],
    );
    expect(metrics.length).toBeGreaterThan(10);
    expect(metrics.length).toBeLessThanOrEqual(50);
  });
});

/** As a page of Markdown is linked to. */
function headingsOf(page: string): string[] {
  return readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('#'))
    .map((line) =>
      line
        .replace(/^#+ /, '')
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
}
