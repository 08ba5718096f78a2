import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as contracts from '../../functions/contracts.ts';
import { subscriptions } from '../../functions/subscriptions.ts';
import {
  surveysAnswerEnvironment,
  surveysDeliveriesEnvironment,
  surveysHttpEnvironment,
  surveysRunsEnvironment,
  surveysSchedulingEnvironment,
  surveysSendingEnvironment,
  surveysStatisticsEnvironment,
} from '../../functions/surveys/surveys/surveys.environment.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { BusRule, EventSubscription } from '../constructs/event-subscription.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { ApiContext, ProcessingContext } from './context.ts';

export class SurveysApi extends Construct {
  constructor(scope: Construct, { deployment, table, api }: ApiContext) {
    super(scope, 'Surveys');
    const http = new DomainFunction(this, 'Http', {
      deployment,
      entryPoint: 'surveys.http',
      purpose: 'Answers the routes of surveys, campaigns and their results.',
      impactWhenFailing: 'managers cannot see or change surveys, campaigns and results.',
      environment: surveysHttpEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(http, {
      items: ['GetItem', 'BatchGetItem', 'PutItem'],
      query: ['table', 'gsi1', 'gsi2'],
    });
    api.serve(contracts.surveys, http);

    const answer = new DomainFunction(this, 'Answer', {
      deployment,
      entryPoint: 'surveys.answer.http',
      purpose: 'Shows the answer page behind a personal link and records the answer.',
      impactWhenFailing: 'customers who open the link in their mail see an error and cannot answer.',
      environment: surveysAnswerEnvironment,
      variables: { TABLE_NAME: table.name },
      reservedConcurrency: 20,
    });
    table.allow(answer, { items: ['GetItem', 'PutItem'] });
    api.serve(contracts.answers, answer);
  }
}

export class SurveysProcessing extends Construct {
  /** Takes one message per invitation to be mailed. */
  readonly sending: WorkQueue;

  constructor(scope: Construct, context: ProcessingContext) {
    super(scope, 'Surveys');
    this.sending = new WorkQueue(this, 'SendingQueue', {
      deployment: context.deployment,
      name: 'surveys-sending',
    });
    this.runCampaigns(context);
    this.sendInvitations(context);
    this.countAnswers(context);
  }

  /** Campaign changed → schedule; schedule → runs queue → pages of the audience → one message per invitation. */
  private runCampaigns({ deployment, table, bus, scheduler, linkSecret }: ProcessingContext): void {
    const queue = new WorkQueue(this, 'RunsQueue', { deployment, name: 'surveys-runs' });
    scheduler.target(queue);

    const scheduling = new DomainFunction(this, 'Scheduling', {
      deployment,
      entryPoint: 'surveys.scheduling.queue',
      purpose: 'Keeps the schedule of every campaign in step with the campaign.',
      impactWhenFailing: 'campaigns start at an old time, or not at all.',
      environment: surveysSchedulingEnvironment,
      variables: { TABLE_NAME: table.name, ...scheduler.variablesFor(queue) },
    });
    table.allow(scheduling, { items: ['GetItem', 'PutItem'] });
    scheduler.allowManaging(scheduling, ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']);
    new EventSubscription(this, 'SchedulingEvents', {
      deployment,
      bus,
      subscription: subscriptions.surveysScheduling,
      function: scheduling,
    });

    const runs = new DomainFunction(this, 'Runs', {
      deployment,
      entryPoint: 'surveys.runs.queue',
      purpose: 'Pages through the audience of a campaign and plans one invitation per customer.',
      impactWhenFailing: 'a campaign stops half-way and the rest of its audience is not invited.',
      environment: surveysRunsEnvironment,
      variables: {
        TABLE_NAME: table.name,
        RUNS_QUEUE_URL: queue.url,
        SENDING_QUEUE_URL: this.sending.url,
        LINK_SECRET_ARN: linkSecret.secretArn,
      },
      continuesItself: true,
    });
    table.allow(runs, { items: ['GetItem', 'PutItem'], query: ['table'] });
    runs.allow(['secretsmanager:GetSecretValue'], [linkSecret.secretArn]);
    queue.allowSending(runs);
    this.sending.allowSending(runs);
    new QueueConsumer(this, 'RunsConsumer', { queue, function: runs, batchSize: 4, maximumConcurrency: 4 });
  }

  private sendInvitations({
    deployment,
    table,
    mail,
    linkSecret,
    publicUrl,
    defaultBus,
  }: ProcessingContext): void {
    const sending = new DomainFunction(this, 'Sending', {
      deployment,
      entryPoint: 'surveys.sending.queue',
      purpose: 'Mails one invitation with its personal link.',
      impactWhenFailing: 'customers do not receive their invitations.',
      environment: surveysSendingEnvironment,
      variables: {
        TABLE_NAME: table.name,
        LINK_SECRET_ARN: linkSecret.secretArn,
        PUBLIC_URL: publicUrl,
        ...mail.variables,
      },
      reservedConcurrency: 5,
    });
    table.allow(sending, { items: ['GetItem', 'PutItem'] });
    sending.allow(['secretsmanager:GetSecretValue'], [linkSecret.secretArn]);
    mail.allowSending(sending);
    // Five at once, of ten mails each, is what holds the rate below the one SES grants.
    new QueueConsumer(this, 'SendingConsumer', {
      queue: this.sending,
      function: sending,
      maximumConcurrency: 5,
    });

    const deliveries = new DomainFunction(this, 'Deliveries', {
      deployment,
      entryPoint: 'surveys.deliveries.queue',
      purpose: 'Learns from SES what became of each mail.',
      impactWhenFailing: 'bounces are not noticed and uncertain sends stay uncertain.',
      environment: surveysDeliveriesEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(deliveries, { items: ['GetItem', 'PutItem'] });
    const queue = new WorkQueue(this, 'DeliveriesQueue', { deployment, name: 'surveys-deliveries' });
    new BusRule(this, 'DeliveriesRule', {
      bus: defaultBus,
      pattern: mail.eventPattern(),
      queue,
      description: 'What SES reports about our mail',
    });
    new QueueConsumer(this, 'DeliveriesConsumer', { queue, function: deliveries });
  }

  private countAnswers({ deployment, table, bus }: ProcessingContext): void {
    const statistics = new DomainFunction(this, 'Statistics', {
      deployment,
      entryPoint: 'surveys.statistics.queue',
      purpose: 'Counts the answers of each survey.',
      impactWhenFailing: 'the results of surveys lag behind the answers.',
      environment: surveysStatisticsEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(statistics, { items: ['GetItem', 'UpdateItem'] });
    new EventSubscription(this, 'StatisticsEvents', {
      deployment,
      bus,
      subscription: subscriptions.surveysStatistics,
      function: statistics,
      // Answers are summed before they are written, so that a hot survey is one write per batch.
      batchSize: 50,
      batchingWindow: Duration.seconds(1),
    });
  }
}
