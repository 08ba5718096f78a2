/** What other domains may ask the pacing domain. */
import type { Table } from '../../../shared/table/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { createPacer, type Pacer } from './operations/pace-mails.ts';
import { createPaceStore } from './pacing.store.ts';

export type { Pacer } from './operations/pace-mails.ts';

/** @param mailsPerSecond what the mail service grants the account */
export function openPacer(
  table: Pick<Table, 'find' | 'commit'>,
  { mailsPerSecond, now }: { readonly mailsPerSecond: number; readonly now: () => Instant },
): Pacer {
  return createPacer({ pace: createPaceStore(table), mailsPerSecond, now });
}
