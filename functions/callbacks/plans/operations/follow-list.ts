import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import type { PlanRecord } from '../plans.items.ts';
import type { PlansStore } from '../plans.store.ts';

/** The plans that go on over a list; over any list where none is named. */
export async function plansOver(
  listId: string | undefined,
  { plans }: { readonly plans: Pick<PlansStore, 'listGoingOn'> },
): Promise<readonly PlanRecord[]> {
  return (await plans.listGoingOn()).filter(
    ({ audience }) => audience.kind === 'list' && (listId === undefined || audience.listId === listId),
  );
}

/** Holds a plan whose list is gone; nothing where it has got another audience by now. */
export async function holdPlan(
  { planId, listId }: { readonly planId: string; readonly listId: string },
  { plans, origin }: { readonly plans: Pick<PlansStore, 'find' | 'change'>; readonly origin: EventContext },
): Promise<Change<boolean>> {
  const before = await plans.find(planId);
  const isOver = before?.audience.kind === 'list' && before.audience.listId === listId;
  if (before === undefined || !isOver || before.holdReason !== undefined)
    return { result: false, writes: [] };
  const after = {
    ...before,
    holdReason: 'list-deleted' as const,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  return { result: true, writes: plans.change(before, after, origin) };
}
