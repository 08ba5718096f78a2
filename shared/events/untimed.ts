import { randomUUID } from 'node:crypto';
import type { Write } from '../table/write.ts';
import { derivedId } from '../values/derived-id.ts';
import { Envelope, eventId } from './event.ts';

/** The write with an event whose id bears the time that the event tells, such as a day, in place of this very moment. */
export function untimed(write: Write): Write {
  if (write.record?.envelope === undefined) return write;
  const envelope = Envelope.parse(write.record.envelope);
  const id = derivedId(eventId, envelope.at, randomUUID());
  return { ...write, record: { ...write.record, envelope: { ...envelope, id } } };
}
