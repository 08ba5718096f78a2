/** What a form says of a contact, and the time that a filter asks for. */
import { resolveWallTime } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { Interaction, type NewAttachment } from '../../customers/customers/customers.schema.ts';
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

/** What can be attached, by what the names of such files end with. */
const endings: Readonly<Record<string, NewAttachment['type']>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  txt: 'text/plain',
  csv: 'text/csv',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  wav: 'audio/wav',
  mp4: 'video/mp4',
  eml: 'message/rfc822',
};

/** For the dialogue of a browser. */
export const acceptedFiles = Object.keys(endings)
  .map((ending) => `.${ending}`)
  .join(',');

/** By the ending of the name; undefined where such a file cannot be attached. */
export function typeOfFile(name: string): NewAttachment['type'] | undefined {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return Object.hasOwn(endings, ending) ? endings[ending] : undefined;
}

/** A file as it came with a form. */
export interface SentFile {
  readonly name: string;
  readonly content: Buffer<ArrayBuffer>;
}

/** Undefined where none was chosen. */
export function fileIn(form: DeskForm): SentFile | undefined {
  const name = valueIn(form, 'file.name').trim();
  return name === '' ? undefined : { name, content: Buffer.from(valueIn(form, 'file'), 'base64') };
}
