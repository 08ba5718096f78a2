/**
 * A policy document as the templates contain it, made ready for evaluation. What is not imitated is refused when
 * the cloud starts, so that no policy quietly means something else here than on AWS.
 * Source: IAM user guide, "IAM JSON policy element reference".
 */
import * as z from 'zod';
import { type Condition, readConditions } from './conditions.ts';
import { type Pattern, patternOf } from './pattern.ts';

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly Pattern[];
  readonly resources: readonly Pattern[];
  readonly conditions: readonly Condition[];
  /** Whom a resource's policy or a trust policy means; the policies of a role mean the role. */
  readonly principals: Principals | undefined;
}

export interface Principals {
  readonly anyone: boolean;
  readonly services: ReadonlySet<string>;
  /** ARNs of roles, and of accounts as `arn:aws:iam::<account>:root`. */
  readonly arns: ReadonlySet<string>;
}

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const principal = z.union([
  z.literal('*'),
  z.strictObject({ AWS: oneOrMore.default([]), Service: oneOrMore.default([]) }),
]);
/** CloudFormation writes booleans and numbers where IAM reads texts. */
const conditionValue = z.union([z.string(), z.boolean(), z.number()]).transform(String);
const conditionBlock = z.record(
  z.string(),
  z.record(
    z.string(),
    z.union([conditionValue, z.array(conditionValue)]).transform((value) => [value].flat()),
  ),
);

const statementShape = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Principal: principal.optional(),
  Condition: conditionBlock.default({}),
});

const documentShape = z.strictObject({
  Version: z.literal('2012-10-17', 'only the version 2012-10-17 is imitated').optional(),
  Id: z.string().optional(),
  Statement: z.preprocess((value) => [value].flat(), z.array(statementShape)),
});

/** `owner` says in an error whose policy it is. */
export function readPolicy(document: unknown, owner: string): readonly Statement[] {
  const parsed = documentShape.safeParse(document);
  if (!parsed.success) {
    throw new Error(
      `The local cloud cannot evaluate the policy of ${owner}: ${z.prettifyError(parsed.error)}`,
    );
  }
  return parsed.data.Statement.map((statement) => ({
    effect: statement.Effect,
    actions: statement.Action.map((action) => patternOf(action, { owner, ignoreCase: true })),
    resources: (statement.Resource ?? ['*']).map((resource) => resourcePattern(resource, owner)),
    conditions: readConditions(statement.Condition, owner),
    principals: readPrincipals(statement.Principal),
  }));
}

/** "You cannot use a wildcard in the service segment that identifies the AWS product." */
function resourcePattern(resource: string, owner: string): Pattern {
  if (resource === '*' || /^arn:[^:]+:[a-z0-9-]+:/.test(resource)) return patternOf(resource, { owner });
  throw new Error(
    `The policy of ${owner} names the resource ${resource}, which is neither * nor an ARN of one service.`,
  );
}

function readPrincipals(read: z.output<typeof principal> | undefined): Principals | undefined {
  if (read === undefined) return undefined;
  if (read === '*') return { anyone: true, services: new Set(), arns: new Set() };
  const arns = read.AWS.map((each) => (/^\d{12}$/.test(each) ? `arn:aws:iam::${each}:root` : each));
  return { anyone: read.AWS.includes('*'), services: new Set(read.Service), arns: new Set(arns) };
}
