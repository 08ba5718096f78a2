/** The HTTP API and who may call it. Its routes stand in the stacks of the areas, its stage behind them. */
import { CfnOutput, Fn, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { SignIn } from '../areas/uses.ts';
import type { Deployment } from '../constructs/deployment.ts';
import { HttpApi, type TokenIssuer } from '../constructs/http-api.ts';
import type { IdentityStack } from './identity-stack.ts';

export interface GatewayStackProps {
  readonly deployment: Deployment;
  readonly issuer: TokenIssuer;
  /** The user pool of the deployment, where it has one. */
  readonly identity: IdentityStack | undefined;
}

export class GatewayStack extends Stack {
  readonly api: HttpApi;
  /** Who signs people in at the desk. */
  signIn: SignIn;

  constructor(scope: Construct, id: string, { deployment, issuer, identity }: GatewayStackProps) {
    super(scope, id, { description: 'Rapport: the HTTP API and its authorizer' });
    this.signIn = { issuer: issuer.url, clientId: deployment.settings.deskClientId ?? '' };
    const site = (endpoint: string) => deployment.settings.publicUrl ?? endpoint;
    this.api = new HttpApi(this, 'HttpApi', {
      deployment,
      issuerFor: (endpoint) => {
        if (identity === undefined) return issuer;
        const clientId = identity.createDeskClient(this, site(endpoint)).userPoolClientId;
        this.signIn = {
          issuer: this.offer('DeskIssuer', issuer.url),
          clientId: this.offer('DeskClientId', clientId),
        };
        return { ...issuer, audience: [...issuer.audience, clientId] };
      },
    });
    // Always exported, whether or not a setting has somebody import them: an export in use cannot be taken back.
    for (const value of [this.api.id, this.api.authorizerId, this.api.endpoint]) this.exportValue(value);
    new CfnOutput(this, 'Url', { value: this.api.endpoint });
    new CfnOutput(this, 'DeskUrl', { value: `${site(this.api.endpoint)}/desk` });
  }

  /**
   * For the stack of the desk, without an export: these go with the setting `issuer`, and an export in use cannot.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
   */
  private offer(name: string, value: string): string {
    new CfnOutput(this, name, { value });
    return Fn.getStackOutput(this.stackName, name);
  }
}
