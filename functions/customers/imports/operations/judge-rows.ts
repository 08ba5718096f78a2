/** What becomes of rows: decided on what was read for all of them together, the same way in a check and in a run. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { InChinese } from '../../../../shared/errors/in-chinese.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Said } from '../../../../shared/values/said.ts';
import { differences } from '../../corrections/index.ts';
import type { CustomerPatch } from '../../customers/customers.schema.ts';
import { type By, type CustomerIntake, type Intake, nameOf } from '../../customers/index.ts';
import type { FileRow, Mapping, Outcome, StoredReason, StoredVerdict } from '../imports.schema.ts';
import type { ImportedChange, ImportsStore } from '../imports.store.ts';
import { rowTexts } from '../imports.texts.ts';
import { type Doubles, hashOf, type StoredClaims, valuesOf } from './doubles.ts';
import { fieldAt, type ReadableRow, type RefusedRow, type RowReader, without } from './read-row.ts';

type Customer = Intake['result'];

export interface Judging {
  readonly importId: string;
  readonly expiresAt: string;
  readonly mapping: Mapping;
  readonly reader: RowReader;
  readonly intake: CustomerIntake;
  readonly imports: Pick<ImportsStore, 'findChanges' | 'keepChange'>;
  readonly by: By;
  readonly doubles: Doubles;
  /** Added to while rows are decided on, in their order. */
  readonly claims: StoredClaims;
  /** The id of the customer whom a line creates, the same each time. */
  readonly idOf: (line: number) => string;
  readonly inChinese: InChinese;
}

/** What becomes of a row, and what has to be written for that. */
export interface Decision {
  readonly row: FileRow;
  readonly verdict: StoredVerdict;
  readonly writes: readonly Write[];
}

/** What was read of the table for some rows. */
interface Known {
  readonly holders: ReadonlyMap<string, string>;
  readonly customers: ReadonlyMap<string, Customer>;
  /** Whom this import has created already, also those whom somebody has deleted or merged since. */
  readonly created: ReadonlySet<string>;
  readonly changes: ReadonlyMap<string, ImportedChange>;
}

type ReadRow = ReadableRow | RefusedRow;
const isRefused = (read: ReadRow): read is RefusedRow => 'reasons' in read;

/**
 * Decides on rows in their order. @param mayHaveBegun whether some of them may have been stored already, by somebody who
 * could not say so any more; costs a read for each
 */
export async function judgeRows(
  rows: readonly FileRow[],
  judging: Judging,
  mayHaveBegun: boolean,
): Promise<readonly Decision[]> {
  const read = rows.map((row) => judging.reader.read(row));
  const known = await lookUp(read, judging, mayHaveBegun);
  const decisions: Decision[] = [];
  for (const [index, row] of rows.entries()) {
    const one = read[index];
    if (one !== undefined) decisions.push(await judgeRow(row, one, known, judging));
  }
  return decisions;
}

/** What can be read of a row, be it refused or not. */
function readableOf(read: ReadRow): ReadableRow | undefined {
  if (!isRefused(read)) return read;
  return read.rest && { line: read.line, notes: [], ...read.rest };
}

/** Everything that decides about rows, in hundreds. */
async function lookUp(
  read: readonly ReadRow[],
  { intake, imports, importId, idOf }: Judging,
  mayHaveBegun: boolean,
): Promise<Known> {
  const readable = read.flatMap((one) => readableOf(one) ?? []);
  const holders = await intake.holdersOf(readable.flatMap(valuesOf));
  const found = readable.flatMap(({ key }) => (key && holders.get(nameOf(key))) ?? []);
  const own = mayHaveBegun ? readable.map(({ line }) => idOf(line)) : [];
  const ids = [...new Set(found)];
  const customers = ids.length === 0 ? [] : await intake.findMany(ids);
  const changes = mayHaveBegun && found.length > 0 ? await imports.findChanges(importId, found) : [];
  return {
    holders,
    customers: new Map(customers.map((customer) => [customer.id, customer])),
    created: own.length === 0 ? new Set() : await intake.given(own),
    changes: new Map(changes.map((change) => [change.customerId, change])),
  };
}

async function judgeRow(row: FileRow, read: ReadRow, known: Known, judging: Judging): Promise<Decision> {
  const { line } = row;
  const readable = readableOf(read);
  const name = readable?.input.name;
  const noted = isRefused(read) ? [] : [...read.notes];
  const done: Deciding['done'] = (outcome, fields = {}, writes = []) => ({
    row,
    writes,
    verdict: { line, outcome, ...(name === undefined ? {} : { name }), reasons: [], notes: noted, ...fields },
  });
  const refuse = (reasons: readonly StoredReason[], fields: Partial<StoredVerdict> = {}) =>
    done('refused', { reasons: [...reasons], notes: [], ...fields });
  // Whatever is known of staff and fields by now, what was stored before is stored.
  const own = judging.idOf(line);
  if (known.created.has(own)) return done('created', { customerId: own });
  if (readable === undefined) return refuse(isRefused(read) ? read.reasons : []);
  const place = judging.reader.origin(row, judging.mapping.match);
  const holder = readable.key && known.holders.get(nameOf(readable.key));
  const existing = holder === undefined ? undefined : known.customers.get(holder);
  const change = existing && known.changes.get(existing.id);
  if (existing !== undefined && change?.line === line) return done('updated', { customerId: existing.id });
  const deciding = { row, readable, existing, known, judging, done };
  if (isRefused(read)) return refuse([...read.reasons, ...(await furtherReasons(read.reasons, deciding))]);
  const first = readable.key && judging.doubles.first(readable.key);
  if (first !== undefined && first.line < line) {
    const said = first.isOther(read) ? rowTexts.otherName : rowTexts.sameKey;
    return refuse([{ ...place, reason: said(first.line) }]);
  }
  if (existing !== undefined) {
    const { id: customerId } = existing;
    const touchedBy = change?.line ?? judging.claims.touched[customerId];
    if (touchedBy !== undefined && touchedBy !== line)
      return refuse([{ ...place, reason: rowTexts.touchedInFile(touchedBy) }], { customerId });
    if (judging.mapping.onMatch === 'skip')
      return done('skipped', { customerId, reasons: [{ ...place, reason: rowTexts.known }] });
  }
  try {
    return await decideWithoutTaken(deciding);
  } catch (error) {
    const reasons = await reasonsOfRefusal(error, deciding);
    return refuse([...reasons, ...(await furtherReasons(reasons, deciding))]);
  }
}

/** What others have is left out of a row where it is no more than another number or address, such as one of an office. */
async function decideWithoutTaken(deciding: Deciding): Promise<Decision> {
  try {
    return await decide(deciding);
  } catch (error) {
    if (!(error instanceof RowTaken) || !error.isOfOthers) throw error;
    const { input, notes } = deciding.readable;
    const isFree = (value: string) => !error.values.includes(value);
    const left = {
      ...input,
      ...(input.otherEmails && { otherEmails: input.otherEmails.filter(({ email }) => isFree(email)) }),
      ...(input.otherPhones && { otherPhones: input.otherPhones.filter(({ phone }) => isFree(phone)) }),
    };
    const readable = { ...deciding.readable, input: left, notes: [...notes, ...error.reasons] };
    return decide({ ...deciding, readable });
  }
}

/** Stores the row as a new customer, or as a change of the one who is there. Throws why it cannot be. */
async function decide(deciding: Deciding): Promise<Decision> {
  const { row, readable, existing, known, judging, done } = deciding;
  if (existing !== undefined) return judgeChange(existing, readable, deciding);
  const own = judging.idOf(row.line);
  const intake = await judging.intake.create(own, withPrimary(readable.input, {}), judging.by);
  await assertFree(intake, row, known, judging);
  claim(intake, row.line, judging);
  return done('created', { customerId: own, notes: [...readable.notes] }, intake.writes);
}

/** So many times a refused row is tried without what was wrong with it, to find whatever else is. */
const mostTries = 5;

/** What else is wrong with a row that is refused: nobody is to correct it round after round. */
async function furtherReasons(
  told: readonly StoredReason[],
  deciding: Deciding,
): Promise<readonly StoredReason[]> {
  const found: StoredReason[] = [];
  const judging = { ...deciding.judging, claims: claimsOver(deciding.judging.claims) };
  for (let tried = 0; tried < mostTries; tried += 1) {
    const known = [...told, ...found];
    const left = without(deciding.readable.input, known);
    const input = left.name === undefined && deciding.existing === undefined ? { ...left, name: '-' } : left;
    try {
      await decide({ ...deciding, judging, readable: { ...deciding.readable, input } });
      return found;
    } catch (error) {
      const fields = new Set(known.map(({ field }) => field));
      const next = (await reasonsOfRefusal(error, deciding)).filter(
        ({ field }) => field && !fields.has(field),
      );
      if (next.length === 0) return found;
      found.push(...next);
    }
  }
  return found;
}

/** The same claims, but that none is added: nothing that is refused takes a value from a later row. They may be many. */
function claimsOver({ claimed, freed, touched }: StoredClaims): StoredClaims {
  return { claimed: Object.create(claimed), freed: Object.create(freed), touched: Object.create(touched) };
}

/** Why a row is refused, with the column that each reason came from. Throws what is no refusal. */
async function reasonsOfRefusal(
  error: unknown,
  { row, existing, judging }: Deciding,
): Promise<readonly StoredReason[]> {
  if (error instanceof RowTaken) return error.reasons;
  if (!(error instanceof AppError)) throw error;
  const reasons = reasonsOf(error, row, judging);
  // Whoever is found by a value and is not to be changed is refused because of it.
  const isOfKey = error.code === 'conflict' && error.violations.length === 0;
  if (!isOfKey || existing === undefined) return reasons;
  const place = judging.reader.origin(row, judging.mapping.match);
  const holder = await holderOf(existing.id, judging);
  return reasons.map((reason) => ({ ...place, ...holder, ...reason }));
}

interface Deciding {
  readonly row: FileRow;
  readonly readable: ReadableRow;
  /** Whom the row means, where they are there. */
  readonly existing: Customer | undefined;
  readonly known: Known;
  readonly judging: Judging;
  readonly done: (outcome: Outcome, fields?: Partial<StoredVerdict>, writes?: readonly Write[]) => Decision;
}

async function judgeChange(
  existing: Customer,
  { line, key, input, notes: noted }: ReadableRow,
  { row, known, judging, done }: Omit<Deciding, 'readable'>,
): Promise<Decision> {
  const { id: customerId } = existing;
  const { mapping, imports, importId, expiresAt } = judging;
  const patch = patchFor(existing, input, mapping);
  const source = mapping.externalSource;
  const intake = await judging.intake.change(existing, patch, judging.by, { from: source, foundBy: key });
  const left = intake.leftAlone.map((field) => ({
    ...judging.reader.origin(row, field),
    reason: rowTexts.leftAlone(source),
  }));
  const notes = [...noted, ...left];
  if (intake.writes.length === 0) return done('unchanged', { customerId, notes });
  await assertFree(intake, row, known, judging);
  claim(intake, line, judging);
  if (keysOf(existing, mapping) > 1) judging.claims.touched[customerId] = line;
  const { version } = intake.result;
  const { before, after } = differences(existing, intake.result, Object.keys(intake.before));
  const change = {
    customerId,
    importId,
    line,
    version,
    before: { ...before },
    after: { ...after },
    expiresAt,
  };
  const kept = imports.keepChange(change);
  return done('updated', { customerId, notes }, [...intake.writes, kept]);
}

/** By how many values a row could find this customer. */
function keysOf(customer: Customer, { match, externalSource }: Mapping): number {
  if (match === 'externalId')
    return customer.externalIds.filter(({ source }) => source === externalSource).length;
  if (match === 'email') return 1 + (customer.otherEmails?.length ?? 0);
  return 1 + (customer.otherPhones?.length ?? 0);
}

/** Lists are added to, never cut: what the file does not know of is nobody's mistake. */
function patchFor(existing: Customer, input: CustomerPatch, { onMatch }: Mapping): CustomerPatch {
  const { tags, externalIds, otherEmails, otherPhones, otherAddresses, preferences, ...fields } = input;
  const isNew = ({ source, id }: Customer['externalIds'][number]) =>
    !existing.externalIds.some((known) => known.source === source && known.id === id);
  const added = externalIds?.filter(isNew) ?? [];
  const missing = tags?.filter((tag) => !existing.tags.includes(tag)) ?? [];
  const wanted = onMatch === 'fill-empty' ? onlyEmpty(existing, fields) : fields;
  const emails = newPlaces(
    otherEmails,
    existing.otherEmails,
    ({ email }) => email,
    wanted.email ?? existing.email,
  );
  const phones = newPlaces(
    otherPhones,
    existing.otherPhones,
    ({ phone }) => phone,
    wanted.phone ?? existing.phone,
  );
  const wantedAddress = wanted.address ?? existing.address;
  const addresses = newPlaces(
    otherAddresses,
    existing.otherAddresses,
    placeText,
    wantedAddress && placeText(wantedAddress),
  );
  const liked =
    onMatch === 'fill-empty'
      ? { ...preferences, ...existing.preferences }
      : { ...existing.preferences, ...preferences };
  const next: CustomerPatch = {
    ...wanted,
    ...(added.length === 0 ? {} : { externalIds: [...existing.externalIds, ...added] }),
    ...(emails.length === 0 ? {} : { otherEmails: [...(existing.otherEmails ?? []), ...emails] }),
    ...(phones.length === 0 ? {} : { otherPhones: [...(existing.otherPhones ?? []), ...phones] }),
    ...(addresses.length === 0 ? {} : { otherAddresses: [...(existing.otherAddresses ?? []), ...addresses] }),
    ...(preferences ? { preferences: liked } : {}),
    ...(missing.length === 0 ? {} : { tags: [...existing.tags, ...missing] }),
  };
  return withPrimary(next, existing);
}

type Reached = Pick<CustomerPatch, 'email' | 'phone' | 'address'>;

/** Who has other addresses only is reached by the first of them. */
function withPrimary(patch: CustomerPatch, existing: Reached): CustomerPatch {
  const next = { ...patch };
  const [email, ...emails] = patch.otherEmails ?? [];
  if (email !== undefined && !(patch.email ?? existing.email))
    Object.assign(next, { email: email.email, otherEmails: emails });
  const [phone, ...phones] = patch.otherPhones ?? [];
  if (phone !== undefined && !(patch.phone ?? existing.phone))
    Object.assign(next, { phone: phone.phone, otherPhones: phones });
  const [address, ...addresses] = patch.otherAddresses ?? [];
  if (address !== undefined && !(patch.address ?? existing.address)) {
    const { label: _, ...primary } = address;
    Object.assign(next, { address: primary, otherAddresses: addresses });
  }
  return next;
}

/** One spelling for what is the same place. */
function placeText({ label: _, ...place }: NonNullable<CustomerPatch['otherAddresses']>[number]): string {
  return JSON.stringify(Object.entries(place).toSorted());
}

/** Those that the customer does not have yet, be it as the primary one. */
function newPlaces<Place>(
  told: readonly Place[] | null | undefined,
  known: readonly Place[] | undefined,
  named: (place: Place) => string,
  primary: string | null | undefined,
): readonly Place[] {
  const taken = new Set([primary, ...(known ?? []).map(named)]);
  return (told ?? []).filter((place) => !taken.has(named(place)));
}

function onlyEmpty(existing: Customer, fields: CustomerPatch): CustomerPatch {
  const isEmpty = (name: string) => [undefined, null].includes(Reflect.get(existing, name));
  return Object.fromEntries(Object.entries(fields).filter(([name]) => isEmpty(name)));
}

/** Values that another line of the file has, or another customer. */
class RowTaken extends Error {
  readonly reasons: readonly StoredReason[];
  readonly values: readonly string[];

  constructor(taken: readonly { readonly reason: StoredReason; readonly value: string }[]) {
    super('A value of the row is taken');
    this.reasons = taken.map(({ reason }) => reason);
    this.values = taken.map(({ value }) => value);
  }

  /** Whether all of them stand beside a primary address or number. */
  get isOfOthers(): boolean {
    return this.reasons.every(({ field = '' }) => field === 'otherEmails' || field === 'otherPhones');
  }
}

/** Throws what says who has the values that this decision takes, be it another line or a customer. */
async function assertFree(
  { result, taken }: Intake,
  row: FileRow,
  { holders }: Known,
  judging: Judging,
): Promise<void> {
  const { claims, doubles, reader } = judging;
  const reasons: { readonly reason: StoredReason; readonly value: string }[] = [];
  for (const unique of taken) {
    const field = fieldOfPointer(unique.pointer);
    const value = unique.value.at(-1) ?? '';
    const place = field.startsWith('other')
      ? { ...reader.origin(row, field), field, value }
      : reader.origin(row, field);
    const add = (reason: Omit<StoredReason, 'value'>) =>
      reasons.push({ reason: { ...place, ...reason }, value });
    const hash = hashOf(unique);
    const claimedBy = doubles.has(hash) ? claims.claimed[hash] : undefined;
    const freedBy = claims.freed[hash];
    const holder = holders.get(nameOf(unique));
    if (claimedBy !== undefined && claimedBy !== row.line) add({ reason: rowTexts.takenInFile(claimedBy) });
    else if (freedBy !== undefined && freedBy !== row.line) add({ reason: rowTexts.freedInFile(freedBy) });
    else if (holder !== undefined && holder !== result.id) {
      add({ ...(await holderOf(holder, judging)), reason: rowTexts.taken });
    }
  }
  if (reasons.length > 0) throw new RowTaken(reasons);
}

/** Who has a value, as far as whoever imports may learn. */
async function holderOf(customerId: string, { intake, by }: Judging): Promise<Pick<StoredReason, 'holder'>> {
  const found = await intake.told(customerId, by);
  return found === undefined ? {} : { holder: found };
}

function claim({ taken, given }: Intake, line: number, { claims, doubles }: Judging): void {
  for (const hash of taken.map(hashOf)) if (doubles.has(hash)) claims.claimed[hash] = line;
  for (const unique of given) claims.freed[hashOf(unique)] = line;
}

/** The reasons of an error, each with the column that the value came from. */
export function reasonsOf(error: AppError, row: FileRow, { reader, inChinese }: Judging): StoredReason[] {
  const said = (en: string): Said => ({ en, 'zh-CN': inChinese(en) });
  if (error.violations.length === 0) return [{ reason: said(error.message) }];
  return error.violations.map(({ pointer, reason }) => ({
    ...reader.origin(row, fieldOfPointer(pointer)),
    reason: said(reason),
  }));
}

/** `/body/address/city` names the city. */
const fieldOfPointer = (pointer: string) => fieldAt(pointer.split('/').slice(2));
