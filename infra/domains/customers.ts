import { Construct } from 'constructs';
import { contracts } from '../../functions/contracts.ts';
import {
  customersDirectoryEnvironment,
  customersHttpEnvironment,
} from '../../functions/customers/customers/customers.environment.ts';
import { subscriptions } from '../../functions/subscriptions.ts';
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
      environment: customersHttpEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(http, {
      items: ['GetItem', 'PutItem', 'DeleteItem'],
      query: ['table', 'gsi1'],
    });
    api.serve(contracts.customers, http);
  }
}

export class CustomersProcessing extends Construct {
  constructor(scope: Construct, { deployment, table, bus }: ProcessingContext) {
    super(scope, 'Customers');
    const directory = new DomainFunction(this, 'Directory', {
      deployment,
      entryPoint: 'customers.directory.queue',
      purpose: 'Keeps the list of all customers in step with the customers.',
      impactWhenFailing: 'new customers are missing in lists and in the audience of campaigns.',
      environment: customersDirectoryEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(directory, { items: ['GetItem', 'PutItem'] });
    new EventSubscription(this, 'DirectoryEvents', {
      deployment,
      bus,
      subscription: subscriptions.customersDirectory,
      function: directory,
    });
  }
}
