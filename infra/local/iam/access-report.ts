/** Keeps which grants were used, what was refused, and what has never been asked for. */
import type { Grant, Permission } from './decision.ts';
import type { Role } from './policies.ts';

export interface UsedGrant extends Grant {
  readonly count: number;
}

export interface DeniedRequest {
  readonly action: string;
  readonly resource: string;
  readonly reason: string;
  readonly count: number;
}

export interface PrincipalReport {
  /** Action as it was asked for, resource as the grant names it. */
  readonly calls: readonly UsedGrant[];
  readonly denied: readonly DeniedRequest[];
  /** Each action on each resource that the role allows and nobody has asked for. */
  readonly neverUsed: readonly Grant[];
}

/** By logical id of the function, or of the role where no function has it, or by name of the AWS service. */
export type AccessReport = Readonly<Record<string, PrincipalReport>>;

export interface AccessRecord {
  allowed(principal: string, permission: Permission, grants: readonly Grant[]): void;
  denied(principal: string, permission: Permission, reason: string): void;
  report(): AccessReport;
}

/** Asked for by the platform where nothing is imitated: encryption. */
const notEvaluated = /^kms:/i;

interface Kept {
  readonly calls: Map<string, UsedGrant>;
  readonly denied: Map<string, DeniedRequest>;
  readonly used: Set<string>;
}

export function createAccessRecord(roles: Iterable<Role>): AccessRecord {
  const kept = new Map<string, Kept>();
  const declared = new Map([...roles].map((role) => [role.id, grantsOf(role)]));

  function keptFor(principal: string): Kept {
    let found = kept.get(principal);
    if (!found) {
      found = { calls: new Map(), denied: new Map(), used: new Set() };
      kept.set(principal, found);
    }
    return found;
  }

  return {
    allowed(principal, { action, resource }, grants) {
      const { calls, used } = keptFor(principal);
      // A service without a role is allowed by the policy of the resource.
      const matched = grants.length === 0 ? [{ action, resource }] : grants;
      for (const grant of matched) {
        count(calls, { action, resource: grant.resource });
        used.add(keyOf(grant));
      }
    },
    denied(principal, { action, resource }, reason) {
      count(keptFor(principal).denied, { action, resource, reason });
    },
    report() {
      const ids = new Set([...declared.keys(), ...kept.keys()]);
      return Object.fromEntries(
        [...ids].toSorted().map((id): [string, PrincipalReport] => {
          const { calls, denied, used } = keptFor(id);
          const neverUsed = (declared.get(id) ?? []).filter((grant) => !used.has(keyOf(grant)));
          return [id, { calls: sorted(calls.values()), denied: sorted(denied.values()), neverUsed }];
        }),
      );
    },
  };
}

function count<Row extends Grant>(rows: Map<string, Row & { readonly count: number }>, row: Row): void {
  const key = keyOf(row);
  rows.set(key, { ...row, count: (rows.get(key)?.count ?? 0) + 1 });
}

function grantsOf({ statements }: Role): readonly Grant[] {
  const grants = statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ actions, resources }) =>
      actions.flatMap((action) =>
        resources.map((resource) => ({ action: action.text, resource: resource.text })),
      ),
    )
    .filter(({ action }) => !notEvaluated.test(action));
  return sorted(new Map(grants.map((grant) => [keyOf(grant), grant])).values());
}

const keyOf = ({ action, resource }: Grant): string => `${action} ${resource}`;

function sorted<Row extends Grant>(rows: Iterable<Row>): readonly Row[] {
  return [...rows].toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
}
