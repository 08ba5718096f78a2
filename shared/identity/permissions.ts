/**
 * The areas of the product, and every permission of the API: to read and to write in an area. Machine clients are
 * given permissions one by one as OAuth scopes, people get them from their roles. Kept few: a client of Cognito
 * holds some 50 scopes.
 */
export const areas = ['people', 'customers', 'contact', 'commerce', 'surveys', 'callbacks'] as const;

export type Area = (typeof areas)[number];

export type Permission = `${Area}.${'read' | 'write'}`;

export const permissions: readonly Permission[] = areas.flatMap(
  (area) => [`${area}.read`, `${area}.write`] as const,
);

/** The roles of a department, which are also the names of the groups in its own user pool. */
export const roles = ['admin', 'manager', 'analyst', 'agent'] as const;

export type Role = (typeof roles)[number];

/** Which rows a permission opens: everybody's, or those that nobody owns yet, the person's own and, where their teams say so, those of colleagues. */
export type RowAccess = 'all' | 'own';

type Grants = Readonly<Partial<Record<Permission, RowAccess>>>;

const everything: Grants = Object.fromEntries(permissions.map((permission) => [permission, 'all']));

/** What each role may do, and on whose rows. */
export const grants: Readonly<Record<Role, Grants>> = {
  admin: everything,
  manager: everything,
  analyst: {
    'people.read': 'all',
    'customers.read': 'all',
    'commerce.read': 'all',
    'surveys.read': 'all',
    'callbacks.read': 'all',
  },
  agent: {
    'people.read': 'all',
    'customers.read': 'own',
    'customers.write': 'own',
    'contact.read': 'own',
    'contact.write': 'own',
    'commerce.read': 'own',
    'surveys.read': 'own',
    'callbacks.read': 'own',
    'callbacks.write': 'own',
  },
};
