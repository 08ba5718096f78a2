/** What the people who run Rapport look at: alarms and one dashboard. */
import { Stack, Validations } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { Alarms, functionMetric, metricOf, queueMetric } from '../constructs/alarms.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { ApiStack } from './api-stack.ts';
import type { DataStack } from './data-stack.ts';
import type { ProcessingStack } from './processing-stack.ts';

export interface OperationsStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly api: ApiStack;
  readonly processing: ProcessingStack;
}

export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, { deployment, data, api, processing }: OperationsStackProps) {
    super(scope, id, { description: 'Rapport: alarms and dashboard' });
    const stacks = [api, processing];
    const functions = stacks.flatMap((stack) =>
      stack.node.findAll().filter((each) => each instanceof DomainFunction),
    );
    const queues = processing.node.findAll().filter((each) => each instanceof WorkQueue);
    const apiId = api.api.api.apiId;

    const alarms = new Alarms(this, 'Alarms', {
      prefix: deployment.nameOf('').slice(0, -1),
      topic: createTopic(this, deployment),
    });
    for (const fn of functions) alarms.watchFunction(fn);
    for (const queue of queues) alarms.watchQueue(queue);
    watchTheRest(alarms, { deployment, data, apiId, relay: functions.find(isRelay) });
    createDashboard(this, { deployment, data, apiId, functions, queues, alarms });
  }
}

const isRelay = (fn: DomainFunction) => fn.entryPoint.endsWith('.stream');

interface Watched {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly apiId: string;
}

function createTopic(stack: Stack, { settings, nameOf }: Deployment): Topic | undefined {
  if (settings.alarmEmail === undefined) return undefined;
  const topic = new Topic(stack, 'AlarmTopic', { topicName: nameOf('alarms'), enforceSSL: true });
  topic.addSubscription(new EmailSubscription(settings.alarmEmail));
  Validations.of(topic).acknowledge({
    id: 'Serverless-SNSRedrivePolicy',
    reason: 'A mail that cannot be delivered is of no use later: the alarm itself stays on the dashboard.',
  });
  return topic;
}

function watchTheRest(
  alarms: Alarms,
  watched: Watched & { readonly relay: DomainFunction | undefined },
): void {
  const { deployment, data, apiId, relay } = watched;
  if (relay) {
    alarms.addAlarm({
      name: 'relay-age',
      meaning: `Events reach the bus late: ${relay.impactWhenFailing}`,
      metric: functionMetric(relay, 'IteratorAge', 'Maximum'),
      above: 60_000,
    });
  }
  alarms.addAlarm({
    name: 'throttles',
    meaning: 'Functions are throttled: raise the concurrency of this account.',
    metric: metricOf('AWS/Lambda', 'Throttles', {}),
    above: 10,
  });
  alarms.addAlarm({
    name: 'api-failures',
    meaning: 'More than one in a thousand requests fails with a server error.',
    metric: metricOf('AWS/ApiGateway', '5xx', { ApiId: apiId }, 'Average'),
    above: 0.001,
  });
  alarms.addAlarm({
    name: 'schedules-dropped',
    meaning: 'The scheduler gave up a firing: a campaign or a callback did not start.',
    metric: metricOf('AWS/Scheduler', 'InvocationDroppedCount', {
      ScheduleGroup: deployment.nameOf('schedules'),
    }),
  });
  // SES reviews an account at 5 % and 0.1 %: https://docs.aws.amazon.com/ses/latest/dg/reputationdashboardmessages.html
  alarms.addAlarm({
    name: 'mail-bounces',
    meaning: 'More than 2 % of mail bounces: SES stops an account at 10 %.',
    metric: metricOf('AWS/SES', 'Reputation.BounceRate', {}, 'Average'),
    above: 0.02,
  });
  alarms.addAlarm({
    name: 'mail-complaints',
    meaning: 'More than 0.05 % of mail is reported as spam: SES stops an account at 0.5 %.',
    metric: metricOf('AWS/SES', 'Reputation.ComplaintRate', {}, 'Average'),
    above: 0.0005,
  });
  watchTable(alarms, data);
}

function watchTable(alarms: Alarms, { table }: DataStack): void {
  const TableName = table.name;
  alarms.addAlarm({
    name: 'table-conflicts',
    meaning: 'Many transactions meet on the same items: something has become hot.',
    metric: metricOf('AWS/DynamoDB', 'TransactionConflict', { TableName }),
    above: 100,
  });
  alarms.addAlarm({
    name: 'table-read-throttles',
    meaning: 'The table refuses reads: a partition is hot or the limit of the table is reached.',
    metric: metricOf('AWS/DynamoDB', 'ReadThrottleEvents', { TableName }),
  });
  alarms.addAlarm({
    name: 'table-write-throttles',
    meaning: 'The table refuses writes: a partition is hot or the limit of the table is reached.',
    metric: metricOf('AWS/DynamoDB', 'WriteThrottleEvents', { TableName }),
  });
  for (const GlobalSecondaryIndexName of table.indexNames) {
    alarms.addAlarm({
      name: `table-${GlobalSecondaryIndexName}-throttles`,
      meaning: `Index ${GlobalSecondaryIndexName} refuses writes and holds up the whole table.`,
      metric: metricOf('AWS/DynamoDB', 'WriteThrottleEvents', { TableName, GlobalSecondaryIndexName }),
    });
  }
}

interface Shown extends Watched {
  readonly functions: readonly DomainFunction[];
  readonly queues: readonly WorkQueue[];
  readonly alarms: Alarms;
}

function createDashboard(stack: Stack, { deployment, data, apiId, functions, queues, alarms }: Shown): void {
  const graph = (title: string, left: cloudwatch.IMetric[], right: cloudwatch.IMetric[] = []) =>
    new cloudwatch.GraphWidget({ title, left, right, width: 12 });
  const api = (metricName: string, statistic: string) =>
    metricOf('AWS/ApiGateway', metricName, { ApiId: apiId }, statistic);
  const ofTable = (metricName: string) =>
    metricOf('AWS/DynamoDB', metricName, { TableName: data.table.name });
  const mail = (metricName: string) => metricOf('AWS/SES', metricName, {});
  const relay = functions.filter(isRelay).map((fn) => functionMetric(fn, 'IteratorAge', 'Maximum'));
  new cloudwatch.Dashboard(stack, 'Dashboard', {
    dashboardName: deployment.nameOf('overview'),
    widgets: [
      [new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms: alarms.all, width: 24, height: 6 })],
      [
        graph('Requests and failures', [api('Count', 'Sum'), api('4xx', 'Sum'), api('5xx', 'Sum')]),
        graph('Latency (ms)', [api('Latency', 'p50'), api('Latency', 'p99')]),
      ],
      [
        graph(
          'Errors of functions',
          functions.map((fn) => functionMetric(fn, 'Errors')),
        ),
        graph(
          'Duration of functions (p95, ms)',
          functions.map((fn) => functionMetric(fn, 'Duration', 'p95')),
        ),
      ],
      [
        graph(
          'Waiting messages',
          queues.map((each) => queueMetric(each.name, 'ApproximateNumberOfMessagesVisible')),
        ),
        graph(
          'Dead letters',
          queues.map((each) => queueMetric(each.deadLettersName, 'ApproximateNumberOfMessagesVisible')),
        ),
      ],
      [
        graph(
          'Table units',
          [ofTable('ConsumedReadCapacityUnits'), ofTable('ConsumedWriteCapacityUnits')],
          relay,
        ),
        graph('Mail', [mail('Send'), mail('Delivery'), mail('Bounce'), mail('Complaint')]),
      ],
    ],
  });
}
