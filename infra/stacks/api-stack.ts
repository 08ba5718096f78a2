/** What answers requests: the HTTP API, its routes and their functions. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ContractApi, type TokenIssuer } from '../constructs/contract-api.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { CallbacksApi } from '../domains/callbacks.ts';
import type { ApiContext } from '../domains/context.ts';
import { CustomersApi } from '../domains/customers.ts';
import { PlatformApi } from '../domains/platform.ts';
import { StaffApi } from '../domains/staff.ts';
import { SurveysApi } from '../domains/surveys.ts';
import type { DataStack } from './data-stack.ts';

export interface ApiStackProps {
  readonly deployment: Deployment;
  readonly data: DataStack;
  readonly issuer: TokenIssuer;
}

export class ApiStack extends Stack {
  readonly api: ContractApi;

  constructor(scope: Construct, id: string, { deployment, data, issuer }: ApiStackProps) {
    super(scope, id, { description: 'Rapport: the HTTP API and the functions behind its routes' });
    this.api = new ContractApi(this, 'Api', { deployment, issuer });
    const context: ApiContext = { deployment, table: data.table, api: this.api };
    new CustomersApi(this, context);
    new StaffApi(this, context);
    new SurveysApi(this, context);
    new CallbacksApi(this, context);
    new PlatformApi(this, context);
    new CfnOutput(this, 'Url', { value: this.api.url });
  }
}
