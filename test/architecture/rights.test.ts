import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as contracts from '../../functions/contracts.ts';
import { apiOf, routesOf } from '../../shared/contract/route.ts';
import { rights, roles } from '../support/rights.ts';
import { rightsFile, rightsPage } from '../support/rights-page.ts';

describe('the table of rights (test/support/rights.ts)', () => {
  it('has a line for every route, and none for another', () => {
    // Pages of the desk reach what the routes reach that they call.
    const declared = routesOf(apiOf(contracts)).map(({ key }) => key);
    expect(rights.map(({ key }) => key).sort()).toEqual(declared.sort());
  });

  it('says of every route that is not public what each role reaches', () => {
    for (const { key, way, reach } of rights)
      expect([key, Object.keys(reach)]).toEqual([key, way === 'public' ? [] : roles]);
  });

  it('is printed as the page in docs', () => {
    if (process.env.UPDATE_DOCS === '1') writeFileSync(rightsFile, rightsPage());
    const page = readFileSync(rightsFile, 'utf8');
    expect(page, 'Run `UPDATE_DOCS=1 npx vitest run test/architecture/rights.test.ts`.').toBe(rightsPage());
  });
});
