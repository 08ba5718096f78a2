import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { accessPatterns } from '../../functions/access-patterns.ts';
import * as contracts from '../../functions/contracts.ts';
import { subscriptions } from '../../functions/subscriptions.ts';
import { routesOf } from '../../shared/contract/route.ts';
import type { EventDeclaration } from '../../shared/events/event.ts';
import { projectRoot } from './cruise.ts';

const functions = path.join(projectRoot, 'functions');
const domains = readdirSync(functions, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

/** What the files of a role export, over all domains. */
async function exportsOf(role: string): Promise<{ file: string; domain: string; exported: unknown[] }[]> {
  const files = domains.flatMap((domain) =>
    readdirSync(path.join(functions, domain))
      .filter((name) => name.endsWith(`.${role}.ts`))
      .map((name) => ({ domain, file: path.join(functions, domain, name) })),
  );
  return Promise.all(
    files.map(async ({ file, domain }) => {
      const module: Record<string, unknown> = await import(file);
      return { file, domain, exported: Object.values(module) };
    }),
  );
}

const isEvent = (value: unknown): value is EventDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'data' in value;

describe('every domain', () => {
  it('has its contracts in functions/contracts.ts', async () => {
    const known: unknown[] = Object.values(contracts);
    const files = await exportsOf('contract');
    expect(files.map(({ domain }) => domain)).toEqual(expect.arrayContaining(domains));
    for (const { file, exported } of files)
      expect(
        exported.filter((each) => !known.includes(each)),
        file,
      ).toEqual([]);
  });

  it('has its items and questions in functions/access-patterns.ts', async () => {
    const known: unknown[] = Object.values(accessPatterns).flatMap((each) => Object.values(each));
    for (const { file, exported } of await exportsOf('items')) {
      expect(
        exported.filter((each) => !known.includes(each)),
        file,
      ).toEqual([]);
    }
  });

  it('raises events of types that no other raises, named entity.past-participle', async () => {
    const types = (await exportsOf('events')).flatMap(({ exported }) =>
      exported.filter(isEvent).map((each) => each.type),
    );
    expect(types.length).toBeGreaterThan(5);
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
    for (const type of types) expect(type).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  });
});

describe('every subscription', () => {
  const all = Object.entries(subscriptions);

  it('is to events that some domain declares', async () => {
    const declared: unknown[] = (await exportsOf('events')).flatMap(({ exported }) =>
      exported.filter(isEvent),
    );
    for (const [, { events, name }] of all) {
      expect(events.length, name).toBeGreaterThan(0);
      expect(
        events.filter((each) => !declared.includes(each)),
        name,
      ).toEqual([]);
    }
  });

  it('has a consumer: functions/<domain>/<domain>.<job>.queue.ts for the name <domain>-<job>', () => {
    for (const [key, { name }] of all) {
      const [domain = '', ...job] = name.split('-');
      expect(key).toBe(name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()));
      const file = path.join(functions, domain, `${domain}.${job.join('-')}.queue.ts`);
      expect(existsSync(file), file).toBe(true);
    }
  });
});

describe('every route', () => {
  it('has a name and an address that no other has', () => {
    const routes = routesOf(contracts);
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
    const addresses = routes.map(({ key }) => key.replaceAll(/\{\w+\}/g, '{}'));
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });

  it('parses exactly the placeholders of its path', () => {
    for (const { route, name } of routesOf(contracts)) {
      const placeholders = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {}).sort(), name).toEqual(placeholders.sort());
    }
  });
});
