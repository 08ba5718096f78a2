import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { DomainFunction } from './domain-function.ts';
import type { WorkQueue } from './work-queue.ts';

export interface AlarmProps {
  /** Unique in the deployment; becomes part of the alarm's name. */
  readonly name: string;
  /** What has happened and what people notice of it. */
  readonly meaning: string;
  readonly metric: cloudwatch.Metric;
  /** The alarm rings above this value. @default 0 */
  readonly above?: number;
  /** Periods in a row that have to be above. @default 1 */
  readonly periods?: number;
}

export interface AlarmsProps {
  /** Comes before the name of every alarm, e.g. `rapport-prod`. */
  readonly prefix: string;
  /** Is told when an alarm rings and when it is over. @default nobody: alarms are seen on the console only */
  readonly topic?: ITopic | undefined;
}

/**
 * The alarms of a deployment, by name and not by reference, so that no other stack has to export anything.
 * There are no composite alarms: each costs as much as five plain ones.
 */
export class Alarms extends Construct {
  readonly all: cloudwatch.Alarm[] = [];
  private readonly prefix: string;
  private readonly action: SnsAction | undefined;

  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    this.prefix = props.prefix;
    this.action = props.topic && new SnsAction(props.topic);
  }

  addAlarm({ name, meaning, metric, above = 0, periods = 1 }: AlarmProps): void {
    const alarm = new cloudwatch.Alarm(this, name, {
      alarmName: `${this.prefix}-${name}`,
      alarmDescription: `${meaning} See docs/operations.md.`,
      metric,
      threshold: above,
      comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
    if (this.action) {
      alarm.addAlarmAction(this.action);
      alarm.addOkAction(this.action);
    }
    this.all.push(alarm);
  }

  watchFunction(fn: DomainFunction): void {
    this.addAlarm({
      name: `${this.short(fn.name)}-errors`,
      meaning: `${fn.entryPoint} fails: ${fn.impactWhenFailing}`,
      metric: functionMetric(fn, 'Errors'),
    });
  }

  /** Dead letters, and messages that nobody takes. */
  watchQueue(queue: WorkQueue): void {
    const name = this.short(queue.name);
    this.addAlarm({
      name: `${name}-dead-letters`,
      meaning: `Messages of ${queue.name} could not be handled and wait in ${queue.deadLettersName}.`,
      metric: queueMetric(queue.deadLettersName, 'ApproximateNumberOfMessagesVisible'),
    });
    this.addAlarm({
      name: `${name}-age`,
      meaning: `Messages of ${queue.name} wait for longer than they should.`,
      metric: queueMetric(queue.name, 'ApproximateAgeOfOldestMessage'),
      above: 300 + queue.delay.toSeconds(),
      // A message that failed once is hidden for some minutes: that alone is no reason to wake anybody.
      periods: 3,
    });
  }

  private short(name: string): string {
    return name.slice(this.prefix.length + 1);
  }
}

const period = Duration.minutes(5);

export function functionMetric(fn: DomainFunction, metricName: string, statistic = 'Sum'): cloudwatch.Metric {
  const dimensionsMap = { FunctionName: fn.name };
  return new cloudwatch.Metric({ namespace: 'AWS/Lambda', metricName, dimensionsMap, statistic, period });
}

export function queueMetric(queueName: string, metricName: string): cloudwatch.Metric {
  const dimensionsMap = { QueueName: queueName };
  return new cloudwatch.Metric({
    namespace: 'AWS/SQS',
    metricName,
    dimensionsMap,
    statistic: 'Maximum',
    period,
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
