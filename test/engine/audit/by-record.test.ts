/** The trail of one record, whatever its kind, on a real engine. */
import { globSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createConsentTexts } from '../../../functions/contact/consents/index.ts';
import * as declarations from '../../../functions/declarations.ts';
import { createAssignmentsStore } from '../../../functions/people/assignments/assignments.store.ts';
import { questionOf } from '../../../functions/people/audit/audit.rules.ts';
import { auditedKinds } from '../../../functions/people/audit/audit.schema.ts';
import { createAuditStore } from '../../../functions/people/audit/audit.store.ts';
import { newTeam } from '../../../functions/people/teams/teams.rules.ts';
import { teamId } from '../../../functions/people/teams/teams.schema.ts';
import { createTeamsStore } from '../../../functions/people/teams/teams.store.ts';
import { changeEvent } from '../../../shared/events/change-event.ts';
import { event } from '../../../shared/events/event.ts';
import { createAccessTrail } from '../../../shared/runtime/access-trail.ts';
import { keyOf } from '../../../shared/table/item.ts';
import { newId } from '../../../shared/values/ids.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { manager, origin } from '../callbacks/department.ts';

let engine: TestTable;
beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const ask = async (asked: Parameters<typeof questionOf>[0]) =>
  (await createAuditStore(engine.table).list(questionOf(asked), { limit: 50 })).items;

describe('what was done to a record', () => {
  it('is found for a team', async () => {
    const teams = createTeamsStore(engine.table);
    const team = newTeam(
      newId(teamId),
      { name: 'East', leads: ['li.na'], members: [], shared: false },
      origin.at,
    );
    await engine.table.commit(teams.create(team, origin));
    const later = { ...origin, at: '2026-11-22T10:00:00.000Z' };
    await engine.table.commit(teams.change(team, { ...team, name: 'West', version: 2 }, later));
    expect(await ask({ record: team.id })).toMatchObject([
      { type: 'team.changed', record: { kind: 'team', id: team.id }, changes: { before: { name: 'East' } } },
      { type: 'team.created' },
    ]);
  });

  it('is found for the rules of a kind of work, and for what customers agree to', async () => {
    const assignments = createAssignmentsStore(engine.table);
    const before = await assignments.rulesOf('callbacks');
    await engine.table.commit(assignments.change(before, { ...before, version: 2 }, origin));
    expect(await ask({ record: 'assignment-rules/callbacks' })).toMatchObject([
      { type: 'assignment-rules.set', record: { kind: 'assignment-rules', id: 'callbacks' } },
    ]);
    const texts = createConsentTexts(engine.table);
    const text = { 'zh-CN': '我同意', en: 'I agree' };
    for (const version of [1, 2]) {
      const published = { purpose: 'marketing' as const, version, text, publishedAt: origin.at, by: 'li.na' };
      await engine.table.commit(texts.publish(published, origin));
    }
    const found = await ask({ record: 'consent-text/marketing' });
    expect(new Set(found.map(({ changes }) => changes?.after))).toEqual(
      new Set([
        { version: 1, text },
        { version: 2, text },
      ]),
    );
    expect(found[0]).toMatchObject({
      type: 'consent-text.published',
      actor: { id: 'li.na' },
      record: { kind: 'consent-text', id: 'marketing' },
    });
    expect(await texts.findNewest('marketing')).toMatchObject({ version: 2 });
    const day = origin.at.slice(0, 10);
    expect(await ask({ kind: 'consent-text', day })).toHaveLength(2);
  });

  it('is refused where no id finds it, naming what can be asked', async () => {
    for (const record of ['interaction_01jd3x5y9hf1bvt6w0k2m4n8pq', 'nothing/1'])
      await expect(ask({ record })).rejects.toMatchObject({
        code: 'invalid-request',
        violations: [
          {
            pointer: '/query/record',
            reason: expect.stringMatching(/assignment-rules, attachment, callback.*team/),
          },
        ],
      });
  });
});

/** What is kept with the customer whom it is about, and is asked for by their id. */
const besideCustomers = [
  ...[
    'address',
    'consent',
    'consent-request',
    'duplicate',
    'erasure',
    'export',
    'finding',
    'interaction',
    'message',
    'relation',
    'response',
    'text',
  ],
];

describe('a kind of record', () => {
  it.each(auditedKinds.filter((kind) => !besideCustomers.includes(kind)))(
    'is found by record, or stands beside a customer: %s',
    async (kind) => {
      expect(await ask({ record: `${kind}/${kind}_01jd3x5y9hf1bvt6w0k2m4n8pq` })).toEqual([]);
    },
  );

  const settings = Object.values(declarations).flatMap(({ items = [] }) =>
    // What is done to a field or a kind of activity stands in a collection of its own, apart from the one that holds all of them.
    items.filter(
      ({ retention, name }) => retention === 'setting' && !['field', 'activity-kind'].includes(name),
    ),
  );
  it.each(settings.map((item) => [item.name, item] as const))(
    'that is a setting is found once it was changed: %s',
    async (name, item) => {
      const id = 'callbacks';
      const changed = event(`${name}.tried`, z.object({}));
      const changes = { before: { a: 1 }, after: { a: 2 } };
      await engine.table.commit([changeEvent(keyOf(item, { id }).pk, changed, {}, origin, changes)]);
      const hasId = item.key[0].includes('{');
      const found = await ask({ record: hasId ? `${name}/${id}` : name });
      expect(found.map(({ type }) => type)).toContain(changed.type);
    },
  );
});

describe('who has opened a record', () => {
  it('is told newest first, also within an hour', async () => {
    const record = `customer_${newId(teamId).slice('team_'.length)}`;
    const trail = createAccessTrail(() => engine.table, 30);
    for (const [id, minute] of [
      ['a', '30'],
      ['c', '10'],
      ['b', '50'],
    ] as const) {
      const at = `2026-11-21T09:${minute}:00.000Z`;
      const visit = { principal: { ...manager, id }, route: 'GET /x', record, correlationId: 'r', at };
      await trail.keepingRead(visit, async () => id);
    }
    const found = await ask({ record, kind: 'read' });
    expect(found.map(({ actor }) => actor.id)).toEqual(['b', 'a', 'c']);
  });
});

describe('the kinds that can be asked for', () => {
  it('are those of all events', async () => {
    const root = path.resolve(import.meta.dirname, '../../..');
    const declared = await Promise.all(
      globSync('functions/*/*/*.events.ts', { cwd: root }).map((file) => import(path.join(root, file))),
    );
    const types = declared.flatMap((each) =>
      Object.values(each).map((event) => Reflect.get(Object(event), 'type')),
    );
    // That a time has come for something to be done is not yet something that was done to a record.
    const done = types.filter((type) => typeof type === 'string' && !type.endsWith('.overdue'));
    const kinds = new Set(done.map((type) => type.split('.')[0]));
    expect(kinds.size).toBeGreaterThan(10);
    expect([...kinds].filter((kind) => !auditedKinds.some((known) => known === kind))).toEqual([]);
  });
});
