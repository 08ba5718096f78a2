/** Who is calling, as read from a verified access token, and what that caller may do. */
import { AppError } from '../errors/app-error.ts';
import { staffIdSchema } from '../values/staff-id.ts';
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
  /**
   * Whose rows count as the caller's own: theirs, and those of colleagues that their teams open to them. Looked up where
   * the caller reaches own rows only; for others it is the caller alone.
   */
  readonly reach: ReadonlySet<string>;
}

/** What API Gateway's JWT authorizer hands over: every claim as a string, lists as `[a b]`. */
export interface VerifiedToken {
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Reads the caller from a verified token.
 * A token with the person scope is a person's, whose permissions come from the groups; any other token is a
 * machine's and has exactly the permissions among its scopes. Throws `forbidden` for a person whose subject cannot be
 * the id of a member of staff: nothing could ever be owned by them or told of them; and for an ID token of Cognito, which
 * the gateway lets through where it demands no scope.
 */
export function principalOf({ claims }: VerifiedToken): Principal {
  if (claims.token_use === 'id') {
    throw new AppError('forbidden', 'This is an ID token, which says who you are. Send the access token.');
  }
  const scopes = String(claims.scope ?? '').split(' ');
  if (scopes.includes(personScope)) {
    const held = rolesOf(claims);
    const id = staffIdOf(claims.sub);
    return { kind: 'person', id, roles: held, rowAccess: mergeRowAccess(held), reach: new Set([id]) };
  }
  const granted = permissions.filter((permission) => scopes.includes(scopeOf(permission)));
  const id = String(claims.client_id ?? claims.sub ?? '');
  return {
    kind: 'machine',
    id,
    reach: new Set([id]),
    roles: [],
    rowAccess: Object.fromEntries(granted.map((permission) => [permission, 'all'])),
  };
}

function staffIdOf(subject: unknown): string {
  const id = staffIdSchema.safeParse(subject);
  if (id.success) return id.data;
  throw new AppError(
    'forbidden',
    'The subject of your token cannot be a staff id: it needs 1 to 128 letters, digits or any of . _ @ | : -, a letter or digit first, and is none of "me", "none" and "all". Have your identity provider put another value into "sub".',
  );
}

const cognitoIssuer = /^https:\/\/cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?\//;

/**
 * The roles among the groups of a token. The groups of our own user pool are named like the roles, and hold no blanks.
 * A provider that serves other applications too has groups of any name, and the gateway hands `["sales admin"]` over as
 * `[sales admin]`, so there only `rapport:admin` and the like count.
 */
function rolesOf(claims: VerifiedToken['claims']): readonly Role[] {
  const isOurPool = cognitoIssuer.test(String(claims.iss));
  const groups = listClaim(isOurPool ? claims['cognito:groups'] : claims.groups);
  return roles.filter((role) => groups.includes(isOurPool ? role : groupOf(role)));
}

/** Name of the group that gives a role, in an identity provider that is not ours alone. */
export function groupOf(role: Role): string {
  return `${resourceServer}:${role}`;
}

/** A list claim arrives from HTTP API as the string `[a b]`; a claim that is no list is one value. */
function listClaim(claim: unknown): readonly string[] {
  if (typeof claim !== 'string') return [];
  return claim.startsWith('[') && claim.endsWith(']') ? claim.slice(1, -1).split(' ') : [claim];
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

/** Throws `forbidden` unless the caller holds the permission; to be `signed-in` takes a token and nothing else. */
export function assertPermission(principal: Principal, permission: Permission | 'signed-in'): void {
  if (permission === 'signed-in') {
    if (principal.id === '') throw new AppError('forbidden', 'This needs a token.');
  } else if (principal.rowAccess[permission] === undefined) {
    throw new AppError(
      'forbidden',
      `This needs the permission ${permission}, which your role does not give.`,
    );
  }
}

/** For somebody whose token is still good although they work here no longer. */
export function worksHereNoLonger(): AppError {
  return new AppError(
    'forbidden',
    'You are registered as somebody who does not work here any more. If you do, ask a manager to set "active": true with PUT /staff/{staffId}.',
  );
}

/** Whether the caller may see or change a row of this owner; a row without an owner is open to everybody. */
export function hasRowAccess(
  principal: Principal,
  permission: Permission,
  owner: string | null | undefined,
): boolean {
  const rowAccess = principal.rowAccess[permission];
  if (rowAccess === undefined) return false;
  return rowAccess === 'all' || owner === null || owner === undefined || principal.reach.has(owner);
}

/** Whose rows an `owner` filter asks for: `me` stands for the caller. */
export function askedOwner(principal: Principal, owner: string | undefined): string | undefined {
  return owner === 'me' ? principal.id : owner;
}
