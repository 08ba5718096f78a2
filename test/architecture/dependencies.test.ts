import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cruise, type Findings, projectRoot, readRules } from './cruise.ts';

const rules = await readRules();

describe('the project', () => {
  let findings: Findings;
  beforeAll(() => {
    // The other folders are read by `npm run check`.
    findings = cruise(projectRoot, ['functions', 'shared']);
  });

  it('is read whole: hundreds of modules, and some of every domain', () => {
    expect(findings.modules.length).toBeGreaterThan(60);
    const domains = readdirSync(path.join(projectRoot, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `functions/${entry.name}/`);
    for (const domain of domains) {
      expect(findings.modules.filter((module) => module.startsWith(domain)).length, domain).toBeGreaterThan(
        3,
      );
    }
  });

  it('keeps every rule about who may import whom', () => {
    expect(findings.violations).toEqual([]);
  });
});

/** `export { name } from` a file, said from a folder so many levels below the root. */
function offence(name: string, file: string, levels: number): string {
  return `export { ${name} } from '${'../'.repeat(levels)}${file}';`;
}

const orderedDomains = rules
  .filter(({ name }) => name.startsWith('order-of-domains-'))
  .map(({ name }) => name.slice('order-of-domains-'.length).replace('-', '/'));

/** One offence against each rule, in a small tree of two domains. */
const offences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'shared/values/one.ts': "import type { Two } from './two.ts';\nexport type One = Two;",
    'shared/values/two.ts': "import type { One } from './one.ts';\nexport type Two = One;",
  },
  'domain-privacy': {
    'functions/surveys/surveys/surveys.rules.ts': 'export const a = 1;',
    'functions/callbacks/callbacks/operations/peek.ts': offence(
      'a',
      'functions/surveys/surveys/surveys.rules.ts',
      4,
    ),
  },
  'contracts-are-light': {
    'shared/table/table.ts': 'export const table = 1;',
    'functions/surveys/surveys/surveys.contract.ts': offence('table', 'shared/table/table.ts', 3),
  },
  'rules-are-pure': {
    'functions/callbacks/callbacks/callbacks.rules.ts': "export { randomUUID } from 'node:crypto';",
  },
  'only-stores-touch-dynamodb': {
    'functions/surveys/campaigns/campaigns.rules.ts':
      "export { DynamoDBClient } from '@aws-sdk/client-dynamodb';",
  },
  'operations-know-no-transport': {
    'shared/runtime/http.ts': 'export type Request = string;',
    'functions/surveys/surveys/operations/read-request.ts':
      "export type { Request } from '../../../../shared/runtime/http.ts';",
  },
  'operations-get-their-stores': {
    'functions/surveys/surveys/surveys.store.ts': 'export const store = 1;\nexport type Store = number;',
    'functions/surveys/surveys/operations/open-store.ts': "export { store } from '../surveys.store.ts';",
    'functions/surveys/surveys/operations/name-store.ts': "export type { Store } from '../surveys.store.ts';",
  },
  'entry-points-are-leaves': {
    'functions/surveys/surveys.http.ts': 'export const handler = 1;',
    'functions/surveys/surveys/index.ts': "export { handler } from '../surveys.http.ts';",
  },
  'shared-knows-no-domain': {
    'functions/surveys/surveys/surveys.schema.ts': 'export const schema = 1;',
    'shared/time/clock.ts': offence('schema', 'functions/surveys/surveys/surveys.schema.ts', 2),
  },
  'infra-reads-declarations-only': {
    'functions/callbacks/callbacks/callbacks.store.ts': 'export const hours = 4;',
    'infra/areas/callbacks.ts': offence('hours', 'functions/callbacks/callbacks/callbacks.store.ts', 2),
  },
  'desk-is-a-client': {
    'functions/surveys/campaigns/campaigns.store.ts': 'export const b = 1;',
    'functions/desk/desk/operations/peek.ts': offence(
      'b',
      'functions/surveys/campaigns/campaigns.store.ts',
      4,
    ),
  },
  'local-cloud-knows-no-product': {
    'infra/demo/people.ts': 'export const people = 1;',
    'infra/local/tokens.ts': "export { people } from '../demo/people.ts';",
  },
  'only-infra-uses-cdk': {
    'functions/surveys/campaigns/campaigns.messages.ts': "export { Duration } from 'aws-cdk-lib';",
  },
  'only-the-page-kit-uses-hono': {
    'functions/surveys/responses/responses.page.ts': "export { raw } from 'hono/html';",
  },
  'no-test-code-in-product': {
    'test/support/samples.ts': 'export const sample = 1;',
    'infra/demo/customers.ts': offence('sample', 'test/support/samples.ts', 2),
  },
  'unit-tests-are-pure': {
    'test/unit/surveys/served.test.ts': "export { createServer } from 'node:http';",
  },
  'no-dev-dependency-at-run-time': {
    'functions/surveys/surveys/surveys.texts.ts': "export { Cron } from 'croner';",
  },
  'no-unresolvable': {
    'shared/values/ids.ts': "export { nothing } from './nowhere.ts';",
  },
  // Each domain listens to one that stands after it, or to one that has no place in the order.
  ...Object.fromEntries(
    orderedDomains.map((domain, place) => {
      const [area = '', name = ''] = domain.split('/');
      const above = orderedDomains[place + 1] ?? 'later/later';
      const events = `functions/${above}/${above.split('/')[1]}.events.ts`;
      return [
        `order-of-domains-${area}-${name}`,
        {
          [events]: 'export const e = 1;',
          [`functions/${domain}/${name}.domain.ts`]: offence('e', events, 3),
        },
      ];
    }),
  ),
};

describe('each rule', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rapport-rules-'));
  let findings: Findings;
  beforeAll(() => {
    for (const file of ['.dependency-cruiser.mjs', 'package.json', 'tsconfig.json']) {
      copyFileSync(path.join(projectRoot, file), path.join(folder, file));
    }
    symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'));
    for (const [file, text] of Object.values(offences).flatMap((files) => Object.entries(files))) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), text);
    }
    findings = cruise(folder, ['infra', 'functions', 'shared', 'test'], '--preserve-symlinks');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(rules.map(({ name }) => name))('finds its offence: %s', (rule) => {
    const files = Object.keys(offences[rule] ?? {});
    expect(files.length).toBeGreaterThan(0);
    expect(
      findings.violations.some((found) => files.some((file) => found.startsWith(`${rule}: ${file}`))),
      findings.violations.join('\n'),
    ).toBe(true);
  });

  it('lets an operation name the type of its store', () => {
    expect(findings.violations.filter((found) => found.includes('name-store'))).toEqual([]);
  });

  it('says what to do instead', () => {
    for (const { name, comment } of rules) expect(comment.length, name).toBeGreaterThan(40);
  });
});
