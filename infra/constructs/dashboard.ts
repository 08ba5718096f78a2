import type { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { functionMetric, metricOf, queueMetric } from './alarms.ts';
import type { Deployment } from './deployment.ts';

export interface Shown {
  readonly deployment: Deployment;
  readonly apiId: string;
  readonly tableName: string;
  /** Physical names, as of everything below: the dashboard refers to nothing. */
  readonly alarmNames: readonly string[];
  readonly httpFunctions: readonly string[];
  readonly relays: readonly string[];
  readonly eventQueues: readonly string[];
}

/** One page for the whole deployment. It is free as long as it shows at most 50 metrics. */
export function createDashboard(stack: Stack, shown: Shown): void {
  new cloudwatch.Dashboard(stack, 'Dashboard', {
    dashboardName: shown.deployment.nameOf('overview'),
    widgets: [[alarmsOf(stack, shown)], requestsOf(shown), workOf(shown), costsOf(shown)],
  });
}

function alarmsOf(stack: Stack, { alarmNames }: Shown): cloudwatch.IWidget {
  const alarms = alarmNames.map((name) =>
    cloudwatch.Alarm.fromAlarmArn(
      stack,
      `Shown-${name}`,
      stack.formatArn({ service: 'cloudwatch', resource: `alarm:${name}` }),
    ),
  );
  return new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 8 });
}

function requestsOf({ apiId, httpFunctions }: Shown): cloudwatch.IWidget[] {
  const api = (name: string, statistic: string) =>
    metricOf('AWS/ApiGateway', name, { ApiId: apiId }, statistic);
  return [
    graph('Requests and failures', [api('Count', 'Sum'), api('4xx', 'Sum'), api('5xx', 'Sum')]),
    graph('Latency (ms)', [api('Latency', 'p50'), api('Latency', 'p99')]),
    graph(
      'Duration of functions (p95, ms)',
      httpFunctions.map((name) => functionMetric(name, 'Duration', 'p95')),
    ),
  ];
}

function workOf({ deployment, relays, eventQueues }: Shown): cloudwatch.IWidget[] {
  const failures = metricOf('Rapport', 'Failures', { stage: deployment.settings.stage });
  const ofFunctions = (name: string) => metricOf('AWS/Lambda', name, {});
  return [
    graph('Failures', [failures, ofFunctions('Errors'), ofFunctions('Throttles')]),
    graph(
      'Age of the oldest event (s)',
      eventQueues.map((name) => queueMetric(name, 'ApproximateAgeOfOldestMessage')),
    ),
    graph(
      'Age of the relay (ms)',
      relays.map((name) => functionMetric(name, 'IteratorAge', 'Maximum')),
    ),
  ];
}

function costsOf({ tableName, deployment }: Shown): cloudwatch.IWidget[] {
  const table = (name: string) => metricOf('AWS/DynamoDB', name, { TableName: tableName });
  const mail = (name: string) => metricOf('AWS/SES', name, {});
  return [
    graph('Table units', [table('ConsumedReadCapacityUnits'), table('ConsumedWriteCapacityUnits')]),
    ...(deployment.settings.smtpServer === undefined
      ? [graph('Mail', [mail('Send'), mail('Delivery'), mail('Bounce'), mail('Complaint')])]
      : []),
    graph('Invocations', [metricOf('AWS/Lambda', 'Invocations', {})]),
  ];
}

function graph(title: string, left: cloudwatch.IMetric[]): cloudwatch.IWidget {
  return new cloudwatch.GraphWidget({ title, left, width: 8 });
}
