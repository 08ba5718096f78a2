/** Invitations in the one table. */
import { randomBytes } from 'node:crypto';
import type { EventContext } from '../../../shared/events/event.ts';
import { hashOfToken } from '../../../shared/messaging/links.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, remove, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { holdTopic } from '../../contact/messaging/index.ts';
import {
  type InvitationRun,
  invitationItem,
  invitationRunItem,
  type Reminder,
  reminderItem,
  testCountItem,
  testInvitationItem,
} from './invitations.items.ts';
import type { Invitation, TestInvitation } from './invitations.schema.ts';

export type InvitationsStore = ReturnType<typeof createInvitationsStore>;

export function createInvitationsStore(table: Table) {
  return {
    find: (hash: string): Promise<Invitation | undefined> => table.find(invitationItem, { hash }),

    findTest: (hash: string): Promise<TestInvitation | undefined> => table.find(testInvitationItem, { hash }),

    findRun: (runId: string): Promise<InvitationRun | undefined> => table.find(invitationRunItem, { runId }),

    findMany: (hashes: readonly string[]): Promise<readonly Invitation[]> =>
      table.findMany(
        invitationItem,
        hashes.map((hash) => ({ hash })),
      ),

    findReminder: (id: string): Promise<Reminder | undefined> => table.find(reminderItem, { id }),

    /** Has customers of a page reminded when the time comes, unless that is so already. */
    async keepReminder(reminder: Reminder): Promise<void> {
      await table.commit([insert(reminderItem, reminder, { onConflict: 'ok' })]);
    },

    /** Puts the rest of a reminder off, or ends it; `retry` when somebody else has. */
    async goOnReminding({ id, version }: Reminder, rest: Reminder | undefined): Promise<void> {
      const write =
        rest === undefined
          ? remove(reminderItem, { id })
          : replace(
              reminderItem,
              { ...rest, version: version + 1 },
              { ifVersion: version, onConflict: 'retry' },
            );
      await table.commit([write]);
    },

    /** Marks invitations as reminded with the messages that do so, all or none: not where one was answered meanwhile. */
    remind: (invitations: readonly Invitation[], at: Instant, messages: readonly Write[]) =>
      table.commit([
        ...invitations.map((invitation) => changed({ ...invitation, remindedAt: at })),
        ...messages,
      ]),

    /** Fixes what the invitations of a run have in common, unless another page has done so before. */
    async beginRun(run: InvitationRun, content: Write): Promise<void> {
      await table.commit([insert(invitationRunItem, run, { onConflict: 'ok' }), content]);
    },

    /**
     * Plans invitations with their messages, all or none: 5 write units each, and 2 for the count of the run.
     * `already` = one of them was planned before.
     */
    plan: (invitations: readonly Invitation[], messages: readonly Write[]) =>
      table.commit([
        ...invitations.map((invitation) => insert(invitationItem, invitation, { onConflict: 'ok' })),
        ...messages,
      ]),
  };
}

/** The write that uses an invitation up, for who has read the present one. */
export function answered({ suspectId: _, ...invitation }: Invitation, responseId: string): Write {
  return changed({ ...invitation, responseId });
}

/** The writes by which a reminder that has not gone yet does not go: its customer has answered. */
export function reminderStopped(
  { id, remindedAt, expiresAt }: Invitation,
  context: EventContext,
): readonly Write[] {
  return remindedAt === undefined ? [] : [holdTopic(id, context, expiresAt)];
}

/** The write that notes that no more answers of a kind were taken when this one came; none where that is noted. */
export function refused(invitation: Invitation, at: Instant): readonly Write[] {
  return invitation.refusedAt === undefined ? [changed({ ...invitation, refusedAt: at })] : [];
}

/** The write that notes an answer which is no answer yet, so that the one that follows takes its place. */
export function suspected(invitation: Invitation, suspectId: string): Write {
  return changed({ ...invitation, suspectId });
}

function changed(invitation: Invitation): Write {
  const { version } = invitation;
  const next = { ...invitation, version: version + 1 };
  return replace(invitationItem, next, { ifVersion: version, onConflict: 'retry' });
}

export type TestCounter = ReturnType<typeof createTestCounter>;

export function createTestCounter(table: Pick<Table, 'find'>) {
  return {
    /** How many tests a member of staff was sent within the hour of `at`, and the write that counts one more. */
    async ofHour(staffId: string, at: Instant): Promise<{ readonly sent: number; readonly oneMore: Write }> {
      const hour = at.slice(0, '2026-11-23T01'.length);
      const sent = (await table.find(testCountItem, { staffId, hour }))?.version ?? 0;
      const next = { staffId, hour, version: sent + 1 };
      const oneMore =
        sent === 0
          ? insert(testCountItem, next, { onConflict: 'retry' })
          : replace(testCountItem, next, { ifVersion: sent, onConflict: 'retry' });
      return { sent, oneMore };
    },
  };
}

/** The write of a new test link, and its token: random, for it opens nothing that is a secret. */
export function testInvitation(test: Omit<TestInvitation, 'hash'>): {
  readonly token: string;
  readonly write: Write;
} {
  const token = randomBytes(32).toString('base64url');
  const write = insert(testInvitationItem, { ...test, hash: hashOfToken(token) }, { onConflict: 'retry' });
  return { token, write };
}
