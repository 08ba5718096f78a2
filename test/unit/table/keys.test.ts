import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniqueValues } from '../../../functions/customers/customers/customers.rules.ts';
import { changeItem } from '../../../shared/events/change-event.ts';
import { keyedRequest } from '../../../shared/runtime/idempotency.ts';
import { decodePart, hashOfParts, renderKey } from '../../../shared/table/key.ts';
import { tableDesign } from '../../support/access-patterns.ts';

const design = tableDesign();
const items = [...design.flatMap(({ items }) => items), changeItem];
const patterns = design.flatMap(({ patterns }) => patterns);

/** Every template of the table: keys, index keys, partitions and prefixes of questions. */
const templates = new Set([
  ...items.flatMap((item) => [...item.key, ...Object.values(item.indexes ?? {}).flat()]),
  ...patterns.flatMap(({ partition, prefix }) => [partition, ...(prefix === undefined ? [] : [prefix])]),
]);

const namesIn = (template: string) => [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** Text with whatever separates, escapes or sorts high, and halves of characters. */
const nasty = fc.oneof(
  fc.string({
    unit: fc.constantFrom('#', ':', '~', '%', '2', '3', '5', 'a', '-', 'D800', '\ud800', '王', '😀'),
  }),
  fc.string({ unit: 'binary' }),
);

/** As it reaches the table: UTF-8 makes one sign of all halves of characters. */
const stored = (key: string | undefined) => Buffer.from(key ?? '').toString();

describe('keys of the table', () => {
  it.each([...templates].filter((template) => namesIn(template).length > 1))(
    '%s tells any two values apart, wherever they are cut',
    (template) => {
      const names = namesIn(template);
      const parts = fc.tuple(...names.map(() => nasty));
      const keyOf = (values: readonly string[]) =>
        stored(renderKey(template, Object.fromEntries(names.map((name, index) => [name, values[index]]))));
      void fc.assert(
        fc.property(parts, parts, (one, other) => {
          fc.pre(JSON.stringify(one) !== JSON.stringify(other));
          expect(keyOf(one)).not.toBe(keyOf(other));
        }),
        { numRuns: 300 },
      );
      // The same signs cut in another place: what random values rarely meet.
      void fc.assert(
        fc.property(nasty, nasty, nasty, (a, b, c) => {
          const rest = names.slice(2).map(() => 'x');
          const [one, other] = [
            [`${a}#${b}`, c, ...rest],
            [a, `${b}#${c}`, ...rest],
          ];
          expect(keyOf(one)).not.toBe(keyOf(other));
        }),
        { numRuns: 300 },
      );
    },
  );

  const pairs = patterns.flatMap((one, index) =>
    patterns.slice(index + 1).flatMap((other) => {
      const apart = one.partition !== other.partition && one.index === other.index;
      return apart ? [[one.partition, other.partition] as const] : [];
    }),
  );
  /** `{ownerKey}` stands for one part or a list; a question names it by the filter that asks for it. */
  const filled = (template: string, value: string) =>
    stored(renderKey(template, Object.fromEntries(namesIn(template).map((name) => [name, value]))));

  it.each(pairs)('%s is never the partition of %s', (one, other) => {
    const value = fc.oneof(nasty, fc.constantFrom('none#1', 'none', '1'));
    void fc.assert(
      fc.property(value, value, (a, b) => void expect(filled(one, a)).not.toBe(filled(other, b))),
    );
  });

  it('leaves ordinary values as they are, and sorts as they do', () => {
    expect(renderKey('T#{at}#{id}', { at: '2026-11-21T09:00:00.000Z', id: 'event_01jd' })).toBe(
      'T#2026-11-21T09:00:00.000Z#event_01jd',
    );
    expect(renderKey('OWN#{owner}', { owner: 'auth0|王芳@example.com:~1' })).toBe(
      'OWN#auth0|王芳@example.com:~1',
    );
    expect(renderKey('OWN#{owner}', { owner: ['none', '3'] })).toBe('OWN#none#3');
    expect(renderKey('OWN#{owner}', { owner: 'none#3' })).toBe('OWN#none%233');
  });

  it('reads a part back', () => {
    void fc.assert(
      fc.property(
        nasty,
        (part) => void expect(decodePart(renderKey('X#{part}', { part })?.slice(2) ?? '')).toBe(part),
      ),
    );
  });

  it('finds by a prefix what has these parts, and nothing that only begins alike', () => {
    const key = (status: string) => renderKey('{status}#{dueAt}', { status, dueAt: '2026' }) ?? '';
    void fc.assert(
      fc.property(nasty, nasty, (asked, is) => {
        const prefix = renderKey('{status}#', { status: asked }) ?? '';
        expect(key(is).startsWith(prefix)).toBe(asked === is);
      }),
    );
  });
});

describe('hashed parts of keys', () => {
  it('differ wherever the values are cut', () => {
    const tuples = fc.array(nasty, { maxLength: 4 });
    void fc.assert(
      fc.property(tuples, tuples, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(hashOfParts(...one)).not.toBe(hashOfParts(...other));
      }),
    );
  });

  it('take no external id for another', () => {
    const values = (source: string, id: string) => {
      const [unique] = uniqueValues({ externalIds: [{ source, id }] }, new Set());
      return hashOfParts(unique?.kind ?? '', ...(unique?.value ?? []));
    };
    expect(values('a:b', 'c')).not.toBe(values('a', 'b:c'));
  });

  it('take no idempotency key for that of another caller', () => {
    const request = { path: '/customers', body: '{}' };
    const one = keyedRequest({ ...request, caller: 'machine:a\nPOST /x', route: 'POST /y', key: 'k' });
    const other = keyedRequest({ ...request, caller: 'machine:a', route: 'POST /x\nPOST /y', key: 'k' });
    expect(one.hash).not.toBe(other.hash);
  });
});
