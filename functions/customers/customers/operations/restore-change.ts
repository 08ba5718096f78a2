import {
  asPatch,
  type RestoreReader,
  restoring,
  valuesBefore,
  whyGone,
} from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { assertRestoredAs } from '../../../people/audit/index.ts';
import { customerRestorable, interactionRestorable } from '../customers.events.ts';
import { type Customer, CustomerPatch, type Interaction, InteractionPatch } from '../customers.schema.ts';
import { type CorrectContext, correctInteraction, interactionToCorrect } from './correct-interaction.ts';
import { assertMayChange } from './customer-access.ts';
import { changeFields } from './patch-customer.ts';
import { type RestoreContext, restoreDeleted } from './restore-deleted.ts';

/**
 * Gives the fields of a customer back what they were before a change, as a patch would, and brings back who was deleted.
 * Throws what `valuesBefore` throws.
 */
export async function restoreChange(
  { customerId, changeId }: { customerId: string; changeId: string },
  context: RestoreContext,
): Promise<Change<Customer>> {
  const present = await context.customers.find(customerId);
  const { id = customerId } = present ?? {};
  const where = { collection: `C#${id}`, subject: { customerId: id } };
  if (present === undefined) return restoreDeleted({ ...where, customerId, changeId }, context);
  await assertMayChange(present, 'customers.write', context);
  const place = { ...where, present };
  const assertOfKind = (type: string) => assertRestoredAs('customer', type);
  const before = await valuesBefore(
    { ...customerRestorable, assertOfKind, ...place, changeId },
    context.table,
  );
  const patch = asPatch(CustomerPatch, before);
  return restoring(context.origin, changeId, (origin) =>
    changeFields(present, patch, { ...context, origin }),
  );
}

/** The same for what was written of a contact. */
export async function restoreInteraction(
  { changeId, ...place }: { customerId: string; interactionId: string; changeId: string },
  context: CorrectContext & { readonly table: RestoreReader },
): Promise<Change<Interaction>> {
  const where = { changeId, collection: `C#${place.customerId}`, subject: place };
  const whyMissing = () => whyGone('interaction', where, context.table);
  const { interaction: present } = await interactionToCorrect(place, context, whyMissing);
  const { customerId, id: interactionId } = present;
  const kept = { collection: `C#${customerId}`, subject: { customerId, interactionId } };
  const before = await valuesBefore({ ...interactionRestorable, ...where, ...kept, present }, context.table);
  const input = { ...place, version: [present.version], patch: asPatch(InteractionPatch, before) };
  return restoring(context.origin, changeId, (origin) => correctInteraction(input, { ...context, origin }));
}
