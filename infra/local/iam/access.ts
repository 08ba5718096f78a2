/**
 * Least privilege, enforced: every call of a function is checked against its synthesized role and the policy of the
 * resource, and so is what the services of AWS do themselves.
 */
import { type Access, AwsError, type Template } from '../cloud.ts';
import { type AccessReport, createAccessRecord } from './access-report.ts';
import type { Context } from './conditions.ts';
import {
  type Candidates,
  candidatesFor,
  type Decision,
  decide,
  type Permission,
  type Principal,
} from './decision.ts';
import { policyOwnerOf, type Role, readPolicies } from './policies.ts';
import { accessDenied } from './refusal.ts';

export interface RoleAccess extends Access {
  /** Throws what `service` answers when the role of the function lacks one of these. */
  authorize(service: string, functionId: string, permissions: readonly Permission[]): void;
  /** Whether a service of AWS may act in this role, by the role's trust policy. */
  trusts(roleArn: string, service: string, sourceArn: string): boolean;
  report(): AccessReport;
}

export interface AccessOptions {
  readonly template: Template;
  readonly accountId: string;
}

/** So many different requests are remembered; the names of schedules and objects have no end. */
const remembered = 20_000;

export function createAccess({ template, accountId }: AccessOptions): RoleAccess {
  const { roles, ofResources } = readPolicies(template);
  const record = createAccessRecord(roles.values());
  const known = new Map<string, Candidates>();

  function candidates(principal: Principal, permission: Permission): Candidates {
    const name = principal.kind === 'role' ? principal.arn : principal.name;
    const key = `${name} ${permission.action} ${permission.resource}`;
    let found = known.get(key);
    if (!found) {
      if (known.size >= remembered) known.clear();
      const identity = (principal.kind === 'role' && roles.get(principal.arn)?.statements) || [];
      const resource = ofResources.get(policyOwnerOf(permission.resource)) ?? [];
      found = candidatesFor(principal, permission, { identity, resource });
      known.set(key, found);
    }
    return found;
  }

  /** Decides and keeps what was decided. */
  function ask(id: string, principal: Principal, permission: Permission, context: Context): Decision {
    const full = { ...surroundings(principal, accountId), ...context, ...permission.context };
    const decision = decide(candidates(principal, permission), permission, full);
    if (decision.allowed) record.allowed(id, permission, decision.grants);
    else record.denied(id, permission, decision.reason);
    return decision;
  }

  function roleOf(functionId: string): Role {
    const arn = template.byLogicalId(functionId)?.properties.Role;
    const role = typeof arn === 'string' ? roles.get(arn) : undefined;
    if (role) return role;
    throw new Error(`The function ${functionId} has no role in the templates, so it may do nothing.`);
  }

  function trusts(roleArn: string, service: string, sourceArn: string): boolean {
    const trust = roles.get(roleArn)?.trust ?? [];
    const principal: Principal = { kind: 'service', name: service };
    const assuming = { action: 'sts:AssumeRole', resource: roleArn };
    const context = { ...surroundings(principal, accountId), ...sourceContext(sourceArn, accountId) };
    return decide(candidatesFor(principal, assuming, { identity: [], resource: trust }), assuming, context)
      .allowed;
  }

  return {
    trusts,
    authorize(service, functionId, permissions) {
      const role = roleOf(functionId);
      for (const permission of permissions) {
        const decision = ask(role.id, { kind: 'role', arn: role.arn }, permission, {});
        if (decision.allowed) continue;
        const session = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${functionId}`;
        throw accessDenied(service, session, permission, decision.reason);
      }
    },
    asRole(roleArn, { service, sourceArn }, action, resource) {
      const role = roles.get(roleArn);
      const id = role?.id ?? roleArn;
      if (!trusts(roleArn, service, sourceArn)) {
        const reason = `because its trust policy does not let ${service} assume it for ${sourceArn}`;
        record.denied(id, { action: 'sts:AssumeRole', resource: roleArn }, reason);
        throw new AwsError(403, 'AccessDenied', `${roleArn} cannot be used, ${reason}`);
      }
      const permission = { action, resource };
      const decision = ask(id, { kind: 'role', arn: roleArn }, permission, {});
      if (!decision.allowed) throw accessDenied('sts', roleArn, permission, decision.reason);
    },
    asService({ service, sourceArn }, action, resource) {
      const permission = { action, resource };
      const context = sourceContext(sourceArn, accountId);
      const decision = ask(service, { kind: 'service', name: service }, permission, context);
      if (!decision.allowed) throw accessDenied('sts', service, permission, decision.reason);
    },
    report: () => record.report(),
  };
}

/** Calls to the endpoint count as made over TLS, as they are on AWS. */
function surroundings(principal: Principal, accountId: string): Context {
  return {
    'aws:securetransport': 'true',
    'aws:principalisawsservice': String(principal.kind === 'service'),
    ...(principal.kind === 'role' && {
      'aws:principalarn': principal.arn,
      'aws:principalaccount': accountId,
    }),
  };
}

function sourceContext(sourceArn: string, accountId: string): Context {
  return { 'aws:sourcearn': sourceArn, 'aws:sourceaccount': accountId };
}
