import type { Instant } from '../../../shared/values/instant.ts';
import type { DueListReader } from '../platform.store.ts';

/** More than this in one minute waits for the next. */
const maximumEntries = 5000;

/** Whoever takes the messages of one kind. */
export interface DueReceiver {
  send(messages: readonly { kind: string; id: string }[]): Promise<void>;
}

/**
 * Tells the consumers of each kind what has become due. An entry leaves the list when its consumer has dealt with
 * it, so every sweep tells it again, at whatever rhythm sweeps come; consumers act on conditions and do nothing
 * twice.
 */
export async function sweepDueList(
  now: Instant,
  context: { dueList: DueListReader; receivers: Readonly<Record<string, DueReceiver>> },
): Promise<Record<string, number>> {
  const told: Record<string, number> = {};
  for (const [kind, receiver] of Object.entries(context.receivers)) {
    const due = await context.dueList.listDue(kind, now, maximumEntries);
    const messages = due.map(({ id }) => ({ kind, id }));
    await receiver.send(messages);
    told[kind] = messages.length;
  }
  return told;
}
