import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { DomainFunction } from './domain-function.ts';

export interface ServiceKeyProps {
  readonly description: string;
  /** What it holds at first, beside `generated`: JSON, which a person replaces by what the service has given them. */
  readonly content: Readonly<Record<string, string>>;
  /** The field that is random from the start. */
  readonly generated: string;
}

/** What opens a service outside AWS. It is made when it is first asked for, in the stack whose function reads it. */
export class ServiceKey {
  private readonly make: () => Secret;
  private secret: Secret | undefined;

  constructor(scope: Construct, id: string, { description, content, generated }: ServiceKeyProps) {
    this.make = () =>
      new Secret(scope, id, {
        description,
        generateSecretString: {
          secretStringTemplate: JSON.stringify(content),
          generateStringKey: generated,
          passwordLength: 48,
          excludePunctuation: true,
        },
        removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      });
  }

  get arn(): string {
    if (this.secret === undefined) {
      this.secret = this.make();
      Validations.of(this.secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason: 'What a service of others has given is changed there, and by hand.',
      });
    }
    return this.secret.secretArn;
  }

  allowReading(fn: DomainFunction): void {
    fn.allow(['secretsmanager:GetSecretValue'], [this.arn]);
  }
}
