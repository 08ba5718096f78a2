import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import * as contracts from '../../functions/contracts.ts';
import * as declarations from '../../functions/declarations.ts';
import * as holdings from '../../functions/holdings.ts';
import { type PlacedRoute, routesOf } from '../../shared/contract/route.ts';
import type { EventDeclaration } from '../../shared/events/event.ts';
import { areas } from '../../shared/identity/permissions.ts';
import { projectRoot } from './cruise.ts';

const functions = path.join(projectRoot, 'functions');
const foldersIn = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'operations')
    .map((entry) => entry.name);

/** Every domain by its folder; platform belongs to no area. */
const domains = foldersIn(functions)
  .filter((area) => area !== 'platform')
  .flatMap((area) => foldersIn(path.join(functions, area)).map((name) => ({ area, name })));
const folderOf = ({ area, name }: { area: string; name: string }) => path.join(functions, area, name);

/** What the files of a role export, over all domains and the platform. */
async function exportsOf(role: string): Promise<{ file: string; exported: [string, unknown][] }[]> {
  const folders = [...domains.map(folderOf), path.join(functions, 'platform')];
  const files = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(`.${role}.ts`))
      .map((name) => path.join(folder, name)),
  );
  return Promise.all(
    files.map(async (file) => {
      const module: Record<string, unknown> = await import(file);
      return { file, exported: Object.entries(module) };
    }),
  );
}

const isEvent = (value: unknown): value is EventDeclaration =>
  typeof value === 'object' && value !== null && 'type' in value && 'data' in value;
const declared = Object.values(declarations);

describe('every area', () => {
  it('but the desk, which calls the others, has its pair of permissions, and nothing else has one', () => {
    const withPermissions = domains.map(({ area }) => area).filter((area) => area !== 'desk');
    expect([...new Set(withPermissions)].sort()).toEqual([...areas].sort());
  });

  it('has one HTTP function and at most one events function, which collect a line of each domain', () => {
    for (const area of [...areas, 'desk']) {
      const files = readdirSync(path.join(functions, area), { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => entry.name);
      const allowed = ['consumers.ts', 'routes.ts', `${area}.events.queue.ts`, `${area}.http.ts`];
      expect(
        files.filter((file) => !allowed.includes(file)),
        area,
      ).toEqual([]);
    }
  });
});

describe('every domain', () => {
  it('is declared under its folder’s name and area', () => {
    const found = declared
      .filter(({ name }) => name !== 'platform')
      .map(({ area, name }) => `${area}/${name}`);
    expect(found.sort()).toEqual(domains.map(({ area, name }) => `${area}/${name}`).sort());
  });

  it('has its contract, routes and consumers collected', async () => {
    const collected: unknown[] = Object.values(contracts);
    for (const { file, exported } of await exportsOf('contract')) {
      expect(
        exported.filter(([, each]) => !collected.includes(each)),
        file,
      ).toEqual([]);
    }
    for (const { area, name } of domains) {
      for (const role of ['routes', 'consumers']) {
        if (!existsSync(path.join(functions, area, name, `${name}.${role}.ts`))) continue;
        const collection = readFileSync(path.join(functions, area, `${role}.ts`), 'utf8');
        expect(collection, `${area}/${role}.ts`).toContain(`'./${name}/${name}.${role}.ts'`);
      }
    }
  });

  it('has every item and every question of its items file in its declaration', async () => {
    const known: unknown[] = declared.flatMap(({ items, patterns, lists }) => [
      ...items,
      ...patterns,
      ...lists.flatMap(({ filters }) => filters.flatMap((filter) => filter.patterns)),
    ]);
    for (const { file, exported } of await exportsOf('items')) {
      const kept = exported.filter(
        ([, each]) => typeof each === 'object' && each !== null && ('key' in each || 'question' in each),
      );
      expect(
        kept.filter(([, each]) => !known.includes(each)).map(([name]) => name),
        file,
      ).toEqual([]);
    }
  });

  it('whose items have an owner says what a person holds of them', () => {
    const owned = declared.flatMap(({ items }) => items.filter(({ schema }) => 'owner' in schema.shape));
    expect(owned.length).toBeGreaterThan(1);
    const held: unknown[] = Object.values(holdings).map(({ item }) => item);
    expect(owned.filter((item) => !held.includes(item)).map(({ name }) => name)).toEqual([]);
    for (const [kind, pattern] of Object.entries(holdings))
      expect(pattern.partition, kind).toContain('{owner}');
  });

  it('has ids of kinds that no other has', () => {
    const prefixes = declared.flatMap(({ ids }) => ids.map(({ prefix }) => prefix));
    expect(prefixes.length).toBeGreaterThan(5);
    expect(prefixes.filter((prefix, index) => prefixes.indexOf(prefix) !== index)).toEqual([]);
  });

  it('raises events of types that no other raises, named entity.past-participle', async () => {
    const types = (await exportsOf('events')).flatMap(({ exported }) =>
      exported.filter(([, each]) => isEvent(each)).map(([, each]) => (each as EventDeclaration).type),
    );
    expect(types.length).toBeGreaterThan(5);
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
    for (const type of types) expect(type).toMatch(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/);
  });
});

describe('every subscription', () => {
  const all = declared.flatMap((domain) =>
    domain.subscriptions.map((subscription) => ({ domain, subscription })),
  );

  it('has a name that no other has, beginning with its domain', () => {
    const names = all.map(({ subscription }) => subscription.name);
    expect(names.length).toBeGreaterThan(4);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const { domain, subscription } of all) expect(subscription.name.startsWith(domain.name)).toBe(true);
  });

  it('is to events that some domain declares', async () => {
    const events = (await exportsOf('events')).flatMap(({ exported }) =>
      exported.map(([, each]) => each).filter(isEvent),
    );
    const due: unknown[] = declared.flatMap((domain) => domain.due);
    for (const { subscription } of all) {
      expect(subscription.events.length, subscription.name).toBeGreaterThan(0);
      const unknown = subscription.events.filter((each) => !events.includes(each) && !due.includes(each));
      expect(unknown, subscription.name).toEqual([]);
    }
  });

  it('has a handler: in the domain’s consumers, or in the function of its own queue', async () => {
    for (const { domain, subscription } of all) {
      const folder = folderOf(domain);
      const module: Record<string, unknown> = await import(path.join(folder, `${domain.name}.domain.ts`));
      const [name = ''] = Object.entries(module).find(([, each]) => each === subscription) ?? [];
      expect(name, subscription.name).not.toBe('');
      const handlers = readdirSync(folder)
        .filter((file) => (subscription.queue ? file.endsWith('.queue.ts') : file.endsWith('.consumers.ts')))
        .map((file) => readFileSync(path.join(folder, file), 'utf8'));
      expect(
        handlers.some((text) => text.includes(name)),
        subscription.name,
      ).toBe(true);
    }
  });
});

describe('every route', () => {
  const routes = routesOf(contracts);
  const named = routes.map((placed): [string, PlacedRoute] => [placed.key, placed]);

  it('has a name and an address that no other has', () => {
    expect(new Set(routes.map(({ name }) => name)).size).toBe(routes.length);
    const addresses = routes.map(({ key }) => key.replaceAll(/\{\w+\}/g, '{}'));
    expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
  });

  it('parses exactly the placeholders of its path', () => {
    for (const { route, name } of routes) {
      const placeholders = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(Object.keys(route.params?.shape ?? {}).sort(), name).toEqual(placeholders.sort());
    }
  });

  it('needs a permission of the area of its domain', () => {
    for (const { route, domain, key } of routes) {
      if (route.permission === 'public' || route.permission === 'signed-in') continue;
      const { area } = declared.find(({ name }) => name === domain)!;
      expect(route.permission === 'session', `${key}: a page for a session is a page of the desk`).toBe(
        area === 'desk',
      );
      if (route.permission === 'session') continue;
      expect(route.permission.split('.')[0], key).toBe(area);
    }
  });

  it.each(named)('%s carries an example that its schemas take', (_, { route }) => {
    if (route.body !== undefined) expect(route.example?.body, 'an example of the body').toBeDefined();
    for (const part of ['params', 'query', 'body'] as const) {
      const example = route.example?.[part];
      if (example === undefined) continue;
      const schema = part === 'body' ? route.body : route[part]?.partial();
      expect(schema?.safeParse(example).error, part).toBeUndefined();
    }
  });
});
