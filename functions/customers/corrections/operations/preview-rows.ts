import { AppError } from '../../../../shared/errors/app-error.ts';
import { hasRowAccess } from '../../../../shared/identity/principal.ts';
import type { Write } from '../../../../shared/table/write.ts';
import type { Said } from '../../../../shared/values/said.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import type { By, CustomerIntake } from '../../customers/index.ts';
import type { QualityRecord } from '../../quality/quality.schema.ts';
import { countsOf, differences, nextStep, noCounts, patchFor, recounted } from '../corrections.rules.ts';
import type { Chunk, StoredCorrection, StoredRow } from '../corrections.schema.ts';
import { rowTexts } from '../corrections.texts.ts';
import { chooseNext } from './choose-customers.ts';
import { byAsker, end, goOn, type Work } from './work.ts';

interface Previewing {
  readonly intake: CustomerIntake;
  readonly by: By;
  readonly work: Work;
}

/** Looks up of the next customers what would change, until all were looked at or the time is over. */
export async function previewOn(before: StoredCorrection, work: Work): Promise<number | undefined> {
  let correction: StoredCorrection | undefined = before;
  while (correction !== undefined) {
    const { chunk, chunks, place, step }: StoredCorrection = correction;
    if (chunk === chunks && place === undefined) return end(correction, { status: 'ready', chunk: 0 }, work);
    if (!work.hasTime()) return step;
    const context = { by: await byAsker(correction, work), intake: work.openIntake(), work };
    correction = await goOn(correction, work, (present) => previewNext(present, context));
  }
  return undefined;
}

/** Customers who are looked at together, what is found of them, and what is done so far with that. */
async function previewNext(present: StoredCorrection, context: Previewing) {
  if (present.status !== 'previewing') return undefined;
  const { corrections, customerStays, now, pace } = context.work;
  const { customerIds, rows, fields } = await (present.place === undefined
    ? previewNamed(present, context)
    : previewFound(present, context));
  await pace(rows.length);
  const counts = countsOf(rows);
  const after = nextStep(present, now(), { ...fields, counts: recounted(present.counts, noCounts, counts) });
  const chunk = { correctionId: present.id, chunk: present.chunk, customerIds, counts };
  const writes: readonly Write[] = [
    ...rows.map(corrections.insertRow),
    // What is kept of a customer who is erased meanwhile would stay.
    ...rows.flatMap(({ customerId, after: told }) => (told === undefined ? [] : [customerStays(customerId)])),
    ...corrections.advance(
      present,
      after,
      rows.length === 0 ? undefined : { ...chunk, expiresAt: present.expiresAt },
    ),
  ];
  return { after, writes };
}

interface Previewed {
  readonly customerIds: Chunk['customerIds'];
  readonly rows: readonly StoredRow[];
  readonly fields: Partial<StoredCorrection>;
}

async function previewNamed(present: StoredCorrection, context: Previewing): Promise<Previewed> {
  const { id, chunk } = present;
  const customerIds = (await context.work.corrections.findChunk(id, chunk))?.customerIds ?? [];
  const found = await context.intake.findMany(customerIds);
  const customers = new Map(found.map((customer) => [customer.id, customer]));
  const rows = await rowsOf(customerIds, customers, present, context);
  return { customerIds, rows, fields: { chunk: chunk + 1 } };
}

async function previewFound(present: StoredCorrection, context: Previewing): Promise<Previewed> {
  const { id, chunk } = present;
  const { customers, next } = await chooseNext(present, context.by.principal, context);
  const ids = customers.map((customer) => customer.id);
  // An index that changes while it is read may tell of somebody twice.
  const known = new Set(
    (await context.work.corrections.findRows(id, ids)).map(({ customerId }) => customerId),
  );
  const customerIds = ids.filter((customerId) => !known.has(customerId));
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const rows = await rowsOf(customerIds, byId, present, context);
  const reached = rows.length === 0 ? chunk : chunk + 1;
  return { customerIds, rows, fields: { chunk: reached, chunks: reached, place: next } };
}

async function rowsOf(
  customerIds: readonly string[],
  customers: ReadonlyMap<string, Customer>,
  { id, change, expiresAt }: StoredCorrection,
  { intake, by, work }: Previewing,
): Promise<readonly StoredRow[]> {
  const looked = change.suggestions === undefined ? [] : await work.quality.findMany(customerIds);
  const quality = new Map(looked.map((record) => [record.id, record]));
  const context = { change, intake, by, work, quality };
  return Promise.all(
    customerIds.map(async (customerId) => {
      const customer = customers.get(customerId);
      const told = await previewOne(customer, context);
      return { customerId, correctionId: id, version: customer?.version ?? 0, expiresAt, ...told };
    }),
  );
}

type Told = Pick<StoredRow, 'outcome' | 'before' | 'after' | 'reasons'>;

async function previewOne(
  customer: Customer | undefined,
  {
    change,
    intake,
    by,
    work,
    quality,
  }: Previewing & {
    readonly change: StoredCorrection['change'];
    readonly quality: ReadonlyMap<string, QualityRecord>;
  },
): Promise<Told> {
  if (customer === undefined) return refused(rowTexts.gone);
  const { owner, version } = customer;
  if (!hasRowAccess(by.principal, 'customers.write', owner))
    return refused(hasRowAccess(by.principal, 'customers.read', owner) ? rowTexts.notYours : rowTexts.gone);
  const looked = quality.get(customer.id);
  if (change.suggestions !== undefined && looked?.customerVersion !== version)
    return refused(rowTexts.notLookedAt);
  const patch = patchFor(customer, change, looked?.findings ?? []);
  if (patch === undefined) return { outcome: 'unchanged', reasons: [{ reason: rowTexts.nothingSuggested }] };
  try {
    const { result, writes, before } = await intake.change(customer, patch, by);
    if (writes.length === 0) return { outcome: 'unchanged' };
    return { outcome: 'pending', ...differences(customer, result, Object.keys(before)) };
  } catch (error) {
    if (error instanceof AppError) return { outcome: 'refused', reasons: reasonsOf(error, work) };
    throw error;
  }
}

function refused(reason: Said): Told {
  return { outcome: 'refused', reasons: [{ reason }] };
}

/** The reasons of an error, each with the field that it is about: `/body/address/city` is about the address. */
export function reasonsOf(
  error: AppError,
  { inChinese }: Pick<Work, 'inChinese'>,
): NonNullable<StoredRow['reasons']> {
  const said = (en: string): Said => ({ en, 'zh-CN': inChinese(en) });
  if (error.violations.length === 0) return [{ reason: said(error.message) }];
  return error.violations.map(({ pointer, reason }) => {
    const [field = '', member = ''] = pointer.split('/').slice(2);
    return { field: field === 'custom' ? `custom.${member}` : field, reason: said(reason) };
  });
}
