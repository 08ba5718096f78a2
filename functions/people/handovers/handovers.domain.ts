import { domain } from '../../../shared/contract/domain.ts';
import { subscription } from '../../../shared/events/subscription.ts';
import { staffChanged } from '../staff/staff.events.ts';
import { handoverStarted, handoverUndoing } from './handovers.events.ts';
import {
  handingOverItem,
  handoverItem,
  handoversByTime,
  movedBy,
  movedItem,
  movedOfKind,
} from './handovers.items.ts';
import { handoverId } from './handovers.schema.ts';

const queue = 'handovers-moving';

/** Begins to move what is handed over, or to put it back. */
export const handoversMoving = subscription('handovers-moving', [handoverStarted, handoverUndoing], {
  queue,
});

/** Looks what whoever leaves has left behind. */
export const handoversLeaving = subscription('handovers-leaving', [staffChanged], {
  queue,
  ifChanged: 'active',
});

export const handoversDomain = domain('handovers', {
  area: 'people',
  ids: [handoverId],
  items: [handoverItem, movedItem, handingOverItem],
  patterns: [handoversByTime, movedBy, movedOfKind],
  subscriptions: [handoversMoving, handoversLeaving],
});
