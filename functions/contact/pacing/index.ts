/** What other domains may ask the pacing domain. */
import type { Table } from '../../../shared/table/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { createPacer, type Pacer } from './operations/pace-mails.ts';
import { paceItem, textPaceItem } from './pacing.items.ts';
import { createPaceStore } from './pacing.store.ts';

export type { Pacer } from './operations/pace-mails.ts';

/** @param perSecond what the service of the channel grants the account */
export function openPacer(
  table: Pick<Table, 'find' | 'commit'>,
  channel: 'email' | 'sms',
  { perSecond, now }: { readonly perSecond: number; readonly now: () => Instant },
): Pacer {
  const item = channel === 'sms' ? textPaceItem : paceItem;
  return createPacer({ pace: createPaceStore(table, item), mailsPerSecond: perSecond, now });
}
