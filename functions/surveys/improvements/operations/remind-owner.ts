import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { firstCharacters } from '../../../../shared/values/text.ts';
import { messageId, requestMessage } from '../../../contact/messaging/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import { template } from '../improvements.mail.ts';
import { remindedAt } from '../improvements.rules.ts';
import type { ImprovementsStore } from '../improvements.store.ts';

interface Context {
  readonly improvements: Pick<ImprovementsStore, 'find' | 'remind'>;
  readonly staff: Pick<StaffReader, 'find'>;
  readonly origin: EventContext;
}

/** After so long the next reminder comes. */
const usefulDays = 7;

/** Reminds whoever sees to an improvement whose day is over, else the department; once for each time that it comes up. */
export async function remindOwner(
  id: string,
  { improvements, staff, origin }: Context,
): Promise<Change<'reminded' | 'stale'>> {
  const found = await improvements.find(id);
  if (found?.status !== 'open' || found.remindAt === undefined || found.remindAt > origin.at)
    return { result: 'stale', writes: [] };
  const { owner, finding, action, dueOn, remindAt } = found;
  const member = owner === null ? undefined : await staff.find(owner);
  const asked = await requestMessage(
    {
      id: derivedId(messageId, remindAt, `${id}\n${remindAt}`),
      recipient: member?.active ? { kind: 'staff', id: member.id } : { kind: 'department' },
      purpose: 'notifications',
      channel: 'email',
      template,
      data: { id, finding, action: firstCharacters(action, mostOfAction), dueOn },
      topics: [id],
      expiresAt: instantAfter(origin.at, { days: usefulDays }),
    },
    origin,
  );
  return { result: 'reminded', writes: [...asked, improvements.remind(found, remindedAt(found, origin.at))] };
}

/** The whole stands in the improvement. */
const mostOfAction = 500;
