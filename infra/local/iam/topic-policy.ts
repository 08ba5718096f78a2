/** Whether a topic lets a service of AWS publish, for tests of alarms: no topic is imitated. */
import { candidatesFor, decide } from './decision.ts';
import { readPolicy } from './policy-document.ts';

export interface Publishing {
  /** `PolicyDocument` of the topic's policies with every reference resolved; without any the default policy holds. */
  readonly policies: readonly unknown[];
  readonly topicArn: string;
  /** E.g. `cloudwatch.amazonaws.com`. */
  readonly service: string;
  /** E.g. the ARN of the alarm. */
  readonly sourceArn: string;
  readonly sourceAccount: string;
}

/** A policy of one's own takes the place of the default one, which lets the services of the same account publish. */
export function mayPublish({ policies, topicArn, service, sourceArn, sourceAccount }: Publishing): boolean {
  if (policies.length === 0) return true;
  const principal = { kind: 'service', name: service } as const;
  const publishing = { action: 'sns:Publish', resource: topicArn };
  const resource = policies.flatMap((document) => readPolicy(document, topicArn));
  return decide(candidatesFor(principal, publishing, { identity: [], resource }), publishing, {
    'aws:securetransport': 'true',
    'aws:principalisawsservice': 'true',
    'aws:sourcearn': sourceArn,
    'aws:sourceaccount': sourceAccount,
    'aws:sourceowner': sourceAccount,
  }).allowed;
}
