/**
 * Every permission of the API. Machine clients are given them one by one as OAuth scopes; people get them
 * from their roles. Kept few: a Cognito resource server holds at most 100 scopes.
 */
export const permissions = [
  'customers.read',
  'customers.write',
  'staff.read',
  'staff.write',
  'surveys.read',
  'surveys.write',
  'callbacks.read',
  'callbacks.write',
] as const;

export type Permission = (typeof permissions)[number];

/** The roles of a department, which are also the names of the groups in the identity provider. */
export const roles = ['admin', 'manager', 'analyst', 'agent'] as const;

export type Role = (typeof roles)[number];

/** Which rows a permission reaches: everybody's, or the person's own and those that nobody owns yet. */
export type RowAccess = 'all' | 'own';

const everything = Object.fromEntries(permissions.map((permission) => [permission, 'all'])) as Record<
  Permission,
  RowAccess
>;

/** What each role may do, and on whose rows. */
export const grants: Readonly<Record<Role, Readonly<Partial<Record<Permission, RowAccess>>>>> = {
  admin: everything,
  manager: everything,
  analyst: {
    'customers.read': 'all',
    'staff.read': 'all',
    'surveys.read': 'all',
    'callbacks.read': 'all',
  },
  agent: {
    'customers.read': 'own',
    'customers.write': 'own',
    'staff.read': 'all',
    'surveys.read': 'all',
    'callbacks.read': 'own',
    'callbacks.write': 'own',
  },
};
