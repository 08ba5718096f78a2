/** What the people who run Rapport look at: the topic of all alarms, the alarms of no single area, one dashboard. */
import { Annotations, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { Alarms, filled, metricOf, queueMetric } from '../constructs/alarms.ts';
import { createDashboard } from '../constructs/dashboard.ts';
import type { Deployment } from '../constructs/deployment.ts';
import type { HttpApi } from '../constructs/http-api.ts';
import type { SingleTable } from '../constructs/single-table.ts';
import type { Undelivered } from '../constructs/undelivered.ts';
import type { AreaStack } from './area-stack.ts';
import type { DataStack } from './data-stack.ts';

export interface OperationsStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly api: HttpApi;
  readonly areaStacks: readonly AreaStack[];
}

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, api, areaStacks }: OperationsStackProps) {
    super(scope, id, { description: 'Rapport: topic of the alarms, alarms of no single area, dashboard' });
    if (deployment.settings.alarmActions !== 'none') createTopic(this, deployment);
    sayWhoIsTold(this, deployment);
    const alarms = new Alarms(this, 'Alarms', { deployment });
    watchFunctions(alarms, deployment);
    watchRequests(alarms, api);
    // By SMTP nobody tells us of a reputation.
    if (deployment.settings.smtpServer === undefined) watchMail(alarms);
    watchTable(alarms, data.table);
    watchUndelivered(alarms, data.undelivered);
    createDashboard(this, {
      deployment,
      apiId: api.id,
      tableName: data.table.name,
      alarmNames: [...areaStacks.flatMap((each) => each.alarms.names), ...alarms.names],
      httpFunctions: areaStacks.flatMap(({ area, functions }) =>
        functions.filter(({ entryPoint }) => entryPoint === `${area.name}.http`).map(({ name }) => name),
      ),
      relays: areaStacks.flatMap((each) => each.functions.filter(isStream).map(({ name }) => name)),
      eventQueues: areaStacks.flatMap((each) =>
        [...each.queues.values()].map(({ name }) => name).filter((name) => name.endsWith('-events')),
      ),
    });
  }
}

const isStream = ({ entryPoint }: { entryPoint: string }) => entryPoint.endsWith('.stream');

/** The name is fixed: the alarms of every stack compose the ARN of their topic. */
function createTopic(stack: Stack, { settings, nameOf }: Deployment): void {
  const topic = new Topic(stack, 'AlarmTopic', { topicName: nameOf('alarms'), enforceSSL: true });
  // A policy of our own replaces the one that lets every service of the account publish.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisAccount',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  if (settings.alarmEmail === undefined) return;
  topic.addSubscription(new EmailSubscription(settings.alarmEmail));
  Validations.of(topic).acknowledge({
    id: 'Serverless-SNSRedrivePolicy',
    reason: 'A mail that cannot be delivered is of no use later: the alarm itself stays on the dashboard.',
  });
}

function sayWhoIsTold(stack: Stack, { settings }: Deployment): void {
  if (settings.alarmActions === 'none') {
    Annotations.of(stack).addInfo(
      'Alarms tell nobody in this stage: set alarmActions to critical or all, and alarmEmail.',
    );
  } else if (settings.alarmEmail === undefined) {
    Annotations.of(stack).addWarningV2(
      'rapport:no-alarm-address',
      'Alarms are published to a topic that nobody reads: set alarmEmail, or subscribe to the topic.',
    );
  }
}

function watchFunctions(alarms: Alarms, { settings, nameOf }: Deployment): void {
  alarms.addAlarm({
    name: 'failures',
    severity: 'warning',
    meaning: 'More than five messages, records or requests failed within five minutes.',
    runbook: 'failures',
    metric: metricOf('Rapport', 'Failures', { stage: settings.stage }),
    above: 5,
  });
  alarms.addAlarm({
    name: 'mail-paused',
    severity: 'critical',
    meaning:
      'The service sends no mail or text for us now: its quota is used up, it is paused, or it is asked too often.',
    runbook: 'mail-paused',
    log: 'messaging-sending',
    metric: metricOf('Rapport', 'MailPauses', { stage: settings.stage }),
  });
  alarms.addAlarm({
    name: 'crashes',
    severity: 'warning',
    meaning: 'Functions of this account crash, run out of memory or of time: that leaves no other trace.',
    runbook: 'crashes',
    metric: metricOf('AWS/Lambda', 'Errors', {}),
  });
  alarms.addAlarm({
    name: 'throttles',
    severity: 'critical',
    meaning: 'Functions are throttled: this account has too few concurrent executions.',
    runbook: 'throttles',
    metric: metricOf('AWS/Lambda', 'Throttles', {}),
    above: 10,
  });
  alarms.addAlarm({
    name: 'due-list-age',
    severity: 'critical',
    meaning: 'Something waits for more than half an hour after its time: it was told five times in vain.',
    runbook: 'waiting-work-is-late',
    log: 'platform-due-sweep',
    metric: metricOf('Rapport', 'OldestWaiting', { stage: settings.stage }, 'Maximum'),
    above: 30 * 60,
    // It is told again within the hour, and only then seen again.
    periods: 13,
    lasting: true,
  });
  alarms.addAlarm({
    name: 'schedules-dropped',
    severity: 'critical',
    meaning: 'The scheduler gave up a firing: a campaign or a callback did not start.',
    runbook: 'schedules-dropped',
    metric: metricOf('AWS/Scheduler', 'InvocationDroppedCount', { ScheduleGroup: nameOf('schedules') }),
  });
}

function watchRequests(alarms: Alarms, api: HttpApi): void {
  alarms.addAlarm({
    name: 'api-failures',
    severity: 'critical',
    meaning: 'More than one in a thousand requests fails with a server error.',
    runbook: 'api-failures',
    log: 'api-access',
    metric: metricOf('AWS/ApiGateway', '5xx', { ApiId: api.id }, 'Average'),
    above: 0.001,
  });
}

/** SES reviews an account at 5 % and 0.1 %: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html */
function watchMail(alarms: Alarms): void {
  alarms.addAlarm({
    name: 'mail-bounces',
    severity: 'critical',
    meaning: 'More than 2 % of mail bounces: SES stops an account at 10 %.',
    runbook: 'mail-bounces-and-complaints',
    metric: metricOf('AWS/SES', 'Reputation.BounceRate', {}, 'Average'),
    above: 0.02,
  });
  alarms.addAlarm({
    name: 'mail-complaints',
    severity: 'critical',
    meaning: 'More than 0.05 % of mail is reported as spam: SES stops an account at 0.5 %.',
    runbook: 'mail-bounces-and-complaints',
    metric: metricOf('AWS/SES', 'Reputation.ComplaintRate', {}, 'Average'),
    above: 0.0005,
  });
}

function watchTable(alarms: Alarms, table: SingleTable): void {
  const TableName = table.name;
  const watch = (name: string, meaning: string, metricName: string, above: number, index?: string) =>
    alarms.addAlarm({
      name: `table-${name}`,
      severity: 'warning',
      meaning,
      runbook: 'table',
      metric: filled(
        metricOf('AWS/DynamoDB', metricName, {
          TableName,
          ...(index === undefined ? {} : { GlobalSecondaryIndexName: index }),
        }),
      ),
      above,
    });
  watch(
    'conflicts',
    'Many transactions meet on the same items: something is hot.',
    'TransactionConflict',
    100,
  );
  watch(
    'read-throttles',
    'The table refuses reads: a partition is hot or its limit is reached.',
    'ReadThrottleEvents',
    0,
  );
  watch(
    'write-throttles',
    'The table refuses writes: a partition is hot or its limit is reached.',
    'WriteThrottleEvents',
    0,
  );
  for (const index of table.indexNames) {
    const meaning = `Index ${index} refuses writes and holds up the whole table.`;
    watch(`${index}-throttles`, meaning, 'WriteThrottleEvents', 0, index);
  }
}

function watchUndelivered(alarms: Alarms, { eventsName, firingsName }: Undelivered): void {
  const watch = (name: string, queueName: string, meaning: string) =>
    alarms.addAlarm({
      ...{ name, meaning, severity: 'critical', runbook: 'undelivered' },
      metric: queueMetric(queueName, 'ApproximateNumberOfMessagesVisible'),
    });
  watch(
    'undelivered-events',
    eventsName,
    'EventBridge could not put events into a queue: what should follow from them has not happened.',
  );
  watch(
    'undelivered-firings',
    firingsName,
    'The scheduler could not put a firing into a queue: a campaign, a callback or a sweep did not start.',
  );
}
