import type { EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { messageId, requestMessage } from '../../../outbox.ts';
import type { StaffReader } from '../../staff/index.ts';
import { template, toldOf } from '../handovers.mail.ts';
import type { StoredHandover } from '../handovers.schema.ts';
import type { Occasion } from '../handovers.texts.ts';

interface Context {
  readonly staff: Pick<StaffReader, 'find'>;
  readonly outbox: {
    readonly messageId: typeof messageId;
    readonly requestMessage: typeof requestMessage;
  };
}

/** After so long whoever got it has seen it. */
const usefulDays = 7;

/**
 * Asks for the mail to who has got what was moved, without a receiver to the department; of what is taken back for one
 * more to the same, and one to who has got it back.
 */
export async function tellHandover(
  handover: StoredHandover,
  origin: EventContext,
  { staff, outbox }: Context,
): Promise<readonly Write[]> {
  const { id, from, createdAt, status, undo } = handover;
  const name = (await staff.find(from))?.name ?? from;
  const asked = mailsOf(handover).map(({ to, occasion }) => {
    const told = toldOf(handover, occasion, name);
    if (told === undefined) return [];
    return outbox.requestMessage(
      {
        id: derivedId(outbox.messageId, createdAt, `${id}\n${undo?.at ?? status}\n${occasion}`),
        recipient: to === null ? { kind: 'department' } : { kind: 'staff', id: to },
        purpose: 'notifications',
        channel: 'email',
        template,
        data: told,
        topics: [id],
        expiresAt: instantAfter(origin.at, { days: usefulDays }),
      },
      origin,
    );
  });
  return (await Promise.all(asked)).flat();
}

interface Mail {
  readonly to: string | null;
  readonly occasion: Occasion;
}

/** Whoever has left in the middle of taking it back is told nothing. */
function mailsOf({ from, to, status, undo }: StoredHandover): readonly Mail[] {
  if (status !== 'undone') return [{ to, occasion: to === null ? 'left-to-department' : 'received' }];
  const receiver: Mail = { to, occasion: to === null ? 'called-off' : 'taken-back' };
  return undo?.stopped === undefined ? [receiver, { to: from, occasion: 'returned' }] : [receiver];
}
