import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as allContracts from '../../../functions/contracts.ts';
import { curlOf } from '../../../functions/platform/platform.reference.examples.ts';
import { referenceHeaders, referencePage } from '../../../functions/platform/platform.reference.ts';
import { openApiDocument } from '../../../shared/contract/openapi.ts';
import { apiOf, routesOf } from '../../../shared/contract/route.ts';

const contracts = apiOf(allContracts);

const page = referencePage(
  openApiDocument(contracts, { title: 'Rapport', version: '1', description: 'It.' }),
);

describe('the reference page', () => {
  it('travels in less than 200 KB, some 700 bytes for a route', () => {
    expect(gzipSync(page).length).toBeLessThan(200_000);
  });

  it('lists every route under its tag and folds every schema, without a script too', () => {
    const still = page.replace(/<script>[\s\S]*<\/script>/, '');
    const navigation = /<nav[\s\S]*<\/nav>/.exec(still)?.[0] ?? '';
    for (const { name } of routesOf(contracts)) expect(navigation).toContain(`href="#${name}"`);
    for (const { name } of Object.values(contracts))
      expect(navigation).toContain(`<details><summary>${name}</summary>`);
    expect(still).toContain(
      '<div class="card" id="schema-Customer"><details><summary><h3>Customer</h3></summary>',
    );
    expect(still).not.toContain('<details open');
  });

  it('runs the one script whose hash its policy names, and loads nothing', () => {
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = '']) => text);
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256').update(scripts[0]!).digest('base64');
    expect(referenceHeaders['content-security-policy']).toContain(`script-src 'sha256-${hash}'`);
    expect(referenceHeaders['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[\w+/=]+'; /,
    );
    expect(page.replace(scripts[0]!, '')).not.toMatch(
      /<link|<img| style=| on\w+=|(?:src|href|action)="https?:\/\//,
    );
  });

  it('shows an example request for every route, and the JSON of every reply', () => {
    for (const { route, name } of routesOf(contracts)) {
      const [, section = ''] = page.split(`<article class="card" id="${name}"`);
      const [shown = ''] = section.split('</article>');
      expect(shown, name).toContain('<pre>curl ');
      const isJson = Object.entries(route.replies).some(
        ([status, schema]) => status.startsWith('2') && typeof schema !== 'string',
      );
      expect(/<b>Reply: 20\d<\/b><\/p><pre>/.test(shown), name).toBe(isJson);
    }
  });
});

describe('an example request', () => {
  const request = {
    method: 'PATCH',
    path: '/customers/{customerId}',
    isPublic: false,
    parameters: [
      { name: 'customerId', in: 'path', required: true, schema: { examples: ['customer_1'] } },
      { name: 'If-Match', in: 'header', required: true, schema: { examples: ['"3"'] } },
      { name: 'limit', in: 'query', schema: {} },
    ],
    body: { mediaType: 'application/json', example: { name: "L'Oréal $HOME `id`" } },
  };

  it('is a command line with all that the route demands', () => {
    expect(curlOf(request).split(' \\\n')).toEqual([
      'curl -X PATCH "$API/customers/customer_1"',
      '  -H "Authorization: Bearer $TOKEN"',
      `  -H 'If-Match: "3"'`,
      "  -H 'Content-Type: application/json'",
      `  -d '{\n  "name": "L'\\''Oréal $HOME \`id\`"\n}'`,
    ]);
  });

  it('sends a form as its fields, and no token where none is needed', () => {
    const body = { mediaType: 'application/x-www-form-urlencoded', example: { 'q-why': 'It was quick.' } };
    expect(curlOf({ method: 'POST', path: '/s/x', isPublic: true, parameters: [], body })).toBe(
      `curl -X POST "$API/s/x" \\\n  --data-urlencode 'q-why=It was quick.'`,
    );
  });
});
