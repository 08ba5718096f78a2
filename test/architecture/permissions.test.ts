import { describe, expect, it } from 'vitest';
import * as contracts from '../../functions/contracts.ts';
import { needsIdempotencyKey, routesOf } from '../../shared/contract/route.ts';
import { grants, permissions } from '../../shared/identity/permissions.ts';
import { demandsOfRoutes, holdersOfPermissions } from '../support/route-permissions.ts';

describe('who may do what', () => {
  it('is for every route what test/support/route-permissions.ts says', () => {
    const declared = routesOf(contracts).map(({ key, route }) => [
      key,
      [
        ...[route.permission, ...(needsIdempotencyKey(route) ? ['key'] : [])],
        ...(route.ifMatch ? ['if-match'] : []),
        ...(route.ifMatchOnceThere ? ['if-match-once-there'] : []),
      ].join(' '),
    ]);
    expect(Object.fromEntries(declared)).toEqual(demandsOfRoutes);
  });

  it('is for every role what test/support/route-permissions.ts says', () => {
    const granted = permissions.map((permission) => [
      permission,
      Object.fromEntries(
        Object.entries(grants).flatMap(([role, held]) =>
          held[permission] === undefined ? [] : [[role, held[permission]]],
        ),
      ),
    ]);
    expect(Object.fromEntries(granted)).toEqual(holdersOfPermissions);
  });
});
