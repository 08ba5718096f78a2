import { randomUUID } from 'node:crypto';
import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { attachmentFile } from '../customers.rules.ts';
import {
  type Attachment,
  type AttachmentLink,
  type AttachmentToUpload,
  attachmentId,
  type Interaction,
  maximumAttachmentBytes,
  maximumAttachments,
  type NewAttachment,
  uploadSeconds,
} from '../customers.schema.ts';
import type { CustomersStore } from '../customers.store.ts';
import { type CorrectContext, getInteraction, interactionToCorrect } from './correct-interaction.ts';

interface Place {
  readonly customerId: string;
  readonly interactionId: string;
}

interface AttachContext extends CorrectContext {
  readonly links: {
    readonly uploadForm: (
      key: string,
      options: {
        readonly bytes: readonly [least: number, most: number];
        readonly type: string;
        readonly seconds: number;
      },
    ) => Promise<AttachmentToUpload['upload']>;
  };
}

const secondsToDownload = 60 * 60;

/** Makes room for a file that belongs to a contact, and says where it is uploaded to. */
export async function attachFile(
  { file, ...place }: Place & { readonly file: NewAttachment },
  context: AttachContext,
): Promise<Change<AttachmentToUpload>> {
  const { customers, principal, origin, links } = context;
  const found = await interactionToCorrect(place, context);
  const { attachments = [], ...before } = found.interaction;
  if (attachments.length >= maximumAttachments)
    throw new AppError('not-allowed-now', 'No more files can be attached to this contact. Remove one first.');
  const id = derivedId(attachmentId, origin.at, randomUUID());
  const attachment = { id, ...file, addedAt: origin.at, addedBy: principal.id };
  const interaction = { ...before, attachments: [...attachments, attachment], version: before.version + 1 };
  const upload = await links.uploadForm(keyOf(interaction, attachment), {
    ...{ bytes: sizesOf(file), type: file.type, seconds: uploadSeconds },
  });
  return {
    result: { ...attachment, interaction, upload },
    writes: customers.correct(found, interaction, origin),
  };
}

/** Exactly what was told, or whatever is taken. */
function sizesOf({ bytes }: NewAttachment): readonly [number, number] {
  return bytes === undefined ? [1, maximumAttachmentBytes] : [bytes, bytes];
}

interface HandOutContext extends Omit<CorrectContext, 'customers'> {
  readonly customers: CorrectContext['customers'] & Pick<CustomersStore, 'tellHandedOut'>;
  readonly links: {
    readonly isThere: (key: string) => Promise<boolean>;
    readonly downloadLink: (
      key: string,
      options: { readonly name: string; readonly type: string; readonly seconds: number },
    ) => Promise<string>;
  };
}

/** Says where a file is downloaded from, which is kept. */
export async function getAttachment(
  { attachmentId: id, ...place }: Place & { readonly attachmentId: string },
  context: HandOutContext,
): Promise<Change<AttachmentLink>> {
  const { customers, principal, origin, links } = context;
  if (!sees(principal, 'contact'))
    throw new AppError('forbidden', 'Your role does not show you how to reach customers.');
  const interaction = await getInteraction(place, context);
  const attachment = attachmentOf(interaction, id);
  const key = keyOf(interaction, attachment);
  if (!(await links.isThere(key)))
    throw new AppError(
      'not-allowed-now',
      'This file was not uploaded. Where that does not go on, remove it and attach it again.',
    );
  const { name, type } = attachment;
  const link = await links.downloadLink(key, {
    ...{ name, type, seconds: secondsToDownload },
  });
  return {
    result: { attachment, link, expiresAt: instantAfter(origin.at, { seconds: secondsToDownload }) },
    writes: customers.tellHandedOut(interaction, id, origin),
  };
}

/** Takes a file away from a contact; the file goes because of the event. */
export async function removeAttachment(
  {
    attachmentId: id,
    version,
    ...place
  }: Place & { readonly attachmentId: string; readonly version: IfMatch },
  context: CorrectContext,
): Promise<Change<undefined>> {
  const found = await interactionToCorrect(place, context);
  attachmentOf(found.interaction, id);
  assertVersion(found.interaction, version);
  const { attachments = [], ...before } = found.interaction;
  const left = attachments.filter((each) => each.id !== id);
  const after = {
    ...before,
    version: before.version + 1,
    ...(left.length === 0 ? {} : { attachments: left }),
  };
  return { result: undefined, writes: context.customers.correct(found, after, context.origin, [id]) };
}

function keyOf({ customerId, id: interactionId }: Interaction, { id }: Attachment): string {
  return attachmentFile({ customerId, interactionId, id });
}

function attachmentOf({ attachments = [] }: Interaction, id: string): Attachment {
  const attachment = attachments.find((each) => each.id === id);
  if (attachment === undefined) throw notFound('attachment');
  return attachment;
}
