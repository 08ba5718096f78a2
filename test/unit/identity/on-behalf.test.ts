import { describe, expect, it } from 'vitest';
import { Asker, askerLater, askerOf } from '../../../shared/identity/on-behalf.ts';
import { hasRowAccess, personScope, principalOf, scopeOf } from '../../../shared/identity/principal.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/pool';
const person = (...roles: readonly string[]) =>
  principalOf({
    claims: { iss: issuer, sub: 'wang.fang', scope: personScope, 'cognito:groups': `[${roles.join(' ')}]` },
  });
const machine = principalOf({ claims: { client_id: 'erp', scope: scopeOf('customers.read') } });

/** As it comes back from the table. */
const kept = (principal: ReturnType<typeof person>) =>
  Asker.parse(JSON.parse(JSON.stringify(askerOf(principal))));
const team = {
  reachOf: async (staffId: string) => new Set([staffId, 'li.lei']),
  hasLeft: async () => false,
};

describe('whoever has asked for work that is done later', () => {
  it('has the rights of then, and reaches the rows of now', async () => {
    const agent = await askerLater(kept(person('agent')), team);
    expect(agent).toMatchObject({ kind: 'person', id: 'wang.fang', roles: ['agent'] });
    expect(hasRowAccess(agent!, 'customers.read', 'li.lei')).toBe(true);
    expect(hasRowAccess(agent!, 'customers.write', 'li.lei')).toBe(true);
    expect(hasRowAccess(agent!, 'customers.write', 'li.na')).toBe(false);
  });

  it('reads all and changes own rows where the roles say so', async () => {
    const both = await askerLater(kept(person('analyst', 'agent')), team);
    expect(hasRowAccess(both!, 'customers.read', 'li.na')).toBe(true);
    expect(hasRowAccess(both!, 'customers.write', 'li.na')).toBe(false);
    expect(hasRowAccess(both!, 'customers.write', 'li.lei')).toBe(true);
  });

  it('changes nothing without a right to it', async () => {
    const analyst = await askerLater(kept(person('analyst')), team);
    expect(hasRowAccess(analyst!, 'customers.read', 'li.na')).toBe(true);
    expect(hasRowAccess(analyst!, 'customers.write', null)).toBe(false);
  });

  it('is nobody any more when they have left, which a machine never does', async () => {
    const gone = { ...team, hasLeft: async () => true };
    expect(await askerLater(kept(person('manager')), gone)).toBeUndefined();
    expect(await askerLater(kept(machine), gone)).toMatchObject({ kind: 'machine', id: 'erp' });
  });
});
