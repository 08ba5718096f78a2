/** What a form says of a contact, and the time that a filter asks for. */
import { resolveWallTime } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { Interaction } from '../../customers/customers/customers.schema.ts';
import { type DeskForm, valueIn } from '../desk/desk.schema.ts';

export const channels = Interaction.shape.channel.options;
export const directions = Interaction.shape.direction.options;
export const contactNames = ['channel', 'direction', 'service', 'subject', 'text', 'at'] as const;

const momentPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A moment by the reader's own clock; what cannot be read as one is for the route to refuse. */
function instantOf(typed: string, timeZone: string): string {
  if (!momentPattern.test(typed)) return typed;
  try {
    return resolveWallTime(typed.slice(0, 16), timeZone).instant;
  } catch {
    return typed;
  }
}

/** @param without what an empty text or service means: of a known contact that it goes */
export function contactFrom(form: DeskForm, timeZone: string, without?: null): object {
  const [text, service, at] = [valueIn(form, 'text'), valueIn(form, 'service'), valueIn(form, 'at')];
  const nothing = (name: string) => (without === undefined ? {} : { [name]: without });
  return {
    channel: valueIn(form, 'channel'),
    direction: valueIn(form, 'direction'),
    subject: valueIn(form, 'subject'),
    ...(service === '' ? nothing('service') : { service }),
    ...(text.trim() === '' ? nothing('text') : { text }),
    ...(at !== '' && { at: instantOf(at, timeZone) }),
  };
}

const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** The days of a filter, from the first moment to the last, by the reader's own calendar. */
export function periodOf(
  { from = '', to = '' }: { from?: string | undefined; to?: string | undefined },
  timeZone: string,
): { from?: Instant; to?: Instant } {
  const at = (day: string, time: string) => instantOf(`${day}T${time}`, timeZone);
  return {
    ...(dayPattern.test(from) && { from: at(from, '00:00') }),
    // To the end of the last minute.
    ...(dayPattern.test(to) && { to: at(to, '23:59').replace(':00.000Z', ':59.999Z') }),
  };
}
