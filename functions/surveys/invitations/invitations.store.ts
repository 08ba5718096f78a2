/** Invitations in the one table. */
import { randomBytes } from 'node:crypto';
import { hashOfToken } from '../../../shared/messaging/links.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import {
  type InvitationRun,
  invitationItem,
  invitationRunItem,
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
