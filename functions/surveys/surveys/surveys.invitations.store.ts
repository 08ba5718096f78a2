/** Invitations, the answers to them and who wants no more of them, in the one table. */
import { changeEvent } from '../../../shared/events/change-event.ts';
import { type EventContext, raise } from '../../../shared/events/event.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Invitation, Response } from './surveys.answers.schema.ts';
import { consentWithdrawn, responseRecorded } from './surveys.events.ts';
import {
  invitationItem,
  type MailRefusal,
  mailRefusalItem,
  responseItem,
  suspectResponseItem,
} from './surveys.items.ts';
import { addressHash } from './surveys.refusals.ts';
import { npsBand } from './surveys.rules.ts';

export type InvitationsStore = ReturnType<typeof createInvitationsStore>;

export function createInvitationsStore(table: Table) {
  return {
    find: (hash: string): Promise<Invitation | undefined> => table.find(invitationItem, { hash }),

    /** Writes a planned invitation, unless it was planned before: 3 write units. */
    async plan(invitation: Invitation): Promise<void> {
      await table.commit([insert(invitationItem, invitation, { onConflict: 'ok' })]);
    },

    /** The write of the next state, for who has read the present one. */
    change(before: Invitation, after: Omit<Invitation, 'version'>): Write {
      const next = { ...after, version: before.version + 1 };
      return replace(invitationItem, next, { ifVersion: before.version, onConflict: 'retry' });
    },

    /** Writes the next state by itself and answers it. Throws `ConcurrentModification` when somebody was faster. */
    async advance(before: Invitation, after: Omit<Invitation, 'version'>): Promise<Invitation> {
      const next = { ...after, version: before.version + 1 };
      await table.commit([replace(invitationItem, next, { ifVersion: before.version, onConflict: 'retry' })]);
      return next;
    },

    record(response: Response, origin: EventContext): Write {
      const {
        id: responseId,
        surveyId,
        surveyVersion,
        invitationId,
        campaignId,
        customerId,
        score,
      } = response;
      const data = {
        ...{ responseId, surveyId, surveyVersion, invitationId, campaignId, customerId, score },
        band: npsBand(score),
      };
      return insert(responseItem, response, {
        event: raise(responseRecorded, data, origin),
        onConflict: 'retry',
      });
    },

    /** Keeps an answer that no person can have given so fast: the first one of an invitation, without an event. */
    recordSuspect: (response: Response, hash: string): Write =>
      insert(suspectResponseItem, { ...response, hash }, { onConflict: 'ok' }),

    findRefusal: (customerId: string): Promise<MailRefusal | undefined> =>
      table.find(mailRefusalItem, { customerId }),

    /** Stops survey mails to a customer. A bounce stops them for one address; a wish of the customer weighs more. */
    refuse(
      before: MailRefusal | undefined,
      refusal: Pick<MailRefusal, 'customerId' | 'source'> & { address?: string | undefined },
      origin: EventContext,
    ): readonly Write[] {
      const { customerId, source, address } = refusal;
      const hash = address === undefined ? undefined : addressHash(address);
      const lasting = before !== undefined && before.source !== 'bounce';
      const same = before?.source === source && before.addressHash === hash;
      if (lasting || same) return [];
      const next: MailRefusal = {
        customerId,
        version: (before?.version ?? 0) + 1,
        source,
        since: origin.at,
        ...(hash === undefined ? {} : { addressHash: hash }),
      };
      const data = { customerId, purpose: 'surveys' as const, channel: 'email' as const, source };
      return [
        before === undefined
          ? insert(mailRefusalItem, next, { onConflict: 'retry' })
          : replace(mailRefusalItem, next, { ifVersion: before.version, onConflict: 'retry' }),
        changeEvent(`C#${customerId}`, consentWithdrawn, data, origin, {
          before: {},
          after: { surveysByEmail: 'withdrawn' },
        }),
      ];
    },

    commit: (writes: readonly Write[]) => table.commit(writes),
  };
}
