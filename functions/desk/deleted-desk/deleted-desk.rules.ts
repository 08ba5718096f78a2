/** What the trail says of deletions. */
import type { Instant } from '../../../shared/values/instant.ts';
import type { AuditEntry } from '../../people/audit/audit.schema.ts';

/** Until when somebody who was deleted is kept; undefined where the trail does not tell it. */
export function keptUntil({ changes }: AuditEntry): Instant | undefined {
  const seconds = changes?.after.forgetAt;
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString() : undefined;
}

export type Standing = 'kept' | 'erased' | 'too-late';

export function standingOf(deletion: AuditEntry, at: Instant): Standing {
  if (deletion.erased === true) return 'erased';
  return (keptUntil(deletion) ?? at) < at ? 'too-late' : 'kept';
}

/** The last deletion of a customer in their entries, newest first; undefined for who is back, or never was. */
export function lastDeletion(entries: readonly AuditEntry[], customerId: string): AuditEntry | undefined {
  const turn = entries.find(
    ({ type, record }) =>
      record?.id === customerId && (type === 'customer.deleted' || type === 'customer.restored'),
  );
  return turn?.type === 'customer.deleted' ? turn : undefined;
}

/** The last name that the entries of a customer tell. */
export function lastNameIn(entries: readonly AuditEntry[], customerId: string): string | undefined {
  const told = entries.flatMap(({ type, record, changes }) =>
    type.startsWith('customer.') && record?.id === customerId
      ? [changes?.after.name ?? changes?.before.name]
      : [],
  );
  return told.find((name) => typeof name === 'string');
}

/** The month before one such as `2026-01`. */
export function monthBefore(month: string): string {
  const date = new Date(`${month}-01T00:00:00Z`);
  date.setUTCMonth(date.getUTCMonth() - 1);
  return date.toISOString().slice(0, 7);
}
