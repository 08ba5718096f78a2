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
    findings = cruise(projectRoot);
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

/** One offence against each rule, in a small tree of two domains. */
const offences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no-cycles': {
    'shared/values/one.ts': "import type { Two } from './two.ts';\nexport type One = Two;",
    'shared/values/two.ts': "import type { One } from './one.ts';\nexport type Two = One;",
  },
  'domain-privacy': {
    'functions/surveys/surveys.rules.ts': 'export const a = 1;',
    'functions/callbacks/operations/peek.ts':
      "export { a } from '../../functions/surveys/surveys/surveys.rules.ts';",
  },
  'contracts-are-light': {
    'shared/table/table.ts': 'export const table = 1;',
    'functions/surveys/surveys.contract.ts': "export { table } from '../../shared/table/table.ts';",
  },
  'rules-are-pure': {
    'functions/callbacks/callbacks.rules.ts': "export { randomUUID } from 'node:crypto';",
  },
  'only-stores-touch-dynamodb': {
    'functions/surveys/surveys.runs.ts': "export { DynamoDBClient } from '@aws-sdk/client-dynamodb';",
  },
  'operations-know-no-transport': {
    'shared/runtime/http.ts': 'export type Request = string;',
    'functions/surveys/operations/read-request.ts':
      "export type { Request } from '../../shared/runtime/http.ts';",
  },
  'operations-get-their-stores': {
    'functions/surveys/surveys.store.ts': 'export const store = 1;\nexport type Store = number;',
    'functions/surveys/operations/open-store.ts':
      "export { store } from '../../functions/surveys/surveys/surveys.store.ts';",
    'functions/surveys/operations/name-store.ts':
      "export type { Store } from '../../functions/surveys/surveys/surveys.store.ts';",
  },
  'entry-points-are-leaves': {
    'functions/surveys/surveys.http.ts': 'export const handler = 1;',
    'functions/surveys/index.ts':
      "export { handler } from '../../functions/surveys/surveys/surveys.http.ts';",
  },
  'shared-knows-no-domain': {
    'functions/surveys/surveys.schema.ts': 'export const schema = 1;',
    'shared/time/clock.ts': "export { schema } from '../../functions/surveys/surveys/surveys.schema.ts';",
  },
  'infra-reads-declarations-only': {
    'functions/callbacks/callbacks.times.ts': 'export const hours = 4;',
    'infra/areas/callbacks.ts':
      "export { hours } from '../../functions/callbacks/callbacks/callbacks.times.ts';",
  },
  'local-cloud-knows-no-product': {
    'infra/demo/people.ts': 'export const people = 1;',
    'infra/local/tokens.ts': "export { people } from '../../infra/demo/people.ts';",
  },
  'only-infra-uses-cdk': {
    'functions/surveys/surveys.links.ts': "export { Duration } from 'aws-cdk-lib';",
  },
  'no-test-code-in-product': {
    'test/support/samples.ts': 'export const sample = 1;',
    'infra/demo/customers.ts': "export { sample } from '../../test/support/samples.ts';",
  },
  'unit-tests-are-pure': {
    'test/unit/surveys/served.test.ts': "export { createServer } from 'node:http';",
  },
  'no-dev-dependency-at-run-time': {
    'functions/surveys/surveys.texts.ts': "export { parse } from 'csv-parse';",
  },
  'no-unresolvable': {
    'shared/values/ids.ts': "export { nothing } from './nowhere.ts';",
  },
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
    findings = cruise(folder, '--preserve-symlinks');
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
