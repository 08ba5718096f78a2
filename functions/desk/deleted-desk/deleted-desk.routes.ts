/** Deleting a customer, the list of those who were deleted, and bringing one back. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { type Customer, TakenProblem } from '../../customers/customers/customers.schema.ts';
import { auditContract } from '../../people/audit/audit.contract.ts';
import type { AuditEntry } from '../../people/audit/audit.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  mayCall,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { deletedDeskContract } from './deleted-desk.contract.ts';
import { type Deletion, deletedPage, deletionPage, gonePage } from './deleted-desk.page.ts';
import { lastDeletion, lastNameIn } from './deleted-desk.rules.ts';
import { texts } from './deleted-desk.texts.ts';

const limit = 50;
/** A page of the trail goes through eight days at most. */
const pagesOfMonth = 4;

export const deletedDeskPages = deskPages(
  deletedDeskContract,
  () => ({
    showDeleted: async ({ query, ...visit }) => {
      const { api, at, reader, show } = visit;
      const month = query.month ?? at.slice(0, 7);
      const entries: AuditEntry[] = [];
      let cursor: string | null | undefined = query.cursor;
      for (let page = 0; page < pagesOfMonth && cursor !== null && entries.length < limit; page += 1) {
        const asked = { kind: 'customer', deleted: 'true', month, limit, cursor } as const;
        const { body } = await api.audit.listAudit({ query: asked });
        entries.push(...body.items);
        cursor = body.cursor;
      }
      const view = { month, entries, cursor: cursor ?? null, at };
      const title = texts[reader.language].deletedTitle;
      return show({ title, part: 'customers', main: deletedPage(view, reader) });
    },

    showDeletion: async ({ params, ...visit }) => {
      const { body: customer } = await visit.api.customers.getCustomer({ params });
      return showDeletion(visit, customer, untouched);
    },

    sendDeletion: async ({ params, body, ...visit }) => {
      const { api, reader } = visit;
      try {
        await api.customers.deleteCustomer({ params }, { ifMatch: versionIn(body) });
      } catch (error) {
        // The button was pressed twice, or somebody else was faster: the next page says it.
        if (!(error instanceof ApiError && error.status === 404)) {
          const filled = filledIn(body, error, visit);
          const { body: customer } = await api.customers.getCustomer({ params });
          return showDeletion(visit, customer, filled);
        }
      }
      const path = mayRestore(reader) ? `/desk/customers/${params.customerId}` : '/desk/customers';
      return goTo(`${path}?done=deleted`);
    },
  }),
  {
    showDeleted: auditContract.routes.listAudit,
    showDeletion: customersContract.routes.deleteCustomer,
  },
);

function showDeletion({ reader, show }: Visit, customer: Customer, filled: Filled) {
  const title = texts[reader.language].deleteOf(customer.name);
  return show({ title, part: 'customers', main: deletionPage(customer, filled, reader) }, filled.status);
}

/** Whoever answers for all customers and reads the trail. */
export function mayRestore(reader: Visit['reader']): boolean {
  return mayCall(reader, auditContract.routes.listAudit) && reader.permissions['customers.write'] === 'all';
}

/** Entries that follow from a deletion are newer than it; so many pages of them are looked through. */
const mostPages = 10;

/** What the trail tells of somebody who was deleted; undefined for whom it tells nothing, or the reader may not restore. */
export async function findDeletion(
  { api, reader }: Visit,
  customerId: string,
): Promise<Deletion | undefined> {
  if (!mayRestore(reader)) return undefined;
  const entries: AuditEntry[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { body } = await api.audit.listAudit({ query: { record: customerId, limit: 100, cursor } });
    entries.push(...body.items);
    const entry = lastDeletion(entries, customerId);
    if (entry !== undefined) return { customerId, entry, name: lastNameIn(entries, customerId) };
    if (body.cursor === null) return undefined;
    cursor = body.cursor;
  }
  return undefined;
}

/** The page of somebody who was deleted. */
export function showGone(
  visit: Visit,
  deletion: Deletion,
  { note, filled = untouched, error }: { note?: string | undefined; filled?: Filled; error?: unknown } = {},
) {
  const { reader, at, show } = visit;
  const problem = error instanceof ApiError ? TakenProblem.safeParse(error.problem).data : undefined;
  const view = { deletion, note, filled, existing: problem?.existing, key: randomUUID(), at };
  const title = texts[reader.language].isDeleted;
  return show({ title, part: 'customers', main: gonePage(view, reader) }, filled.status);
}

/** Brings somebody back, or says why not; who is back already is shown. */
export async function bringBack(visit: Visit, customerId: string, form: DeskForm) {
  const path = `/desk/customers/${customerId}`;
  const params = { customerId, eventId: valueIn(form, 'deletion') };
  try {
    await visit.api.customers.restoreChange({ params }, { idempotencyKey: valueIn(form, 'key') });
  } catch (error) {
    const filled = filledIn(form, error, visit);
    const deletion = await findDeletion(visit, customerId);
    return deletion === undefined ? goTo(path) : showGone(visit, deletion, { filled, error });
  }
  return goTo(`${path}?done=restored`);
}
