import { describe, expect, it } from 'vitest';
import { principalOf } from '../../../shared/identity/principal.ts';

const cognito = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_AbCdEf';
const elsewhere = 'https://login.example.com/tenant';
const person = (claims: Record<string, unknown>) =>
  principalOf({ claims: { iss: elsewhere, sub: 'wang.fang', scope: 'openid rapport/person', ...claims } });

describe('the roles of a person', () => {
  it.each([
    ['[admin]', ['admin']],
    ['[agent manager]', ['manager', 'agent']],
    ['[admins xadmin admin-readonly rapport:admin Admin]', []],
    [undefined, []],
  ])('are the groups of our own user pool: %s', (groups, roles) => {
    expect(person({ iss: cognito, 'cognito:groups': groups }).roles).toEqual(roles);
  });

  it.each([
    // The gateway hands ["sales admin"] and ["manager of all"] over like this.
    ['[sales admin]', []],
    ['[manager of all]', []],
    ['admin', []],
    ['sales rapport:admin', []],
    ['[rapport:administrators xrapport:admin rapport:Admin rapport:admin,]', []],
    ['[sales rapport:agent]', ['agent']],
    ['rapport:manager', ['manager']],
    [undefined, []],
  ])('are the groups with our name before them of another provider: %s', (groups, roles) => {
    expect(person({ groups }).roles).toEqual(roles);
  });

  it('are not read from claims that another issuer may name like ours, nor the other way round', () => {
    expect(person({ 'cognito:groups': '[admin rapport:admin]' }).roles).toEqual([]);
    expect(person({ iss: cognito, groups: '[admin rapport:admin]' }).roles).toEqual([]);
    const posing = 'https://cognito-idp.eu-central-1.amazonaws.com.example.com/x';
    expect(person({ iss: posing, 'cognito:groups': '[admin]' }).roles).toEqual([]);
  });
});

describe('the caller', () => {
  it.each(['', ' ', 'none', 'me', '-x', 'a b', '李娜', 'x'.repeat(129), '{"a":1}', undefined])(
    'is refused when its subject %j cannot be a staff id, and told why',
    (sub) => {
      expect(() => person({ sub, groups: '[rapport:admin]' })).toThrow(
        expect.objectContaining({
          code: 'forbidden',
          message: expect.stringContaining('cannot be a staff id'),
        }),
      );
    },
  );

  it('may be a machine of any name, with its scopes and no role', () => {
    const claims = { client_id: 'ERP of 北京', scope: 'rapport/customers.read', groups: '[rapport:admin]' };
    expect(principalOf({ claims })).toEqual({
      kind: 'machine',
      id: 'ERP of 北京',
      roles: [],
      rowAccess: { 'customers.read': 'all' },
      reach: new Set(['ERP of 北京']),
    });
  });
});
