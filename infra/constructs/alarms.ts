import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';
import type { WorkQueue } from './work-queue.ts';

/** `critical`: people notice it now. `warning`: look at it within a working day. */
export type Severity = 'critical' | 'warning';

export interface AlarmProps {
  /** Unique in the deployment; becomes part of the alarm's name. */
  readonly name: string;
  readonly severity: Severity;
  /** What has happened and what people notice of it. */
  readonly meaning: string;
  /** Heading in docs/operations.md that says what to do, as an anchor. */
  readonly runbook: string;
  /** Part whose log shows why, e.g. `messaging-sending`. @default none */
  readonly log?: string;
  readonly metric: cloudwatch.IMetric;
  /** The alarm rings above this value. @default 0 */
  readonly above?: number;
  /** Periods in a row that have to be above. @default 1 */
  readonly periods?: number;
  /** One period above is enough, and the alarm lasts for `periods`. @default false */
  readonly lasting?: true;
}

export interface AlarmsProps {
  readonly deployment: Deployment;
}

/**
 * The alarms of a stack. They name their topic, their functions and their queues instead of referring to them, so
 * that no stack has to export anything. There are no composite alarms: each costs as much as five plain ones.
 */
export class Alarms extends Construct {
  /** Physical names of all alarms of this stack. */
  readonly names: string[] = [];
  private readonly deployment: Deployment;

  constructor(scope: Construct, id: string, { deployment }: AlarmsProps) {
    super(scope, id);
    this.deployment = deployment;
  }

  addAlarm(props: AlarmProps): void {
    const alarm = new cloudwatch.Alarm(this, props.name, {
      alarmName: this.deployment.nameOf(props.name),
      alarmDescription: this.describe(props),
      metric: props.metric,
      threshold: props.above ?? 0,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: props.periods ?? 1,
      ...(props.lasting ? { datapointsToAlarm: 1 } : {}),
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (rings(this.deployment, props.severity)) {
      const action = { bind: () => ({ alarmActionArn: alarmTopicArn(Stack.of(this), this.deployment) }) };
      alarm.addAlarmAction(action);
      alarm.addOkAction(action);
    }
    this.names.push(this.deployment.nameOf(props.name));
  }

  /** Dead letters always, lateness where it hurts. */
  watchQueue(queue: WorkQueue, fn: DomainFunction, lateAfter?: Duration): void {
    this.addAlarm({
      name: `${fn.part}-dead-letters`,
      severity: 'critical',
      meaning: `Messages could not be handled and wait in ${queue.deadLettersName}: ${fn.impact}`,
      runbook: 'dead-letters',
      log: fn.part,
      metric: queueMetric(queue.deadLettersName, 'ApproximateNumberOfMessagesVisible'),
    });
    if (lateAfter === undefined) return;
    this.addAlarm({
      name: `${fn.part}-late`,
      severity: 'warning',
      meaning: `Messages wait for more than ${lateAfter.toMinutes()} minutes: ${fn.impact}`,
      runbook: 'late-messages',
      log: fn.part,
      metric: queueMetric(queue.name, 'ApproximateAgeOfOldestMessage'),
      above: lateAfter.toSeconds(),
      // A message that failed once is hidden for some minutes: that alone is no reason to tell anybody.
      periods: 3,
    });
  }

  watchStream(fn: DomainFunction): void {
    this.addAlarm({
      name: `${fn.part}-age`,
      severity: 'critical',
      meaning: `Records of the table are read late: ${fn.impact}`,
      runbook: 'events-are-late',
      log: fn.part,
      metric: functionMetric(fn.name, 'IteratorAge', 'Maximum'),
      above: 60_000,
    });
  }

  private describe({ severity, meaning, runbook, log }: AlarmProps): string {
    const { settings } = this.deployment;
    const lines = [`[${severity}] ${meaning}`];
    if (log !== undefined) lines.push(`Log: ${logLink(`/rapport/${settings.stage}/${log}`)}`);
    lines.push(`Runbook: ${settings.runbookUrl ?? 'docs/operations.md'}#${runbook}`);
    return lines.join('\n');
  }
}

/** Whether alarms of this severity tell anybody in this stage. */
function rings({ settings }: Deployment, severity: Severity): boolean {
  return settings.alarmActions === 'all' || settings.alarmActions === severity;
}

/** Composed, not referred to: the topic stands in the last stack, under this fixed name. */
export function alarmTopicArn(stack: Stack, deployment: Deployment): string {
  return stack.formatArn({ service: 'sns', resource: deployment.nameOf('alarms') });
}

/** The console's address of a log group; it wants the slashes escaped twice, with `$` for `%`. */
function logLink(logGroup: string): string {
  const escaped = logGroup.replaceAll('/', '$252F');
  return `https://console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}#logsV2:log-groups/log-group/${escaped}`;
}

const period = Duration.minutes(5);

/** A metric of one function, by its physical name. */
export function functionMetric(name: string, metricName: string, statistic = 'Sum'): cloudwatch.Metric {
  return metricOf('AWS/Lambda', metricName, { FunctionName: name }, statistic);
}

/** A metric of one queue, by its physical name. */
export function queueMetric(name: string, metricName: string): cloudwatch.Metric {
  return metricOf('AWS/SQS', metricName, { QueueName: name }, 'Maximum');
}

/**
 * A metric that is zero while nothing is told. Alarms on those of DynamoDB take no notice of missing data, whatever they are
 * told, and most of these are there only when something goes wrong: such an alarm would ring for ever. It costs as much.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html (TreatMissingData)
 */
export function filled(metric: cloudwatch.Metric): cloudwatch.IMetric {
  return new cloudwatch.MathExpression({
    ...{ expression: 'FILL(told, 0)', usingMetrics: { told: metric }, period },
    label: metric.metricName,
  });
}

/** Any other metric: `of` holds its dimensions. */
export function metricOf(
  namespace: string,
  metricName: string,
  of: Readonly<Record<string, string>>,
  statistic = 'Sum',
): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace, metricName, dimensionsMap: { ...of }, statistic, period });
}
