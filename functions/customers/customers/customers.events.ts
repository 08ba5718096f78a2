/** What the customers domain tells the others. */

import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { trigger } from '../../../shared/events/trigger.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import {
  attachmentId,
  CustomerPatch,
  customerIdSchema,
  InteractionPatch,
  interactionId,
} from './customers.schema.ts';

const subject = { customerId: customerIdSchema, version: z.int() };

/** `sources` names the other systems of which the customer had a number. */
export const customerCreated = event(
  'customer.created',
  z.object({ ...subject, sources: z.array(z.string()).optional() }),
);
export const customerCreatedTrigger = trigger(customerCreated);
/** `changed` names the fields; their values are in the change item. `previousOwner` is there if the owner is one, `handoverId` if it was moved by that hand-over,
 * `from` the source that told it, and `leftAlone` what that source told and may not write over. */
export const customerChanged = event(
  'customer.changed',
  z.object({
    ...subject,
    changed: z.array(z.string()),
    previousOwner: staffIdSchema.nullable().optional(),
    handoverId: z.string().optional(),
    from: z.string().optional(),
    leftAlone: z.array(z.string()).optional(),
  }),
);
/** This record stands for itself no more: the one that it was merged `into` answers for it. */
export const customerMerged = event('customer.merged', z.object({ ...subject, into: customerIdSchema }));
/** A merge was taken back: this record answers for itself again, and no longer the one that it comes `from`. */
export const customerUnmerged = event('customer.unmerged', z.object({ ...subject, from: customerIdSchema }));
export const customerDeleted = event('customer.deleted', z.object(subject));
/** Who was deleted is there again. */
export const customerRestored = event('customer.restored', z.object(subject));

/** Whatever makes another customer of one: for what is kept of each of them elsewhere. */
export const customersThatChange = [
  customerCreated,
  customerChanged,
  customerDeleted,
  customerRestored,
  customerMerged,
  customerUnmerged,
] as const;

/** Ids of attachments whose files are to go. */
const removedFiles = z.array(attachmentId.schema).optional();

const interaction = { customerId: customerIdSchema, interactionId: interactionId.schema };

export const interactionRecorded = event(
  'interaction.recorded',
  z.object({ ...interaction, channel: z.string() }),
);
export const interactionChanged = event(
  'interaction.changed',
  z.object({ ...interaction, version: z.int(), changed: z.array(z.string()), removedFiles }),
);
export const interactionDeleted = event('interaction.deleted', z.object({ ...interaction, removedFiles }));
/** Somebody was given the address of a file. */
export const attachmentHandedOut = event(
  'attachment.handed-out',
  z.object({ ...interaction, attachmentId: attachmentId.schema }),
);

/** What can be taken back of a customer. */
export const customerRestorable = {
  changed: [customerChanged],
  created: [customerCreated],
  deleted: [customerDeleted],
  fields: Object.keys(CustomerPatch.shape),
  patch: CustomerPatch,
  memberwise: ['custom'],
};

/** What can be taken back of what was written of a contact. */
export const interactionRestorable = {
  changed: [interactionChanged],
  created: [interactionRecorded],
  fields: Object.keys(InteractionPatch.shape),
  patch: InteractionPatch,
};
