import { Construct } from 'constructs';
import * as contracts from '../../functions/contracts.ts';
import { customersDirectory } from '../../functions/customers/customers/customers.domain.ts';
import { tableEnvironment } from '../../shared/runtime/environment.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import type { ApiContext, ProcessingContext } from './context.ts';

export class CustomersApi extends Construct {
  constructor(scope: Construct, { deployment, table, api }: ApiContext) {
    super(scope, 'Customers');
    const http = new DomainFunction(this, 'Http', {
      deployment,
      entryPoint: 'customers.http',
      purpose: 'Answers the routes of customers and their interactions.',
      impactWhenFailing: 'nobody can open, find or change a customer.',
      environment: tableEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(http, {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem'],
      query: ['table', 'gsi1', 'gsi3'],
    });
    api.serve(contracts.customers, http);
  }
}

export class CustomersProcessing extends Construct {
  constructor(scope: Construct, { deployment, table, bus }: ProcessingContext) {
    super(scope, 'Customers');
    const directory = new DomainFunction(this, 'Directory', {
      deployment,
      entryPoint: 'customers.events.queue',
      purpose: 'Keeps the list of all customers in step with the customers.',
      impactWhenFailing: 'new customers are missing in lists and in the audience of campaigns.',
      environment: tableEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(directory, { items: ['GetItem', 'PutItem'] });
    new EventSubscription(this, 'DirectoryEvents', {
      deployment,
      bus,
      subscription: customersDirectory,
      function: directory,
    });
  }
}
