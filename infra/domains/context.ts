/** What the stacks hand to the domains. */
import type { EventBus, IEventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ContractApi } from '../constructs/contract-api.ts';
import type { Deployment } from '../constructs/deployment.ts';
import type { MailIdentity } from '../constructs/mail-identity.ts';
import type { ParkedRecords } from '../constructs/parked-records.ts';
import type { SchedulerAccess } from '../constructs/scheduler-access.ts';
import type { SingleTable } from '../constructs/single-table.ts';

/** For functions that answer requests. */
export interface ApiContext {
  readonly deployment: Deployment;
  readonly table: SingleTable;
  readonly api: ContractApi;
}

/** For functions that work behind the API. */
export interface ProcessingContext {
  readonly deployment: Deployment;
  readonly table: SingleTable;
  readonly bus: EventBus;
  /** Where AWS services themselves report what happened. */
  readonly defaultBus: IEventBus;
  readonly scheduler: SchedulerAccess;
  readonly mail: MailIdentity;
  readonly linkSecret: Secret;
  readonly parkedRecords: ParkedRecords;
  /** Address of the API in links that customers and staff receive. */
  readonly publicUrl: string;
}
