import { Construct } from 'constructs';
import * as contracts from '../../functions/contracts.ts';
import { tableEnvironment } from '../../shared/runtime/environment.ts';
import { DomainFunction } from '../constructs/domain-function.ts';
import type { ApiContext } from './context.ts';

export class StaffApi extends Construct {
  constructor(scope: Construct, { deployment, table, api }: ApiContext) {
    super(scope, 'Staff');
    const http = new DomainFunction(this, 'Http', {
      deployment,
      entryPoint: 'people.http',
      purpose: 'Answers the routes of staff.',
      impactWhenFailing: 'colleagues cannot be registered, found or changed.',
      environment: tableEnvironment,
      variables: { TABLE_NAME: table.name },
    });
    table.allow(http, { items: ['GetItem', 'PutItem'], query: ['gsi1'] });
    api.serve(contracts.staff, http);
  }
}
