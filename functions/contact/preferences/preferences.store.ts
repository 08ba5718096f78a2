/** What customers are asked, in the one table. */
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { hashOfToken, isToken } from '../../../shared/messaging/links.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { consentRequested } from './preferences.events.ts';
import { consentRequestItem } from './preferences.items.ts';
import type { ConsentRequest } from './preferences.schema.ts';

export type ConsentRequests = ReturnType<typeof createConsentRequests>;

export function createConsentRequests(table: Pick<Table, 'find'>) {
  const find = (hash: string): Promise<ConsentRequest | undefined> =>
    table.find(consentRequestItem, { hash });
  return {
    find,

    /** What is asked behind a link; undefined when nobody was ever sent this link. */
    findByToken: async (token: string): Promise<ConsentRequest | undefined> =>
      isToken(token) ? find(hashOfToken(token)) : undefined,

    /** Of two that are asked at the same time one loses, and finds the other. */
    create(request: ConsentRequest, context: EventContext): Write {
      const { customerId, purpose, channel, messageId } = request;
      const event = raise(consentRequested, { customerId, purpose, channel, messageId }, context);
      return insert(consentRequestItem, request, { event, onConflict: 'retry' });
    },

    /** The link is used, once. */
    confirm(request: ConsentRequest, confirmedAt: Instant): Write {
      const version = request.version + 1;
      const confirmed = { ...request, version, confirmedAt };
      return replace(consentRequestItem, confirmed, { ifVersion: request.version, onConflict: 'retry' });
    },
  };
}
