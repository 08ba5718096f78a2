import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { chinaHolidays } from '../../../../shared/time/holidays-cn.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { messageId, requestMessage } from '../../../contact/messaging/index.ts';
import { type Staff, type StaffReader, workingHoursOf } from '../../../people/staff/index.ts';
import { holidaysTemplate, type UnknownHolidays } from '../callbacks.mail.ts';

interface Context {
  readonly staff: Pick<StaffReader, 'listActive'>;
  readonly origin: EventContext;
}

/** So long the mail is of use. */
const usefulDays = 30;

/**
 * From December on, tells the department once that the statutory holidays of the year to come are not known here, by
 * which somebody's hours are counted. Reads nothing while they are known.
 *
 * @returns how many people would be taken to work on these days
 */
export async function warnOfHolidays({ staff, origin }: Context): Promise<Change<number>> {
  const year = yearToKnow(origin.at);
  if (isKnown(chinaHolidays.holidaysKnown, year)) return { result: 0, writes: [] };
  const people = (await staff.listActive()).filter((member) => misses(member, year)).length;
  if (people === 0) return { result: 0, writes: [] };
  const writes = requestMessage(
    {
      id: derivedId(messageId, `${year - 1}-12-01T00:00:00.000Z`, `holidays of ${year}`),
      recipient: { kind: 'department' },
      purpose: 'notifications',
      channel: 'email',
      template: holidaysTemplate,
      data: { year, people } satisfies UnknownHolidays,
      topics: [],
      expiresAt: instantAfter(origin.at, { days: usefulDays }),
    },
    origin,
  );
  return { result: people, writes };
}

/** Each year is announced in the November before. */
function yearToKnow(at: string): number {
  const year = Number(at.slice(0, 4));
  return at.slice(5, 7) === '12' ? year + 1 : year;
}

function misses(member: Staff, year: number): boolean {
  const { holidaysKnown } = workingHoursOf(member);
  return holidaysKnown !== null && !isKnown(holidaysKnown, year);
}

function isKnown(known: { readonly to: string } | null, year: number): boolean {
  return known !== null && known.to >= `${year}-12-31`;
}
