/** What becomes of two records of one customer when they are merged, and when that is taken back. */
import { isDeepStrictEqual } from 'node:util';
import type { CustomerRecord, MergeEdge } from '../customers/customers.schema.ts';
import type { FieldChoices } from './merges.schema.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Fields of which a customer has one value. Those of their own making are `custom.<name>`. */
const singleFields = [
  ...[
    'name',
    'givenName',
    'familyName',
    'company',
    'gender',
    'birthday',
    'lunarBirthday',
    'language',
    'timeZone',
  ],
  ...['preferences', 'source', 'stage', 'owner'],
] as const;

/** They go with the name, lest one of them stands beside the family of another. */
const partsOfName = ['givenName', 'familyName'];

const custom = 'custom.';

function singlesOf(customer: CustomerRecord): Fields {
  const own = singleFields.map((name) => [name, Reflect.get(customer, name)] as const);
  const made = Object.entries(customer.custom ?? {}).map(
    ([name, value]) => [`${custom}${name}`, value] as const,
  );
  return Object.fromEntries([...own, ...made].filter(([, value]) => value !== undefined && value !== null));
}

/** The customer with other values in these fields; undefined takes one away. */
function withSingles(customer: CustomerRecord, values: Fields): CustomerRecord {
  const own = Object.entries(values).filter(([name]) => !name.startsWith(custom));
  const made = Object.entries(values).filter(([name]) => name.startsWith(custom));
  const all = {
    ...customer.custom,
    ...Object.fromEntries(made.map(([name, value]) => [name.slice(custom.length), value])),
  };
  const owner = 'owner' in values ? { owner: values.owner ?? null } : {};
  return compact({
    ...customer,
    ...Object.fromEntries(own),
    ...owner,
    custom: compact(all),
  }) as CustomerRecord;
}

/** Without what is not there, and without lists that hold nothing. */
function compact<Value extends object>(value: Value): Value {
  const isThere = ([name, part]: [string, unknown]) => {
    if (part === undefined) return false;
    if (name === 'tags' || name === 'externalIds' || typeof part !== 'object' || part === null) return true;
    return Object.keys(part).length > 0;
  };
  return Object.fromEntries(Object.entries(value).filter(isThere)) as Value;
}

const includes = (list: readonly unknown[], value: unknown) =>
  list.some((each) => isDeepStrictEqual(each, value));
const united = <Value>(one: readonly Value[], other: readonly Value[]) => [
  ...one,
  ...other.filter((value) => !includes(one, value)),
];
const without = <Value>(one: readonly Value[], other: readonly unknown[]) =>
  one.filter((value) => !includes(other, value));

/** E-mail addresses or phone numbers, the primary one first. */
interface Reached {
  readonly value: string;
  readonly label?: string | undefined;
  readonly invalid?: CustomerRecord['emailInvalid'];
}

function emailsOf({ email, emailInvalid, otherEmails = [] }: CustomerRecord): readonly Reached[] {
  const others = otherEmails.map(({ email: value, ...rest }) => ({ value, ...rest }));
  return email === undefined ? others : [{ value: email, invalid: emailInvalid }, ...others];
}

function phonesOf({ phone, phoneInvalid, otherPhones = [] }: CustomerRecord): readonly Reached[] {
  const others = otherPhones.map(({ phone: value, ...rest }) => ({ value, ...rest }));
  return phone === undefined ? others : [{ value: phone, invalid: phoneInvalid }, ...others];
}

function withEmails(customer: CustomerRecord, [first, ...others]: readonly Reached[]): CustomerRecord {
  return compact({
    ...customer,
    email: first?.value,
    emailInvalid: first?.invalid,
    otherEmails: others.map(({ value, ...rest }) => compact({ email: value, ...rest })),
  });
}

function withPhones(customer: CustomerRecord, [first, ...others]: readonly Reached[]): CustomerRecord {
  return compact({
    ...customer,
    phone: first?.value,
    phoneInvalid: first?.invalid,
    otherPhones: others.map(({ value, ...rest }) => compact({ phone: value, ...rest })),
  });
}

/** This one first, the others as they stood. */
function led(list: readonly Reached[], primary: string | undefined): readonly Reached[] {
  return [...list.filter(({ value }) => value === primary), ...list.filter(({ value }) => value !== primary)];
}

/**
 * The survivor after a merge, and what that has changed of it. Of single fields the survivor's values stay, unless the
 * other's are chosen or the survivor has none; lists are united; addresses and numbers of the other stand behind the
 * survivor's, unless the primary one of the other is chosen.
 */
export function mergedInto(
  survivor: CustomerRecord,
  loser: CustomerRecord,
  { choices, at }: { readonly choices: FieldChoices; readonly at: string },
): { readonly after: CustomerRecord; readonly edge: Omit<MergeEdge, 'into' | 'at' | 'by' | 'version'> } {
  const taken = takenFields(survivor, loser, choices);
  const own = singlesOf(survivor);
  const addresses = united(addressesOf(survivor), addressesOf(loser));
  const emails = united(emailsOf(survivor), emailsOf(loser));
  const phones = united(phonesOf(survivor), phonesOf(loser));
  const primary = {
    email: (choices.email === 'loser' ? loser.email : survivor.email) ?? loser.email,
    phone: (choices.phone === 'loser' ? loser.phone : survivor.phone) ?? loser.phone,
    address: (choices.address === 'loser' ? loser.address : survivor.address) ?? loser.address,
  };
  const reached = withPhones(withEmails(survivor, led(emails, primary.email)), led(phones, primary.phone));
  const after = withSingles(
    {
      ...withAddresses(reached, ledBy(addresses, primary.address)),
      externalIds: united(survivor.externalIds, loser.externalIds),
      tags: united(survivor.tags, loser.tags),
      mergedFrom: [...(survivor.mergedFrom ?? []), loser.id, ...(loser.mergedFrom ?? [])],
      version: survivor.version + 1,
      updatedAt: at,
    },
    taken,
  );
  const changed = { ...taken, ...primary };
  const { email, phone, address } = survivor;
  const before: Fields = { ...own, email, phone, address };
  const names = Object.keys(changed).filter(
    (name) => !isDeepStrictEqual(before[name], Reflect.get(changed, name)),
  );
  const edge = {
    before: pick(before, names),
    after: pick(changed, names),
    tags: without(loser.tags, survivor.tags),
    addresses: without(addresses, addressesOf(survivor)),
  };
  return { after, edge };
}

type OtherAddress = NonNullable<CustomerRecord['otherAddresses']>[number];

function addressesOf({ address, otherAddresses = [] }: CustomerRecord): readonly OtherAddress[] {
  return address === undefined ? otherAddresses : [address, ...otherAddresses];
}

/** The first one is the primary one, which needs no label. */
function withAddresses(
  customer: CustomerRecord,
  [first, ...others]: readonly OtherAddress[],
): CustomerRecord {
  if (first === undefined) return compact({ ...customer, address: undefined, otherAddresses: undefined });
  const { label: _, ...address } = { label: undefined, ...first };
  return compact({ ...customer, address, otherAddresses: [...others] });
}

function ledBy<Value>(list: readonly Value[], primary: unknown): readonly Value[] {
  return [...list].sort(
    (one, other) => Number(isDeepStrictEqual(other, primary)) - Number(isDeepStrictEqual(one, primary)),
  );
}

function pick(fields: Fields, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** The fields that the survivor takes of the other; undefined where that takes a value away. */
function takenFields(survivor: CustomerRecord, loser: CustomerRecord, choices: FieldChoices): Fields {
  const own = singlesOf(survivor);
  const others = singlesOf(loser);
  const takesName = choices.name === 'loser';
  const isSameName = own.name === others.name;
  const isTaken = (name: string) => {
    if (partsOfName.includes(name)) return takesName || (isSameName && own[name] === undefined);
    return choices[name] === 'loser' || own[name] === undefined;
  };
  const names = new Set([...Object.keys(others), ...(takesName ? partsOfName : [])]);
  return Object.fromEntries([...names].filter(isTaken).map((name) => [name, others[name]]));
}

/** Everything that is known of one customer: the record in which all are merged, and those that are. */
export interface Family {
  /** The one whose merge is taken back, then what it was merged into, up to the record that stands for all. */
  readonly path: readonly CustomerRecord[];
  /** The others that are merged into one of the path, in no order. */
  readonly others: readonly CustomerRecord[];
}

/** Values that others have by now, so that they do not come back. */
export interface Lost {
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly externalIds: CustomerRecord['externalIds'];
  /** Names of custom fields whose value is unique. */
  readonly custom: readonly string[];
}

/** A single field of a record above, and what has come in its place. */
interface Replaced {
  readonly from: unknown;
  readonly to: unknown;
}

/**
 * The records after a merge is taken back: first the one that returns, then those that are different now. What came
 * from there goes from each record above: addresses, numbers and external ids; tags and postal addresses that nothing
 * else has brought, too; and single values, in whose place comes what was there before. What was changed since stays.
 */
export function parted({ path, others }: Family, lost: Lost): readonly CustomerRecord[] {
  const [leaving, ...above] = path;
  if (leaving?.merge === undefined) throw new Error('Nothing is merged there');
  const gone = new Set([leaving.id, ...(leaving.mergedFrom ?? [])]);
  const returned = withoutLost(withoutMerge(leaving), lost);
  const records = new Map(
    [...above, ...others].filter(({ id }) => !gone.has(id)).map((each) => [each.id, each]),
  );
  const changed = new Map<string, CustomerRecord>();
  const put = (record: CustomerRecord) => {
    records.set(record.id, record);
    changed.set(record.id, record);
  };
  let edge = leaving.merge;
  let replaced = undoneBy(edge);
  let below: CustomerRecord | undefined;
  for (const { id } of above) {
    const record = records.get(id);
    if (record === undefined) throw new Error(`${id} is not there`);
    if (below !== undefined) replaced = carriedUp(edge, replaced);
    const children = [...records.values()].filter(({ merge }) => merge?.into === id);
    const siblings = children.filter((child) => child.id !== below?.id);
    const single = stepBack(
      record,
      replaced,
      siblings.filter(({ merge }) => isLater(merge, edge)),
    );
    for (const sibling of single.siblings) put(sibling);
    const lists = leave(single.record, {
      edge,
      returned,
      below,
      siblings: siblings.map((each) => records.get(each.id) ?? each),
    });
    for (const sibling of lists.siblings) put(sibling);
    if (below !== undefined) put({ ...below, merge: edgeAfter(lists.edge, replaced) });
    const mergedFrom = (record.mergedFrom ?? []).filter((each) => !gone.has(each));
    below = compact({ ...lists.record, mergedFrom });
    put(below);
    edge = below.merge ?? edge;
    replaced = single.replaced;
  }
  return [returned, ...changed.values()];
}

function isLater(one: MergeEdge | undefined, other: MergeEdge): boolean {
  return one !== undefined && one.version > other.version;
}

function withoutMerge({ merge: _, ...record }: CustomerRecord): CustomerRecord {
  return record;
}

function withoutLost(
  record: CustomerRecord,
  { emails, phones, externalIds, custom: names }: Lost,
): CustomerRecord {
  const mails = emailsOf(record).filter(({ value }) => !emails.includes(value));
  const numbers = phonesOf(record).filter(({ value }) => !phones.includes(value));
  const kept = { ...record, externalIds: without(record.externalIds, externalIds) };
  const made = Object.fromEntries(names.map((name) => [`${custom}${name}`, undefined]));
  return withSingles(withPhones(withEmails(kept, mails), numbers), made);
}

/** What an edge says of single fields: what it put there, and what was there before. */
function undoneBy({ before, after }: MergeEdge): ReadonlyMap<string, Replaced> {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Map([...names].map((name) => [name, { from: after[name], to: before[name] }]));
}

/** Of what was replaced below, what the edge had carried further up. */
function carriedUp({ before, after }: MergeEdge, replaced: ReadonlyMap<string, Replaced>) {
  const carried = [...replaced].filter(
    ([name, { from }]) => name in after && isDeepStrictEqual(after[name], from),
  );
  return new Map(carried.map(([name, { from, to }]) => [name, { from, to: to ?? before[name] }]));
}

/** The edge as it would be, had what was replaced never been there. */
function edgeAfter(edge: MergeEdge, replaced: ReadonlyMap<string, Replaced>): MergeEdge {
  const after = { ...edge.after };
  for (const [name, { to }] of replaced) {
    if (to === undefined) delete after[name];
    else after[name] = to;
  }
  return { ...edge, after };
}

/** Single fields as they were before, where nobody has changed them since; a later merge keeps what it has put there. */
function stepBack(
  record: CustomerRecord,
  wanted: ReadonlyMap<string, Replaced>,
  later: readonly CustomerRecord[],
): { record: CustomerRecord; siblings: CustomerRecord[]; replaced: Map<string, Replaced> } {
  const siblings = new Map<string, CustomerRecord>();
  const replaced = new Map<string, Replaced>();
  let next = record;
  for (const [name, each] of wanted) {
    const [heir] = later
      .map((sibling) => siblings.get(sibling.id) ?? sibling)
      .filter(({ merge }) => merge !== undefined && (name in merge.before || name in merge.after))
      .toSorted((one, other) => (one.merge?.version ?? 0) - (other.merge?.version ?? 0));
    if (heir?.merge !== undefined) {
      // Somebody had put another value there before that merge: this one was gone already.
      if (!isDeepStrictEqual(heir.merge.before[name], each.from)) continue;
      const before = compact({ ...heir.merge.before, [name]: each.to });
      siblings.set(heir.id, { ...heir, merge: { ...heir.merge, before } });
    } else if (isDeepStrictEqual(fieldOf(next, name), each.from)) {
      next = withValue(next, name, each.to);
      replaced.set(name, each);
    }
  }
  return { record: next, siblings: [...siblings.values()], replaced };
}

function fieldOf(record: CustomerRecord, name: string): unknown {
  if (name === 'email' || name === 'phone' || name === 'address') return record[name];
  return singlesOf(record)[name];
}

function withValue(record: CustomerRecord, name: string, value: unknown): CustomerRecord {
  if (name === 'email') return withEmails(record, led(emailsOf(record), String(value)));
  if (name === 'phone') return withPhones(record, led(phonesOf(record), String(value)));
  if (name === 'address') return withAddresses(record, ledBy(addressesOf(record), value));
  return withSingles(record, { [name]: value });
}

/** Fields of which both records have one, and not the same, and whose it is after the merge. */
export function differencesOf(survivor: CustomerRecord, loser: CustomerRecord, after: CustomerRecord) {
  const names = [
    ...new Set([
      ...Object.keys(singlesOf(survivor)),
      ...Object.keys(singlesOf(loser)),
      'email',
      'phone',
      'address',
    ]),
  ];
  return names.flatMap((name) => {
    const [own, theirs] = [fieldOf(survivor, name), fieldOf(loser, name)];
    if (own === undefined || theirs === undefined || isDeepStrictEqual(own, theirs)) return [];
    const taken = isDeepStrictEqual(fieldOf(after, name), own) ? ('survivor' as const) : ('loser' as const);
    return [{ field: name, survivor: own, loser: theirs, taken }];
  });
}

interface Leaving {
  /** What the record above took in with the one that leaves, or with the one below in which that was merged. */
  readonly edge: MergeEdge;
  readonly returned: CustomerRecord;
  readonly below: CustomerRecord | undefined;
  readonly siblings: readonly CustomerRecord[];
}

/**
 * A record without what the lists of one that leaves have brought. What another one that is merged here has, too, stays,
 * and is theirs from then on.
 */
function leave(record: CustomerRecord, { edge, returned, below, siblings }: Leaving) {
  const mails = new Set(emailsOf(returned).map(({ value }) => value));
  const numbers = new Set(phonesOf(returned).map(({ value }) => value));
  const reached = withPhones(
    withEmails(
      record,
      emailsOf(record).filter(({ value }) => !mails.has(value)),
    ),
    phonesOf(record).filter(({ value }) => !numbers.has(value)),
  );
  const tags = passOn(edge.tags, returned.tags, below?.tags, siblings, ({ tags: theirs }) => theirs);
  const places = passOn(
    edge.addresses,
    addressesOf(returned),
    below && addressesOf(below),
    siblings,
    addressesOf,
  );
  const heirs = siblings.flatMap((sibling) => {
    const inherited = { tags: tags.of(sibling), addresses: places.of(sibling) };
    if (sibling.merge === undefined || inherited.tags.length + inherited.addresses.length === 0) return [];
    const { merge } = sibling;
    const next = {
      tags: [...merge.tags, ...inherited.tags],
      addresses: [...merge.addresses, ...inherited.addresses],
    };
    return [{ ...sibling, merge: { ...merge, ...next } }];
  });
  return {
    record: {
      ...withAddresses(reached, without(addressesOf(record), places.gone)),
      externalIds: without(record.externalIds, returned.externalIds),
      tags: without(record.tags, tags.gone),
    },
    edge: { ...edge, tags: tags.kept, addresses: places.kept },
    siblings: heirs,
  };
}

/** Which entries of a list go with the one that leaves, which stay of the same edge, and which are whose from now on. */
function passOn<Value>(
  came: readonly Value[],
  theirs: readonly Value[],
  below: readonly Value[] = [],
  siblings: readonly CustomerRecord[],
  listOf: (record: CustomerRecord) => readonly Value[],
) {
  const leaving = came.filter((value) => includes(theirs, value) && !includes(below, value));
  const heirOf = (value: Value) => siblings.find((sibling) => includes(listOf(sibling), value));
  return {
    gone: leaving.filter((value) => heirOf(value) === undefined),
    kept: without(came, leaving),
    of: (sibling: CustomerRecord) => leaving.filter((value) => heirOf(value)?.id === sibling.id),
  };
}
