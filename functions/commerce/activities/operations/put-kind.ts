import { AppError } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { kindAfter } from '../activities.rules.ts';
import { type ActivityKind, type ActivityKindEntry, maximumKinds } from '../activities.schema.ts';
import type { ActivitiesStore } from '../activities.store.ts';

interface Context {
  readonly activities: Pick<ActivitiesStore, 'findKind' | 'hasRoomForKind' | 'createKind' | 'changeKind'>;
  readonly origin: EventContext;
}

/** Defines a kind of activity or changes it. Putting the same again changes nothing. */
export async function putKind(
  { kind, version, entry }: { kind: string; version: IfMatch; entry: ActivityKindEntry },
  { activities, origin }: Context,
): Promise<Change<ActivityKind> & { readonly created: boolean }> {
  const before = await activities.findKind(kind);
  const after = kindAfter(kind, before, entry, origin.at);
  if (before === undefined) {
    if (version !== 'unsaid') assertVersion({ version: 0 }, version);
    if (!(await activities.hasRoomForKind()))
      throw new AppError(
        'not-allowed-now',
        `There are ${maximumKinds} kinds of activities, and more are not kept. Use one of these.`,
      );
    return { result: after, writes: activities.createKind(after, origin), created: true };
  }
  const writes = activities.changeKind(before, after, origin);
  if (writes.length > 0 || version !== 'unsaid') assertVersion(before, version);
  return { result: writes.length === 0 ? before : after, writes, created: false };
}
