import type { NewAttachment } from '../../../customers/customers/customers.schema.ts';
import type { DeskApi } from '../../desk/index.ts';
import type { SentFile } from '../timeline-desk.rules.ts';

interface Place {
  readonly customerId: string;
  readonly interactionId: string;
}

/** Within the time that a page has. */
const patience = 5000;

/**
 * Attaches a file that came with a form to a contact, and sends it on to where the API says.
 *
 * @returns false where it did not get there, and then nothing of it stays
 */
export async function attachFile(
  api: DeskApi,
  params: Place,
  { name, type, content, key }: SentFile & { readonly type: NewAttachment['type']; readonly key: string },
): Promise<boolean> {
  const file = { name, type, bytes: content.length };
  const { body } = await api.customers.attachFile({ params, body: file }, { idempotencyKey: key });
  const { id, upload, interaction } = body as Awaited<ReturnType<DeskApi['customers']['attachFile']>>['body'];
  const form = new FormData();
  for (const [field, value] of Object.entries(upload.fields)) form.append(field, value);
  form.append('file', new Blob([content], { type }), 'file');
  const sent = { method: 'POST', body: form, signal: AbortSignal.timeout(patience) };
  const isThere = await fetch(upload.url, sent).then(
    ({ ok }) => ok,
    () => false,
  );
  if (isThere) return true;
  const place = { ...params, attachmentId: id };
  await api.customers.removeAttachment({ params: place }, { ifMatch: interaction.version });
  return false;
}
