/** What the customers domain does when something has happened. */
import type { EventOf } from '../../../shared/events/event.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { customersDirectory } from './customers.domain.ts';
import {
  customerCreated,
  customerMerged,
  customerRestored,
  customerUnmerged,
  interactionChanged,
  interactionDeleted,
  interactionRecorded,
} from './customers.events.ts';
import { createCustomersStore } from './customers.store.ts';

/** What an event says of contacts: a new one, or that all are to be looked through. */
function contactTold(event: EventOf<(typeof customersDirectory)['events'][number]>) {
  if (event.type === interactionRecorded.type) return event.data.interactionId;
  const isOther =
    event.type === interactionChanged.type ||
    event.type === interactionDeleted.type ||
    event.type === customerRestored.type ||
    event.type === customerUnmerged.type;
  return isOther ? ('any' as const) : undefined;
}

export const customersConsumers = consumers(({ table }) => {
  const customers = createCustomersStore(table);
  return [
    on(customersDirectory, async (event) => {
      if (event.type === customerCreated.type) await customers.tellCreation(event);
      await customers.refreshDirectory(event.data.customerId, contactTold(event));
      // Whose contacts the record brings, or takes with it.
      if (event.type === customerMerged.type) await customers.refreshDirectory(event.data.into, 'any');
      if (event.type === customerUnmerged.type) await customers.refreshDirectory(event.data.from, 'any');
    }),
  ];
});
