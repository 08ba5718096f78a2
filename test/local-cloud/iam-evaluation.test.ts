/**
 * The evaluator, against what the IAM user guide says; the page stands in each title
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/<page>.html).
 */
import { describe, expect, it } from 'vitest';
import type { Context } from '../../infra/local/iam/conditions.ts';
import { candidatesFor, decide, type Principal } from '../../infra/local/iam/decision.ts';
import { readPolicy } from '../../infra/local/iam/policy-document.ts';
import { mayPublish } from '../../infra/local/iam/topic-policy.ts';

const account = '123456789012';
const table = `arn:aws:dynamodb:eu-central-1:${account}:table/Rapport`;
const queue = `arn:aws:sqs:eu-central-1:${account}:work`;
const role: Principal = { kind: 'role', arn: `arn:aws:iam::${account}:role/worker` };
const events: Principal = { kind: 'service', name: 'events.amazonaws.com' };

interface Asked {
  readonly identity?: readonly object[];
  readonly resource?: readonly object[];
  readonly principal?: Principal;
  readonly context?: Context;
}

/** `allowed`, or why not. */
function ask(action: string, resource: string, asked: Asked): string {
  const { identity = [], resource: attached = [], principal = role, context = {} } = asked;
  const read = (statements: readonly object[]) =>
    readPolicy({ Version: '2012-10-17', Statement: statements }, 'the test');
  const permission = { action, resource };
  const candidates = candidatesFor(principal, permission, {
    identity: read(identity),
    resource: read(attached),
  });
  const decision = decide(candidates, permission, context);
  return decision.allowed ? 'allowed' : decision.reason;
}

const allow = (Action: string | string[], Resource: string | string[], Condition?: object) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition && { Condition }),
});
const implicitly = expect.stringMatching(/^because no policy allows/);

describe('the decision (reference_policies_evaluation-logic)', () => {
  it('is no by default', () => {
    expect(ask('dynamodb:GetItem', table, {})).toEqual(implicitly);
    expect(ask('dynamodb:GetItem', table, { identity: [allow('dynamodb:PutItem', table)] })).toEqual(
      implicitly,
    );
    expect(ask('dynamodb:GetItem', table, { identity: [allow('dynamodb:GetItem', `${table}2`)] })).toEqual(
      implicitly,
    );
  });

  it('is yes by a policy of the role, or of the resource where both are in one account', () => {
    const Principal = { AWS: role.kind === 'role' ? role.arn : '' };
    expect(ask('sqs:SendMessage', queue, { identity: [allow('sqs:SendMessage', queue)] })).toBe('allowed');
    expect(
      ask('sqs:SendMessage', queue, { resource: [{ ...allow('sqs:SendMessage', queue), Principal }] }),
    ).toBe('allowed');
  });

  it('is no by an explicit deny, whatever else allows', () => {
    const deny = { Effect: 'Deny', Action: 'sqs:*', Resource: queue };
    expect(ask('sqs:SendMessage', queue, { identity: [allow('sqs:*', '*'), deny] })).toBe(
      'with an explicit deny in an identity-based policy',
    );
    expect(
      ask('sqs:SendMessage', queue, {
        identity: [allow('sqs:*', '*')],
        resource: [{ ...deny, Principal: '*' }],
      }),
    ).toBe('with an explicit deny in a resource-based policy');
  });

  it('heeds the deny of insecure transport only for insecure transport (reference_policies_condition-keys)', () => {
    const onlyTls = {
      ...{ Effect: 'Deny', Action: 'sqs:*', Resource: queue, Principal: { AWS: '*' } },
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const asked = { identity: [allow('sqs:SendMessage', queue)], resource: [onlyTls] };
    const over = (secure: string) => ({ ...asked, context: { 'aws:securetransport': secure } });
    expect(ask('sqs:SendMessage', queue, over('true'))).toBe('allowed');
    expect(ask('sqs:SendMessage', queue, over('false'))).toBe(
      'with an explicit deny in a resource-based policy',
    );
  });

  it('takes an index for a resource of its own', () => {
    const onTable = { identity: [allow('dynamodb:Query', table)] };
    expect(ask('dynamodb:Query', table, onTable)).toBe('allowed');
    expect(ask('dynamodb:Query', `${table}/index/gsi1`, onTable)).toEqual(implicitly);
    const onIndex = { identity: [allow('dynamodb:Query', `${table}/index/gsi1`)] };
    expect(ask('dynamodb:Query', `${table}/index/gsi1`, onIndex)).toBe('allowed');
    expect(ask('dynamodb:Query', `${table}/index/gsi2`, onIndex)).toEqual(implicitly);
  });
});

describe('actions (reference_policies_elements_action)', () => {
  it('are compared without regard to case and may hold wildcards anywhere', () => {
    for (const action of [
      'DynamoDB:getitem',
      'dynamodb:Get*',
      'dynamodb:*Item',
      'dynamodb:?etItem',
      'dynamodb:*',
      '*',
    ]) {
      expect(ask('dynamodb:GetItem', table, { identity: [allow(action, table)] }), action).toBe('allowed');
    }
    for (const action of ['dynamodb:Get', 'dynamodb:Put*', 'dynamodb:Get?', 'sqs:*']) {
      expect(ask('dynamodb:GetItem', table, { identity: [allow(action, table)] }), action).toEqual(
        implicitly,
      );
    }
  });
});

describe('resources (reference_policies_elements_resource)', () => {
  const schedules = `arn:aws:scheduler:eu-central-1:${account}:schedule`;

  it('match by wildcards, also over slashes, with regard to case', () => {
    const asked = (resource: string) => ({ identity: [allow('scheduler:GetSchedule', resource)] });
    for (const resource of [
      '*',
      `${schedules}/rapport/*`,
      `${schedules}/*/*`,
      'arn:aws:scheduler:*:*:schedule/r*',
    ]) {
      expect(ask('scheduler:GetSchedule', `${schedules}/rapport/c-1`, asked(resource)), resource).toBe(
        'allowed',
      );
    }
    for (const resource of [`${schedules}/rapport/?`, `${schedules}/Rapport/*`, `${schedules}/other/*`]) {
      expect(ask('scheduler:GetSchedule', `${schedules}/rapport/c-1`, asked(resource)), resource).toEqual(
        implicitly,
      );
    }
  });

  it('take every other character as it is written', () => {
    const dotted = `arn:aws:ses:eu-central-1:${account}:identity/rapport.example`;
    expect(
      ask('ses:SendEmail', dotted.replace('.e', 'xe'), { identity: [allow('ses:SendEmail', `${dotted}*`)] }),
    ).toEqual(implicitly);
  });
});

describe('conditions (reference_policies_elements_condition_operators)', () => {
  const holds = (operator: string, value: string | string[], given?: string | string[]): boolean =>
    ask('sqs:SendMessage', queue, {
      identity: [allow('sqs:SendMessage', queue, { [operator]: { 'aws:SourceArn': value } })],
      context: given === undefined ? {} : { 'aws:sourcearn': given },
    }) === 'allowed';
  const rule = `arn:aws:events:eu-central-1:${account}:rule/bus/created`;

  it.each([
    ['StringEquals', 'a', 'a', true],
    ['StringEquals', 'a', 'A', false],
    ['StringEquals', 'a*', 'ab', false],
    ['StringEqualsIgnoreCase', 'a', 'A', true],
    ['StringNotEquals', 'a', 'b', true],
    ['StringNotEquals', 'a', 'a', false],
    ['StringLike', 'a?c*', 'abcd', true],
    ['StringLike', 'a?', 'a', false],
    ['StringNotLike', 'a*', 'b', true],
    ['ArnEquals', rule, rule, true],
    ['ArnEquals', `arn:aws:events:*:*:rule/bus/*`, rule, true],
    ['ArnLike', `arn:aws:events:*:${account}:rule/other/*`, rule, false],
    ['ArnNotLike', `arn:aws:events:*:${account}:rule/other/*`, rule, true],
    ['Bool', 'TRUE', 'true', true],
  ])('%s %s takes %s: %s', (operator, value, given, expected) => {
    expect(holds(operator, value, given)).toBe(expected);
  });

  it('compare the parts of an ARN one by one, where a text knows no parts', () => {
    expect(holds('StringLike', 'arn:aws:*:created', 'arn:aws:events:eu-central-1:1:created')).toBe(true);
    expect(holds('ArnLike', 'arn:aws:*:created', 'arn:aws:events:eu-central-1:1:created')).toBe(false);
  });

  it('are false without the key, unless they are negated or say IfExists', () => {
    expect(holds('StringEquals', 'a')).toBe(false);
    expect(holds('StringNotEquals', 'a')).toBe(true);
    expect(holds('StringEqualsIfExists', 'a')).toBe(true);
    expect(holds('StringEqualsIfExists', 'a', 'b')).toBe(false);
    expect(holds('Null', 'true')).toBe(true);
    expect(holds('Null', 'true', 'a')).toBe(false);
  });

  it('need one of several values, and all of several keys', () => {
    expect(holds('StringEquals', ['a', 'b'], 'b')).toBe(true);
    const both = { StringEquals: { 'aws:SourceArn': 'a', 'aws:SourceAccount': account } };
    const identity = [allow('sqs:SendMessage', queue, both)];
    const given = (context: Context) => ask('sqs:SendMessage', queue, { identity, context });
    expect(given({ 'aws:sourcearn': 'a', 'aws:sourceaccount': account })).toBe('allowed');
    expect(given({ 'aws:sourcearn': 'a' })).toEqual(implicitly);
  });

  it('over sets ask for all or for any (reference_policies_condition-single-vs-multi-valued-context-keys)', () => {
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'b', 'a'])).toBe(true);
    expect(holds('ForAllValues:StringEquals', ['a', 'b'], ['a', 'c'])).toBe(false);
    expect(holds('ForAllValues:StringEquals', ['a'])).toBe(true);
    expect(holds('ForAnyValue:StringEquals', ['a', 'b'], ['c', 'b'])).toBe(true);
    expect(holds('ForAnyValue:StringEquals', ['a'])).toBe(false);
  });
});

describe('the policy of a resource (reference_policies_elements_principal)', () => {
  const sending = (more: object) => ({ ...allow('sqs:SendMessage', queue), ...more });
  const asService = (statement: object, context: Context = {}) =>
    ask('sqs:SendMessage', queue, { principal: events, resource: [statement], context });
  const rule = (name: string) => `arn:aws:events:eu-central-1:${account}:rule/${name}`;

  it('lets a service in for the rule that it names, and for no other', () => {
    const statement = sending({
      Principal: { Service: 'events.amazonaws.com' },
      Condition: { ArnEquals: { 'aws:SourceArn': rule('mine') } },
    });
    expect(asService(statement, { 'aws:sourcearn': rule('mine') })).toBe('allowed');
    expect(asService(statement, { 'aws:sourcearn': rule('other') })).toEqual(implicitly);
    expect(asService(statement)).toEqual(implicitly);
  });

  it('means only whom it names', () => {
    expect(asService(sending({ Principal: { Service: 's3.amazonaws.com' } }))).toEqual(implicitly);
    expect(asService(sending({ Principal: { AWS: account } }))).toEqual(implicitly);
    expect(asService(sending({ Principal: '*' }))).toBe('allowed');
  });

  it('that names an account hands its roles to their own policies', () => {
    const ofAccount = (more: object) =>
      ask('sqs:SendMessage', queue, { resource: [sending({ Principal: { AWS: account }, ...more })] });
    expect(ofAccount({})).toEqual(implicitly);
    expect(ofAccount({ Effect: 'Deny' })).toBe('with an explicit deny in a resource-based policy');
  });
});

describe('what is not imitated', () => {
  it.each([
    ['an operator', allow('sqs:*', queue, { NumericLessThan: { 'aws:SourceArn': '1' } }), /NumericLessThan/],
    [
      'a condition key',
      allow('sqs:*', queue, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
      /MultiFactor/,
    ],
    ['NotAction', { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }, /NotAction/],
    ['NotPrincipal', { ...allow('sqs:*', queue), NotPrincipal: '*' }, /NotPrincipal/],
    ['a principal', { ...allow('sqs:*', queue), Principal: { Federated: 'idp' } }, /Federated/],
    ['a policy variable', allow('s3:*', `arn:aws:s3:::bucket/\${aws:username}`), /policy variable/],
    ['a wildcard for the service', allow('sqs:*', 'arn:aws:*:::x'), /neither \* nor an ARN/],
  ])('is refused when it is read: %s', (_, statement, message) => {
    expect(() => ask('sqs:SendMessage', queue, { identity: [statement] })).toThrow(message);
  });
});

/** https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger */
describe('a topic', () => {
  const topicArn = `arn:aws:sns:eu-central-1:${account}:alarms`;
  const onlyTls = {
    ...{ Effect: 'Deny', Action: 'sns:Publish', Resource: topicArn, Principal: '*' },
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const letting = {
    ...{ Effect: 'Allow', Action: 'sns:Publish', Resource: topicArn },
    ...{ Principal: { Service: 'cloudwatch.amazonaws.com' } },
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
  const publishing = (policies: readonly unknown[], sourceAccount = account) =>
    mayPublish({
      policies,
      topicArn,
      service: 'cloudwatch.amazonaws.com',
      sourceArn: `arn:aws:cloudwatch:eu-central-1:${sourceAccount}:alarm:late`,
      sourceAccount,
    });

  it('lets alarms publish by default, not by a policy that only denies, and again by one that allows it', () => {
    expect(publishing([])).toBe(true);
    expect(publishing([{ Statement: [onlyTls] }])).toBe(false);
    expect(publishing([{ Statement: [onlyTls, letting] }])).toBe(true);
    expect(publishing([{ Statement: [letting] }], '999999999999')).toBe(false);
  });
});
