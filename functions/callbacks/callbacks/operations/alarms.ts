import { findWorkingTime } from '../../../../shared/time/business-hours.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { officeCalendar } from '../../../../shared/time/office-calendar.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import { type Staff, workingHoursOf } from '../../../people/staff/index.ts';
import type { CallSettings } from '../../calling/calling.schema.ts';
import { isOpen } from '../callbacks.rules.ts';
import type { Callback } from '../callbacks.schema.ts';

interface About {
  readonly settings: Pick<CallSettings, 'remindMinutesBefore' | 'escalateAfterHours'>;
  /** Who calls, by whose hours is counted; without anybody office hours count. */
  readonly member: Staff | undefined;
  readonly at: Instant;
}

/**
 * The callback, promised or given to somebody just now, with when whoever calls is reminded of it, and when those who answer
 * for them are told that nobody has called. What is called sooner than its reminder needs none.
 */
export function withAlarms(callback: Callback, { settings, member, at }: About): Callback {
  if (!isOpen(callback)) return callback;
  const { remindMinutesBefore, escalateAfterHours: hours } = settings;
  const { instant, timeZone } = callback.due;
  const reminded =
    remindMinutesBefore === null ? at : instantAfter(instant, { minutes: -remindMinutesBefore });
  const calendar = member === undefined ? officeCalendar(timeZone) : workingHoursOf(member);
  const escalated =
    hours === null ? undefined : findWorkingTime(calendar, instant > at ? instant : at, { hours })?.instant;
  const { remindAt: _, escalateAt: __, ...rest } = callback;
  return {
    ...rest,
    ...(reminded > at ? { remindAt: reminded } : {}),
    ...(escalated === undefined ? {} : { escalateAt: escalated }),
  };
}
