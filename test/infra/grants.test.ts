import { describe, expect, it } from 'vitest';
import { synthesize, type TemplateResource, target } from './synthesis.ts';

const { ofType } = await synthesize();
const functions = ofType('AWS::Lambda::Function');
const policies = ofType('AWS::IAM::Policy');

interface Statement {
  readonly policy: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

function statementsOf({ logicalId, Properties }: TemplateResource): Statement[] {
  return Properties.PolicyDocument.Statement.map((each: Record<string, unknown>) => ({
    policy: logicalId,
    actions: [each.Action].flat(),
    resources: [each.Resource]
      .flat()
      .map((resource) => (typeof resource === 'string' ? resource : written(resource))),
    condition: each.Condition,
  }));
}

/** Joins are written out, so that a wildcard anywhere in them is seen. */
function written(resource: unknown): string {
  return JSON.stringify(resource);
}

const statements = policies.flatMap(statementsOf);

describe('grants', () => {
  it('never hold an action with a wildcard', () => {
    const wild = statements.flatMap(({ actions }) => actions.filter((action) => action.includes('*')));
    expect(statements.length).toBeGreaterThan(functions.length);
    expect(wild).toEqual([]);
  });

  it('never let a function scan the table or touch all of its indexes', () => {
    const actions = new Set(statements.flatMap((each) => each.actions));
    expect([...actions].filter((action) => /Scan|PartiQL/.test(action))).toEqual([]);
    const indexes = statements.flatMap((each) => each.resources).filter((each) => each.includes('/index/'));
    expect(indexes.length).toBeGreaterThan(0);
    expect(indexes.filter((each) => !/\/index\/gsi[123]"/.test(each))).toEqual([]);
  });

  it('reach every resource only for tracing, which knows none', () => {
    const everywhere = statements.filter(({ resources }) => resources.includes('*'));
    expect(new Set(everywhere.flatMap(({ actions }) => actions))).toEqual(
      new Set(['xray:PutTraceSegments', 'xray:PutTelemetryRecords']),
    );
  });

  it('hold a wildcard in a resource only for schedules of the group, parked records, personal files and recipients of mail', () => {
    const wild = statements
      .flatMap(({ actions, resources }) => resources.map((resource) => ({ actions, resource })))
      .filter(({ resource }) => resource !== '*' && resource.includes('*'));
    for (const { actions, resource } of wild) {
      if (actions.join() === 'ses:SendEmail') continue;
      const known = actions.every((action) => action.startsWith('scheduler:'))
        ? /:schedule\/(rapport-dev-schedules|\*)\/\*"/
        : /:s3:::rapport-dev-(parked-.*\/aws\/lambda|personal-.*\/(attachments|exports|erased|extracts|imports))\/\*"/;
      expect(resource, actions.join()).toMatch(known);
    }
  });

  it('let a function change schedules of our group only; all it may do with others is list them', () => {
    const outside = statements.filter(({ resources }) =>
      resources.some((each) => each.includes(':schedule/*/*')),
    );
    expect(new Set(outside.flatMap(({ actions }) => actions))).toEqual(new Set(['scheduler:ListSchedules']));
  });

  it('let one function send mail, from our address only: the sandbox asks for the identity of the recipient', () => {
    const sending = statements.filter(({ actions }) => actions.includes('ses:SendEmail'));
    const [set, identity, ...others] = sending.toSorted((one) => (one.condition === undefined ? -1 : 1));
    expect(others).toEqual([]);
    expect(set).toMatchObject({ condition: undefined });
    expect(set!.resources).toEqual([expect.stringContaining(':configuration-set/rapport-dev-mail"')]);
    expect(identity!.resources).toEqual([expect.stringContaining(':identity/*"')]);
    expect(identity!.condition).toEqual({
      StringEqualsIgnoreCase: { 'ses:FromAddress': 'care@rapport.example' },
    });
  });

  it('let a function pass only the role of the schedules, and only to the scheduler', () => {
    const passing = statements.filter(({ actions }) => actions.includes('iam:PassRole'));
    expect(passing.length).toBeGreaterThan(0);
    for (const { condition, resources } of passing) {
      expect(condition).toEqual({ StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } });
      expect(resources).toEqual([expect.stringContaining('SchedulerRole')]);
    }
  });
});

describe('roles', () => {
  it('belong to one function each', () => {
    const roles = functions.map((each) => target(each.Properties.Role));
    expect(new Set(roles).size).toBe(functions.length);
    expect(roles).not.toContain(undefined);
  });

  it('have no managed policies', () => {
    expect(
      ofType('AWS::IAM::Role').filter((each) => each.Properties.ManagedPolicyArns !== undefined),
    ).toEqual([]);
  });

  it('of the scheduler trusts only schedules of our group in our account', () => {
    const role = ofType('AWS::IAM::Role').find((each) =>
      JSON.stringify(each.Properties.AssumeRolePolicyDocument).includes('scheduler.amazonaws.com'),
    );
    const { StringEquals } = role!.Properties.AssumeRolePolicyDocument.Statement[0].Condition;
    expect(StringEquals['aws:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' });
    expect(JSON.stringify(StringEquals['aws:SourceArn'])).toContain(':schedule-group/rapport-dev-schedules');
  });
});
