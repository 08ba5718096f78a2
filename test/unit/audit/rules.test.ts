import { describe, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { restoredBy, seesValues, whyNotRestored } from '../../../functions/people/audit/audit.rules.ts';
import { auditedKinds } from '../../../functions/people/audit/audit.schema.ts';
import { routesOf } from '../../../shared/contract/route.ts';
import { personScope, principalOf, scopeOf } from '../../../shared/identity/principal.ts';

const pool = 'https://cognito-idp.eu-central-1.amazonaws.com/pool';
const person = (...groups: string[]) =>
  principalOf({
    claims: { iss: pool, sub: 'li.na', scope: personScope, 'cognito:groups': `[${groups.join(' ')}]` },
  });

describe('the values of an entry', () => {
  it.each([
    [['admin'], true],
    [['manager'], true],
    [['agent'], false],
    [['analyst'], false],
    [['agent', 'analyst'], false],
    [['analyst', 'manager'], true],
  ])('are shown to %j: %s', (groups, shown) => {
    expect(seesValues(person(...groups))).toBe(shown);
  });

  it('are not shown to a machine that may register staff and nothing else', () => {
    const scope = [scopeOf('people.read'), scopeOf('people.write')].join(' ');
    expect(seesValues(principalOf({ claims: { client_id: 'hr', scope } }))).toBe(false);
  });
});

describe('a change of a kind of record', () => {
  it.each(auditedKinds)('is given back by a route, or says why it is not: %s', (kind) => {
    const why = whyNotRestored(`${kind}.changed`);
    if (restoredBy[kind] === undefined) expect(why).toMatch(/^This entry cannot be restored because /);
    else expect(why).toBeUndefined();
  });

  it('is given back by all the routes that do so', () => {
    const there = routesOf(contracts).flatMap(({ route: { path } }) =>
      path.endsWith('/restore') ? [path] : [],
    );
    expect(Object.values(restoredBy).sort()).toEqual(there.sort());
  });
});
