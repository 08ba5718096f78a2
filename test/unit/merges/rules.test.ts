/** Merges and their undoing, against what is true of any sequence of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newCustomer } from '../../../functions/customers/customers/customers.rules.ts';
import { NewCustomer } from '../../../functions/customers/customers/customers.schema.ts';
import type { CustomerRecord } from '../../../functions/customers/customers/index.ts';
import { type Lost, mergedInto, parted } from '../../../functions/customers/merges/merges.rules.ts';

const at = '2026-11-26T09:00:00.000Z';
const nobody: Lost = { emails: [], phones: [], externalIds: [], custom: [] };

function record(id: string, fields: Record<string, unknown>): CustomerRecord {
  return newCustomer(id, NewCustomer.parse({ name: id, ...fields }), at);
}

/** A department that merges: the records by id, those that are merged with what they were before. */
class Records {
  readonly all = new Map<string, CustomerRecord>();

  constructor(records: readonly CustomerRecord[]) {
    for (const each of records) this.all.set(each.id, each);
  }

  get(id: string): CustomerRecord {
    const found = this.all.get(id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  }

  rootOf(id: string): CustomerRecord {
    const { merge } = this.get(id);
    return merge === undefined ? this.get(id) : this.rootOf(merge.into);
  }

  merge(survivorId: string, loserId: string, choices: Record<string, 'survivor' | 'loser'> = {}) {
    const [survivor, loser] = [this.rootOf(survivorId), this.rootOf(loserId)];
    if (survivor.id === loser.id) return false;
    const { after, edge } = mergedInto(survivor, loser, { choices, at });
    this.all.set(survivor.id, after);
    const merge = { into: survivor.id, version: after.version, at, by: 'li.na', ...edge };
    this.all.set(loser.id, { ...loser, merge, version: loser.version + 1 });
    return true;
  }

  undo(id: string) {
    const path = [this.get(id)];
    for (let last = this.get(id); last.merge !== undefined; path.push(last)) last = this.get(last.merge.into);
    if (path.length === 1) return;
    const root = path.at(-1)!;
    const known = new Set(path.map((each) => each.id));
    const others = (root.mergedFrom ?? []).filter((each) => !known.has(each)).map((each) => this.get(each));
    for (const each of parted({ path, others }, nobody))
      this.all.set(each.id, { ...each, version: this.get(each.id).version + 1 });
  }

  change(id: string, fields: Partial<CustomerRecord>) {
    const root = this.rootOf(id);
    this.all.set(root.id, { ...root, ...fields, version: root.version + 1 });
  }
}

/** Without what says when and how often it was written. */
function plain({ version, updatedAt, ...rest }: CustomerRecord) {
  return { ...rest, tags: [...rest.tags].sort() };
}

const emailsIn = ({ email, otherEmails = [] }: CustomerRecord) =>
  [...(email === undefined ? [] : [email]), ...otherEmails.map((other) => other.email)].sort();

describe('a merge', () => {
  it('keeps the survivor’s values, fills what is missing, and keeps addresses and tags of both', () => {
    const records = new Records([
      record('a', { email: 'a@x.cn', tags: ['vip'], address: { city: '上海市' } }),
      record('b', {
        email: 'b@x.cn',
        phone: '+8613812345678',
        birthday: '1990-05-01',
        tags: ['vip', 'fair'],
        address: { city: '北京市' },
      }),
    ]);
    records.merge('a', 'b');
    expect(records.get('a')).toMatchObject({
      ...{
        name: 'a',
        email: 'a@x.cn',
        phone: '+8613812345678',
        birthday: '1990-05-01',
        tags: ['vip', 'fair'],
      },
      ...{ otherEmails: [{ email: 'b@x.cn' }], address: { city: '上海市' }, mergedFrom: ['b'] },
      otherAddresses: [{ city: '北京市' }],
    });
  });

  it('takes what is chosen, the parts of a name together', () => {
    const records = new Records([
      record('a', { name: '王芳', familyName: '王', givenName: '芳', email: 'a@x.cn', owner: 'li.na' }),
      record('b', { name: 'Fang Wang', email: 'b@x.cn', owner: 'wang.fang' }),
    ]);
    records.merge('a', 'b', { name: 'loser', email: 'loser' });
    const after = records.get('a');
    expect(after).toMatchObject({ name: 'Fang Wang', email: 'b@x.cn', owner: 'li.na' });
    expect(after).not.toHaveProperty('familyName');
    expect(after.otherEmails).toEqual([{ email: 'a@x.cn' }]);
    records.undo('b');
    expect(records.get('a')).toMatchObject({
      name: '王芳',
      familyName: '王',
      givenName: '芳',
      email: 'a@x.cn',
    });
    expect(records.get('a')).not.toHaveProperty('otherEmails');
  });

  it('gives back what somebody has not changed since, and leaves the rest', () => {
    const records = new Records([
      record('a', {}),
      record('b', { phone: '+8613812345678', birthday: '1990-05-01', company: 'B' }),
    ]);
    records.merge('a', 'b');
    records.change('a', { company: 'Another', tags: ['later'] });
    records.undo('b');
    expect(records.get('a')).toMatchObject({ company: 'Another', tags: ['later'] });
    for (const field of ['phone', 'birthday', 'mergedFrom'])
      expect(records.get('a')).not.toHaveProperty(field);
  });

  it('keeps what another merged record has brought, too, and what a later one has put over it', () => {
    const records = new Records([
      record('a', {}),
      record('b', { birthday: '1990-05-01', tags: ['fair'] }),
      record('c', { birthday: '1991-06-02', tags: ['fair'] }),
    ]);
    records.merge('a', 'b');
    records.merge('a', 'c', { birthday: 'loser' });
    records.undo('b');
    expect(records.get('a')).toMatchObject({ birthday: '1991-06-02', tags: ['fair'], mergedFrom: ['c'] });
    records.undo('c');
    expect(records.get('a')).toMatchObject({ tags: [] });
    expect(records.get('a')).not.toHaveProperty('birthday');
  });

  it('gives back what somebody had changed between two merges that brought the same value', () => {
    const records = new Records([
      record('a', {}),
      record('b', { birthday: '1991-01-01' }),
      record('c', { birthday: '1991-01-01' }),
    ]);
    records.merge('a', 'b');
    records.change('a', { birthday: '2000-02-11' });
    records.merge('a', 'c', { birthday: 'loser' });
    records.undo('b');
    expect(records.get('a').birthday).toBe('1991-01-01');
    records.undo('c');
    expect(records.get('a').birthday).toBe('2000-02-11');
  });

  it('does not give back an address that somebody else has by now', () => {
    const [a, b] = [
      record('a', { email: 'a@x.cn' }),
      record('b', { email: 'b@x.cn', otherEmails: [{ email: 'c@x.cn' }] }),
    ];
    const { after, edge } = mergedInto(a, b, { choices: {}, at });
    const merged = { ...b, merge: { into: 'a', version: 2, at, by: 'li.na', ...edge } };
    const [returned, survivor] = parted(
      { path: [merged, after], others: [] },
      { ...nobody, emails: ['b@x.cn'] },
    );
    expect(emailsIn(returned!)).toEqual(['c@x.cn']);
    expect(returned?.email).toBe('c@x.cn');
    // It is the survivor’s own by now.
    expect(emailsIn(survivor!)).toEqual(['a@x.cn', 'b@x.cn']);
  });
});

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
const fields = fc.record({
  tags: fc.uniqueArray(fc.constantFrom('t1', 't2', 't3', 't4'), { maxLength: 4 }),
  birthday: fc.option(fc.constantFrom('1990-01-01', '1991-01-01', '1992-01-01'), { nil: undefined }),
  gender: fc.option(fc.constantFrom('female', 'male'), { nil: undefined }),
  hasEmail: fc.boolean(),
  hasMore: fc.boolean(),
  city: fc.option(fc.constantFrom('上海市', '北京市', '深圳市'), { nil: undefined }),
  custom: fc.dictionary(fc.constantFrom('tier', 'shop'), fc.constantFrom('gold', 'silver'), { maxKeys: 2 }),
});
const one = fc.constantFrom(...ids);
const side = fc.constantFrom('survivor' as const, 'loser' as const);
const step = fc.oneof(
  fc.record({
    do: fc.constant('merge' as const),
    one,
    other: one,
    choices: fc.dictionary(
      fc.constantFrom('name', 'birthday', 'gender', 'email', 'address', 'custom.tier'),
      side,
    ),
  }),
  fc.record({ do: fc.constant('undo' as const), one }),
  fc.record({ do: fc.constant('rename' as const), one }),
  fc.record({ do: fc.constant('tag' as const), one }),
  fc.record({ do: fc.constant('birthday' as const), one }),
  fc.record({ do: fc.constant('tier' as const), one }),
);

describe('any sequence of merges, changes and undoing', () => {
  it('shows everything as one while it is merged, and gives each record back with what is its own', () => {
    fc.assert(
      fc.property(
        fc.array(fields, { minLength: 6, maxLength: 6 }),
        fc.array(step, { maxLength: 14 }),
        (made, steps) => {
          const originals = made.map(({ hasEmail, hasMore, city, custom, ...rest }, index) => {
            const id = ids[index]!;
            return record(id, {
              ...rest,
              ...(hasEmail ? { email: `${id}1@x.cn` } : {}),
              ...(hasEmail && hasMore ? { otherEmails: [{ email: `${id}2@x.cn`, label: id }] } : {}),
              ...(city === undefined ? {} : { address: { city } }),
              ...(Object.keys(custom).length === 0 ? {} : { custom }),
            });
          });
          const records = new Records(originals);
          /** What each record has to be once nothing is merged any more, kept by hand. */
          const expected = new Map(originals.map((each) => [each.id, each]));
          const own = (id: string, change: Partial<CustomerRecord>) => {
            const root = records.rootOf(id);
            records.change(
              id,
              typeof change.tags === 'undefined' ? change : { tags: [...root.tags, ...change.tags] },
            );
            const before = expected.get(root.id)!;
            expected.set(root.id, {
              ...before,
              ...change,
              ...(change.tags === undefined ? {} : { tags: [...before.tags, ...change.tags] }),
            });
          };
          for (const [index, each] of steps.entries()) {
            if (each.do === 'merge') records.merge(each.one, each.other, each.choices);
            if (each.do === 'undo') records.undo(each.one);
            if (each.do === 'rename') own(each.one, { name: `renamed ${index}` });
            if (each.do === 'tag') own(each.one, { tags: [`new ${index}`] });
            if (each.do === 'tier') {
              const { custom } = records.rootOf(each.one);
              records.change(each.one, { custom: { ...custom, tier: `tier ${index}` } });
              const { id } = records.rootOf(each.one);
              const before = expected.get(id)!;
              expected.set(id, { ...before, custom: { ...before.custom, tier: `tier ${index}` } });
            }
            if (each.do === 'birthday') own(each.one, { birthday: `2000-02-${index + 10}` });
            for (const id of ids) {
              const root = records.rootOf(id);
              const tree = ids.filter((other) => records.rootOf(other).id === root.id);
              expect([...(root.mergedFrom ?? []), root.id].sort()).toEqual(tree);
              const theirs = (of: (record: CustomerRecord) => readonly string[]) =>
                [...new Set(tree.flatMap((member) => of(expected.get(member)!)))].sort();
              expect([...root.tags].sort()).toEqual(theirs(({ tags }) => tags));
              expect(emailsIn(root)).toEqual(theirs(emailsIn));
              // No single value is that of a record that has left.
              expect(tree.map((member) => expected.get(member)!.name)).toContain(root.name);
              expect([undefined, ...tree.map((member) => expected.get(member)!.birthday)]).toContain(
                root.birthday,
              );
            }
          }
          for (const id of ids) records.undo(id);
          for (const id of ids) expect(plain(records.get(id))).toEqual(plain(expected.get(id)!));
        },
      ),
      { numRuns: 300 },
    );
  });
});
