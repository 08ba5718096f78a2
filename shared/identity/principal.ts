/** Who is calling, as read from a verified access token, and what that caller may do. */
import { AppError } from '../errors/app-error.ts';
import { grants, type Permission, permissions, type Role, type RowAccess, roles } from './permissions.ts';

/** Prefix of our scopes: the identifier of the resource server in the identity provider. */
const resourceServer = 'rapport';

/** The scope every person's token carries; their roles decide what it allows. */
export const personScope = `${resourceServer}/person`;

/** The OAuth scope that stands for a permission in a machine client's token. */
export function scopeOf(permission: Permission): string {
  return `${resourceServer}/${permission}`;
}

export interface Principal {
  readonly kind: 'person' | 'machine';
  /** Subject of the token: a staff id for people, the client id for machines. */
  readonly id: string;
  readonly roles: readonly Role[];
  readonly rowAccess: Readonly<Partial<Record<Permission, RowAccess>>>;
}

/** What API Gateway's JWT authorizer hands over: every claim as a string, lists as `[a b]`. */
export interface VerifiedToken {
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads the caller from a verified token.
 * A token with the person scope is a person's, whose permissions come from the groups; any other token is a
 * machine's and has exactly the permissions among its scopes.
 */
export function principalOf(token: VerifiedToken): Principal {
  const scopes = String(token.claims.scope ?? '').split(' ');
  if (scopes.includes(personScope)) {
    const groups = listClaim(token.claims['cognito:groups'] ?? token.claims.groups);
    const held = roles.filter((role) => groups.includes(role));
    return {
      kind: 'person',
      id: String(token.claims.sub ?? ''),
      roles: held,
      rowAccess: mergeRowAccess(held),
    };
  }
  const granted = permissions.filter((permission) => scopes.includes(scopeOf(permission)));
  return {
    kind: 'machine',
    id: String(token.claims.client_id ?? token.claims.sub ?? ''),
    roles: [],
    rowAccess: Object.fromEntries(granted.map((permission) => [permission, 'all'])),
  };
}

/** A list claim arrives from HTTP API as the string `[a b]`; other gateways may hand over a real array. */
export function listClaim(claim: unknown): readonly string[] {
  if (Array.isArray(claim)) return claim.map(String);
  if (typeof claim !== 'string') return [];
  const inner = claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1) : claim;
  return inner.split(/[\s,]+/).filter((word) => word !== '');
}

function mergeRowAccess(held: readonly Role[]): Partial<Record<Permission, RowAccess>> {
  const rowAccess: Partial<Record<Permission, RowAccess>> = {};
  for (const role of held) {
    for (const permission of permissions) {
      const granted = grants[role][permission];
      if (granted === 'all' || (granted === 'own' && rowAccess[permission] === undefined)) {
        rowAccess[permission] = granted;
      }
    }
  }
  return rowAccess;
}

/** Throws `forbidden` unless the caller holds the permission. */
export function assertPermission(principal: Principal, permission: Permission): void {
  if (principal.rowAccess[permission] === undefined) {
    throw new AppError(
      'forbidden',
      `This needs the permission ${permission}, which your role does not give.`,
    );
  }
}

/** Whether the caller may see or change a row of this owner; a row without an owner is open to everybody. */
export function hasRowAccess(
  principal: Principal,
  permission: Permission,
  owner: string | null | undefined,
): boolean {
  const rowAccess = principal.rowAccess[permission];
  if (rowAccess === undefined) return false;
  return rowAccess === 'all' || owner === null || owner === undefined || owner === principal.id;
}

/** Field rule: analysts work with figures, so they see neither addresses nor numbers of single customers. */
export function seesContactDetails(principal: Principal): boolean {
  return principal.kind === 'machine' || principal.roles.some((role) => role !== 'analyst');
}
