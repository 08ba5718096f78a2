/** What works behind the API: relay, rules, queues, consumers, schedules. */
import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { SchedulerAccess } from '../constructs/scheduler-access.ts';
import { CallbacksProcessing } from '../domains/callbacks.ts';
import type { ProcessingContext } from '../domains/context.ts';
import { CustomersProcessing } from '../domains/customers.ts';
import { PlatformProcessing } from '../domains/platform.ts';
import { SurveysProcessing } from '../domains/surveys.ts';
import type { DataStack } from './data-stack.ts';

export interface ProcessingStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  /** Address of the API in links that people receive. */
  readonly publicUrl: string;
}

export class ProcessingStack extends Stack {
  readonly scheduler: SchedulerAccess;

  constructor(scope: Construct, id: string, { deployment, data, publicUrl }: ProcessingStackProps) {
    super(scope, id, { description: 'Rapport: relay, queues, consumers and schedules' });
    this.scheduler = new SchedulerAccess(this, 'Scheduler', { deployment });
    const context: ProcessingContext = {
      deployment,
      publicUrl,
      scheduler: this.scheduler,
      table: data.table,
      bus: data.bus,
      defaultBus: EventBus.fromEventBusName(this, 'DefaultBus', 'default'),
      mail: data.mail,
      linkSecret: data.linkSecret,
      parkedRecords: data.parkedRecords,
    };
    new CustomersProcessing(this, context);
    const surveys = new SurveysProcessing(this, context);
    new CallbacksProcessing(this, context);
    new PlatformProcessing(this, context, { sending: surveys.sending });
  }
}
