import { Construct } from 'constructs';
import {
  callbacksDueEnvironment,
  callbacksHttpEnvironment,
  callbacksNoticesEnvironment,
  callbacksOpeningEnvironment,
  callbacksSchedulingEnvironment,
  callbacksSweepEnvironment,
} from '../../functions/callbacks/callbacks/callbacks.environment.ts';
import * as contracts from '../../functions/contracts.ts';
import { subscriptions } from '../../functions/subscriptions.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { ScheduledJob } from '../constructs/scheduled-job.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { ApiContext, ProcessingContext } from './context.ts';

export class CallbacksApi extends Construct {
  constructor(scope: Construct, { deployment, table, api }: ApiContext) {
    super(scope, 'Callbacks');
    const http = new DomainFunction(this, 'Http', {
      deployment,
      entryPoint: 'callbacks.http',
      purpose: 'Answers the routes of callbacks.',
      impactWhenFailing: 'agents cannot see their queue or complete a callback.',
      environment: callbacksHttpEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(http, {
      items: ['GetItem', 'PutItem'],
      query: ['gsi1', 'gsi2'],
    });
    api.serve(contracts.callbacks, http);
  }
}

export class CallbacksProcessing extends Construct {
  private readonly due: WorkQueue;

  constructor(scope: Construct, context: ProcessingContext) {
    super(scope, 'Callbacks');
    this.due = new WorkQueue(this, 'DueQueue', { deployment: context.deployment, name: 'callbacks-due' });
    context.scheduler.target(this.due);
    this.open(context);
    this.schedule(context);
    this.becomeDue(context);
    this.sweep(context);
  }

  /** A poor answer opens a callback. */
  private open({ deployment, table, bus }: ProcessingContext): void {
    const opening = new DomainFunction(this, 'Opening', {
      deployment,
      entryPoint: 'callbacks.opening.queue',
      purpose: 'Opens a callback for every poor answer.',
      impactWhenFailing: 'unhappy customers are not called back.',
      environment: callbacksOpeningEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(opening, { items: ['GetItem', 'PutItem'] });
    new EventSubscription(this, 'OpeningEvents', {
      deployment,
      bus,
      subscription: subscriptions.callbacksOpening,
      function: opening,
    });
  }

  /** A callback opened, moved or closed → its one-time schedule. */
  private schedule({ deployment, table, bus, scheduler }: ProcessingContext): void {
    const scheduling = new DomainFunction(this, 'Scheduling', {
      deployment,
      entryPoint: 'callbacks.scheduling.queue',
      purpose: 'Keeps the one-time schedule of every callback in step with the callback.',
      impactWhenFailing: 'callbacks become due only with the hourly sweep.',
      environment: callbacksSchedulingEnvironment,
      variables: { TABLE_NAME: table.name, ...scheduler.variablesFor(this.due) },
    });
    table.allow(scheduling, { items: ['GetItem', 'PutItem'] });
    scheduler.allowManaging(scheduling, ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']);
    new EventSubscription(this, 'SchedulingEvents', {
      deployment,
      bus,
      subscription: subscriptions.callbacksScheduling,
      function: scheduling,
    });
  }

  /** The schedule fires → the callback becomes due → its owner is told. */
  private becomeDue({ deployment, table, bus, mail }: ProcessingContext): void {
    const due = new DomainFunction(this, 'Due', {
      deployment,
      entryPoint: 'callbacks.due.queue',
      purpose: 'Makes a callback due when its time has come.',
      impactWhenFailing: 'callbacks do not appear as due in the queue of their owner.',
      environment: callbacksDueEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(due, { items: ['GetItem', 'PutItem'] });
    new QueueConsumer(this, 'DueConsumer', { queue: this.due, function: due });

    const notices = new DomainFunction(this, 'Notices', {
      deployment,
      entryPoint: 'callbacks.notices.queue',
      purpose: 'Tells the owner of a callback by mail that it is due.',
      impactWhenFailing: 'owners see due callbacks only when they look at their queue.',
      environment: callbacksNoticesEnvironment,
      variables: { TABLE_NAME: table.name, ...mail.variables },
    });
    table.allow(notices, { items: ['GetItem', 'PutItem'] });
    mail.allowSending(notices);
    new EventSubscription(this, 'NoticesEvents', {
      deployment,
      bus,
      subscription: subscriptions.callbacksNotices,
      function: notices,
      maximumConcurrency: 2,
    });
  }

  /** Every hour: what is due without having fired, and what is scheduled without being open. */
  private sweep({ deployment, table, scheduler }: ProcessingContext): void {
    const sweep = new DomainFunction(this, 'Sweep', {
      deployment,
      entryPoint: 'callbacks.sweep.schedule',
      purpose: 'Finds callbacks and schedules that have lost each other.',
      impactWhenFailing: 'a callback whose schedule was lost stays unnoticed.',
      environment: callbacksSweepEnvironment,
      variables: {
        TABLE_NAME: table.name,
        DUE_QUEUE_URL: this.due.url,
        ...scheduler.variablesFor(this.due),
      },
    });
    table.allow(sweep, { items: ['GetItem', 'BatchGetItem'], query: ['gsi3'] });
    scheduler.allowManaging(sweep, ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']);
    scheduler.allowListing(sweep);
    this.due.allowSending(sweep);
    new ScheduledJob(this, 'SweepJob', {
      deployment,
      scheduler,
      name: 'callbacks-sweep',
      expression: 'rate(1 hour)',
      function: sweep,
    });
  }
}
