/** Handwritten roles and policies for tiny clouds, as the CDK would synthesize them. */
import type { TinyResource } from './tiny-cloud.ts';

export interface TinyStatement {
  readonly Effect?: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

/** A role `<id>Role` that a service may assume, with one policy attached. */
export function aRole(
  id: string,
  service: string,
  statements: readonly TinyStatement[],
  condition?: object,
): Record<string, TinyResource> {
  const trust = { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } };
  return {
    [`${id}Role`]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: `tiny-${id}`,
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ ...trust, ...(condition && { Condition: condition }) }],
        },
      },
    },
    [`${id}Policy`]: {
      Type: 'AWS::IAM::Policy',
      Properties: {
        PolicyName: `${id}Policy`,
        Roles: [{ Ref: `${id}Role` }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: statements.map((each) => ({ Effect: 'Allow', ...each })),
        },
      },
    },
  };
}

const arnOf = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });

export const logging: TinyStatement = {
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: 'arn:aws:logs:*:*:log-group:/aws/lambda/*',
};

export const polling = (queue: string): TinyStatement => ({
  Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
  Resource: arnOf(queue),
});

/** Lets a rule of the bus put events into a queue. */
export const lettingIn = (rule: string, queue: string): Record<string, TinyResource> => ({
  [`${queue}Policy`]: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sqs:SendMessage',
            Principal: { Service: 'events.amazonaws.com' },
            Resource: arnOf(queue),
            Condition: { ArnEquals: { 'aws:SourceArn': arnOf(rule) } },
          },
        ],
      },
    },
  },
});
