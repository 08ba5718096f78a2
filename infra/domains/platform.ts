import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as contracts from '../../functions/contracts.ts';
import {
  platformDueSweepEnvironment,
  platformHttpEnvironment,
  platformParkedEnvironment,
  platformRelayEnvironment,
} from '../../functions/platform/platform.environment.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { BusRule } from '../constructs/event-subscription.ts';
import { QueueConsumer } from '../constructs/queue-consumer.ts';
import { ScheduledJob } from '../constructs/scheduled-job.ts';
import { StreamConsumer } from '../constructs/stream-consumer.ts';
import { WorkQueue } from '../constructs/work-queue.ts';
import type { ApiContext, ProcessingContext } from './context.ts';

export class PlatformApi extends Construct {
  constructor(scope: Construct, { deployment, api }: ApiContext) {
    super(scope, 'Platform');
    const http = new DomainFunction(this, 'Http', {
      deployment,
      entryPoint: 'platform.http',
      purpose: 'Serves the API description, and answers where no route matches.',
      impactWhenFailing: 'the API reference is away, and a wrong address gets no explanation.',
      environment: platformHttpEnvironment,
      variables: {},
    });
    api.serve(contracts.platform, http);
    api.serveDefault(http);
  }
}

export interface DueQueues {
  /** Takes invitations whose time has come. */
  readonly sending: WorkQueue;
}

export class PlatformProcessing extends Construct {
  constructor(scope: Construct, context: ProcessingContext, queues: DueQueues) {
    super(scope, 'Platform');
    this.relayEvents(context);
    this.sweepDueList(context, queues);
  }

  /** Inserted events → bus. What cannot be published waits, whole, and is tried again a quarter of an hour later. */
  private relayEvents({ deployment, table, bus, defaultBus, parkedRecords }: ProcessingContext): void {
    const parkedQueue = new WorkQueue(this, 'ParkedQueue', {
      deployment,
      name: 'platform-parked',
      delay: Duration.minutes(15),
    });
    const relay = new DomainFunction(this, 'Relay', {
      deployment,
      entryPoint: 'platform.relay.stream',
      purpose: 'Publishes every recorded event on the bus.',
      impactWhenFailing: 'nothing that should follow from a change happens: no lists, mails or callbacks.',
      environment: platformRelayEnvironment,
      variables: { BUS_NAME: bus.eventBusName, PARKED_QUEUE_URL: parkedQueue.deadLettersUrl },
    });
    relay.allow(['events:PutEvents'], [bus.eventBusArn]);
    parkedQueue.allowParking(relay);
    new StreamConsumer(this, 'RelayStream', { table, function: relay, parkedRecords });

    const parked = new DomainFunction(this, 'Parked', {
      deployment,
      entryPoint: 'platform.parked.queue',
      purpose: 'Publishes events that the relay had to put aside.',
      impactWhenFailing: 'events that were put aside stay unpublished.',
      environment: platformParkedEnvironment,
      variables: { BUS_NAME: bus.eventBusName },
    });
    parked.allow(['events:PutEvents'], [bus.eventBusArn]);
    parkedRecords.allowReading(parked);
    new BusRule(this, 'ParkedRule', {
      bus: defaultBus,
      pattern: parkedRecords.eventPattern,
      queue: parkedQueue,
      description: 'Stream records that the relay could not publish',
    });
    new QueueConsumer(this, 'ParkedConsumer', {
      queue: parkedQueue,
      function: parked,
      maximumConcurrency: 2,
    });
  }

  private sweepDueList({ deployment, table, scheduler }: ProcessingContext, { sending }: DueQueues): void {
    const dueSweep = new DomainFunction(this, 'DueSweep', {
      deployment,
      entryPoint: 'platform.due-sweep.schedule',
      purpose: 'Brings up everything that has waited for this minute.',
      impactWhenFailing: 'uncertain sends and other waiting work are not taken up again.',
      environment: platformDueSweepEnvironment,
      variables: { TABLE_NAME: table.name, SENDING_QUEUE_URL: sending.url },
    });
    table.allow(dueSweep, { query: ['gsi3'] });
    sending.allowSending(dueSweep);
    new ScheduledJob(this, 'DueSweepJob', {
      deployment,
      scheduler,
      name: 'platform-due-sweep',
      expression: 'rate(1 minute)',
      function: dueSweep,
    });
  }
}
