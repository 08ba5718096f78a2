import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { messageId, requestMessage } from '../../../outbox.ts';
import type { StaffReader } from '../../staff/index.ts';
import { template, toldOf } from '../handovers.mail.ts';
import type { StoredHandover } from '../handovers.schema.ts';

interface Context {
  readonly staff: Pick<StaffReader, 'find'>;
  readonly outbox: {
    readonly messageId: typeof messageId;
    readonly requestMessage: typeof requestMessage;
  };
}

/** After so long whoever got it has seen it. */
const usefulDays = 7;

/** Asks for the mail to who has got what was moved, or has got it back; without a receiver to the department. */
export async function tellHandover(
  handover: StoredHandover,
  origin: EventContext,
  { staff, outbox }: Context,
): Promise<readonly Write[]> {
  const { id, from, to, status, createdAt, undo } = handover;
  const told = toldOf(handover, (await staff.find(from))?.name ?? from);
  if (told === undefined) return [];
  const receiver = status === 'undone' ? from : to;
  return outbox.requestMessage(
    {
      id: derivedId(outbox.messageId, createdAt, `${id}\n${undo?.at ?? status}`),
      recipient: receiver === null ? { kind: 'department' } : { kind: 'staff', id: receiver },
      purpose: 'notifications',
      channel: 'email',
      template,
      data: told,
      topics: [id],
      expiresAt: instantAfter(origin.at, { days: usefulDays }),
    },
    origin,
  );
}
