import { describe, expect, it } from 'vitest';
import { addressOf } from '../../../shared/contract/addresses.ts';

const addresses = [
  'GET /desk/teams/{teamId}',
  'GET /desk/teams/new',
  'POST /desk/teams/new',
  'GET /desk/{area}/new',
  'GET /desk/customers/{customerId}/contacts/{interactionId}',
].map((key) => {
  const [method = '', path = ''] = key.split(' ');
  return { key, method, path };
});

function meant(method: string, path: string) {
  const found = addressOf({ method, path }, addresses);
  return found && [found.address.key, found.values];
}

describe('an address', () => {
  it('is the most specific one, whatever comes first', () => {
    expect(meant('GET', '/desk/teams/new')).toEqual(['GET /desk/teams/new', {}]);
    expect(meant('GET', '/desk/teams/old')).toEqual(['GET /desk/teams/{teamId}', { teamId: 'old' }]);
    expect(meant('GET', '/desk/staff/new')).toEqual(['GET /desk/{area}/new', { area: 'staff' }]);
    expect(meant('POST', '/desk/teams/new')).toEqual(['POST /desk/teams/new', {}]);
  });

  it('has the values of its placeholders as they came', () => {
    expect(meant('GET', '/desk/customers/中 %/contacts/__proto__')).toEqual([
      'GET /desk/customers/{customerId}/contacts/{interactionId}',
      { customerId: '中 %', interactionId: '__proto__' },
    ]);
  });

  it('is none for another method, a step more or less, or nothing in place of a placeholder', () => {
    expect(meant('PUT', '/desk/teams/new')).toBeUndefined();
    expect(meant('POST', '/desk/teams/old')).toBeUndefined();
    for (const path of ['/desk/teams', '/desk/teams/', '/desk/teams/new/', '/desk//new', '/'])
      expect(meant('GET', path), path).toBeUndefined();
  });
});
