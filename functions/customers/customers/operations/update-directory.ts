import type { Table } from '../../../../shared/table/table.ts';
import { project } from '../../../../shared/table/write.ts';
import { epochSeconds } from '../../../../shared/time/clock.ts';
import { customerItem, directoryEntryItem } from '../customers.items.ts';
import { CustomerSummary } from '../customers.schema.ts';

/** Brings the list of all customers up to date with one customer, however often and in whatever order it is told. */
export async function updateDirectory(customerId: string, { table }: { table: Table }): Promise<void> {
  const customer = await table.find(customerItem, { id: customerId });
  if (customer === undefined) return;
  const member = {
    customerId,
    sourceVersion: customer.version,
    row: CustomerSummary.strip().parse(customer),
    ...(customer.deletedAt === undefined ? {} : { forgetAt: epochSeconds() }),
  };
  await table.commit([project(directoryEntryItem, member, { newerThan: 'sourceVersion' })]);
}
