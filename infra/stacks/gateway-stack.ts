/** The HTTP API and who may call it. Its routes stand in the stacks of the areas, its stage behind them. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Deployment } from '../constructs/deployment.ts';
import { HttpApi, type TokenIssuer } from '../constructs/http-api.ts';

export interface GatewayStackProps {
  readonly deployment: Deployment;
  readonly issuer: TokenIssuer;
}

export class GatewayStack extends Stack {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { deployment, issuer }: GatewayStackProps) {
    super(scope, id, { description: 'Rapport: the HTTP API and its authorizer' });
    this.api = new HttpApi(this, 'HttpApi', { deployment, issuer });
    // Always exported, whether or not a setting has somebody import them: an export in use cannot be taken back.
    for (const value of [this.api.id, this.api.authorizerId, this.api.endpoint]) this.exportValue(value);
    new CfnOutput(this, 'Url', { value: this.api.endpoint });
  }
}
