import { describe, expect, it } from 'vitest';
import { seesValues } from '../../../functions/people/audit/audit.rules.ts';
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
