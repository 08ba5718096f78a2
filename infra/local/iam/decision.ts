/**
 * Decides a request within one account: an explicit deny wins, then an allow of the role or of the resource's
 * policy; without one the answer is no. Source: IAM user guide, "Policy evaluation logic".
 */
import type { Context } from './conditions.ts';
import type { Statement } from './policy-document.ts';

/** What is to be done to what. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  readonly context?: Context | undefined;
}

export type Principal =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string };

/** One action on one resource as an allowing statement of a role names them. */
export interface Grant {
  readonly action: string;
  readonly resource: string;
}

export type Decision =
  | { readonly allowed: true; readonly grants: readonly Grant[] }
  | { readonly allowed: false; readonly reason: string };

/** A statement that fits action and resource, with the grants of it that do. */
interface Fitting {
  readonly statement: Statement;
  readonly grants: readonly Grant[];
}

/** Everything that has a say in a request, whatever its context. */
export interface Candidates {
  readonly identity: readonly Fitting[];
  readonly resource: readonly Fitting[];
}

/** The statements that fit; to be kept, for the same request comes again and again. */
export function candidatesFor(
  principal: Principal,
  permission: Permission,
  policies: { readonly identity: readonly Statement[]; readonly resource: readonly Statement[] },
): Candidates {
  return {
    identity: policies.identity.flatMap((statement) => fitting(statement, permission)),
    resource: policies.resource
      .filter((statement) => means(statement, principal))
      .flatMap((statement) => fitting(statement, permission)),
  };
}

export function decide(
  { identity, resource }: Candidates,
  { action }: Permission,
  context: Context,
): Decision {
  const applies = ({ statement }: Fitting): boolean =>
    statement.conditions.every((condition) => condition.holds(context));
  const denies = (one: Fitting): boolean => one.statement.effect === 'Deny' && applies(one);
  if (identity.some(denies)) return refused('with an explicit deny in an identity-based policy');
  if (resource.some(denies)) return refused('with an explicit deny in a resource-based policy');
  const allows = (one: Fitting): boolean => one.statement.effect === 'Allow' && applies(one);
  const grants = identity.filter(allows).flatMap((one) => one.grants);
  if (grants.length > 0 || resource.some(allows)) return { allowed: true, grants };
  return refused(`because no policy allows the ${action} action`);
}

const refused = (reason: string): Decision => ({ allowed: false, reason });

function fitting(statement: Statement, { action, resource }: Permission): Fitting[] {
  const grants = statement.actions
    .filter((pattern) => pattern.matches(action))
    .flatMap((pattern) =>
      statement.resources
        .filter((each) => each.matches(resource))
        .map((each) => ({ action: pattern.text, resource: each.text })),
    );
  return grants.length === 0 ? [] : [{ statement, grants }];
}

/** An account as a principal only hands the decision to the policies of its roles, but it may be denied something. */
function means({ principals, effect }: Statement, principal: Principal): boolean {
  if (principals === undefined) return false;
  if (principals.anyone) return true;
  if (principal.kind === 'service') return principals.services.has(principal.name);
  const account = principal.arn.split(':')[4];
  return (
    principals.arns.has(principal.arn) ||
    (effect === 'Deny' && principals.arns.has(`arn:aws:iam::${account}:root`))
  );
}
