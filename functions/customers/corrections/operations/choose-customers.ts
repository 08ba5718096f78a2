import { AppError } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { shards } from '../../../../shared/table/pattern.ts';
import type { Customer } from '../../customers/customers.schema.ts';
import { type CustomerIntake, ownersAsked } from '../../customers/index.ts';
import { fieldsSeenBy } from '../../fields/index.ts';
import { asFilter } from '../../filters/filters.schema.ts';
import { filterTest, filterViolations } from '../../filters/index.ts';
import { chunkCustomers, type NewCorrection, type StoredCorrection } from '../corrections.schema.ts';
import { stopTexts } from '../corrections.texts.ts';
import { Stopped, type Work } from './work.ts';

type Place = NonNullable<StoredCorrection['place']>;

interface Page {
  readonly customerIds: readonly string[];
  /** Undefined: that was all. */
  readonly next: Place | undefined;
}

/** Where the search for customers begins. */
export const firstPlace: Place = { shard: 0 };

/** So many pages are looked at for some customers who are meant. */
const pagesAtOnce = 20;

/**
 * The next customers of whom something is to be corrected, at most a part, among those whom the asker may change.
 * Throws Stopped when that cannot be said any more.
 */
export async function chooseNext(
  correction: StoredCorrection,
  principal: Principal,
  { intake, work }: { readonly intake: CustomerIntake; readonly work: Work },
): Promise<{ readonly customers: readonly Customer[]; readonly next: Place | undefined }> {
  const isMeant = await testOf(correction, principal, work);
  let next: Place | undefined = correction.place;
  let customers: readonly Customer[] = [];
  for (let looked = 0; looked < pagesAtOnce && customers.length === 0 && next !== undefined; looked += 1) {
    const page: Page = await pageAt(correction, next, { principal, work });
    const byId = new Map((await intake.findMany(page.customerIds)).map((each) => [each.id, each]));
    const found = page.customerIds.flatMap((id) => byId.get(id) ?? []);
    customers = found.filter(
      (each) => hasRowAccess(principal, 'customers.write', each.owner) && isMeant(each),
    );
    next = page.next;
  }
  return { customers, next };
}

async function testOf(
  { filter: checked, createdAt }: StoredCorrection,
  principal: Principal,
  { fields }: Work,
): Promise<(customer: Customer) => boolean> {
  if (checked === undefined) return () => true;
  if ((await notShown(checked, principal, fields)).length > 0) throw new Stopped(stopTexts.notShown);
  return filterTest(asFilter(checked), createdAt);
}

/** What of a filter its asker is not shown. */
export async function notShown(
  filter: NonNullable<NewCorrection['filter']>,
  principal: Principal,
  fields: Pick<Work['fields'], 'listNow'>,
) {
  const definitions = await fields.listNow();
  const asker = { definitions, sees: fieldsSeenBy(principal), seesContact: sees(principal, 'contact') };
  return filterViolations(asFilter(filter), asker, '/body/filter');
}

async function pageAt(
  { findings, listId }: Pick<StoredCorrection, 'findings' | 'listId'>,
  { shard, after }: Place,
  { principal, work }: { readonly principal: Principal; readonly work: Work },
): Promise<Page> {
  const { lists, quality, customers, teams } = work;
  const page = { limit: chunkCustomers, cursor: after };
  const on = (cursor: string | null) => (cursor === null ? undefined : { shard, after: cursor });
  if (listId !== undefined) {
    if (!(await lists.isThere(listId))) throw new Stopped(stopTexts.noList);
    const { items, cursor } = await lists.listMembers(listId, page);
    return { customerIds: items.map(({ customerId }) => customerId), next: on(cursor) };
  }
  if (findings !== undefined) {
    const owners = await stillAsked(() => ownersAsked(findings, { teams, principal }));
    const { items, cursor } = await quality.list(owners, page);
    const found = items.filter((row) => row.findings.some(({ code }) => code === findings.code));
    return { customerIds: found.map(({ id }) => id), next: on(cursor) };
  }
  const { customerIds, after: cursor } = await customers.listAudience({
    shard,
    after,
    limit: chunkCustomers,
  });
  if (cursor !== null) return { customerIds, next: { shard, after: cursor } };
  return { customerIds, next: shard + 1 < shards.length ? { shard: shard + 1 } : undefined };
}

/** What was allowed when it was asked for may be so no longer. */
async function stillAsked<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError) throw new Stopped(stopTexts.notShown);
    throw error;
  }
}
