/** One contact with a customer: what was written of it is corrected, files are attached, or it is deleted. */
import { randomUUID } from 'node:crypto';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { type AttachmentToUpload, InteractionPatch } from '../../customers/customers/customers.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  namesOf,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { attachFile } from './operations/attach-file.ts';
import { timelineDeskContract } from './timeline-desk.contract.ts';
import { contactPage } from './timeline-desk.page.ts';
import { acceptedFiles, contactFrom, fileIn, type SentFile, typeOfFile } from './timeline-desk.rules.ts';
import { texts } from './timeline-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Place {
  readonly customerId: string;
  readonly interactionId: string;
}

export const timelineDeskPages = deskPages(
  timelineDeskContract,
  () => ({
    showContact: ({ params, query: { done = '' }, ...visit }) => {
      const { attached, detached, notAttached } = texts[visit.reader.language];
      const notes: Readonly<Record<string, string>> = { attached, detached, lost: notAttached };
      return showContact(visit, params, { note: Object.hasOwn(notes, done) ? notes[done] : undefined });
    },

    downloadFile: async ({ params, ...visit }) =>
      goTo((await visit.api.customers.getAttachment({ params })).body.link),

    sendContact: async ({ params, body, ...visit }) => {
      const { patchInteraction, deleteInteraction, getInteraction, removeAttachment } = visit.api.customers;
      const path = `/desk/customers/${params.customerId}`;
      const ifMatch = versionIn(body);
      switch (valueIn(body, 'action')) {
        case 'delete':
          await deleteInteraction({ params }, { ifMatch });
          return goTo(`${path}?done=removed#timeline`);
        case 'detach': {
          const place = { ...params, attachmentId: valueIn(body, 'attachment') as Typed };
          await removeAttachment({ params: place }, { ifMatch });
          return goTo(`${path}/contacts/${params.interactionId}?done=detached`);
        }
        case 'attach':
          return attach(visit, params, body);
        case 'larger':
          return beginUpload(visit, params, body);
      }
      const sent = contactFrom(body, visit.reader.timeZone, null);
      try {
        await patchInteraction({ params, body: sent as Typed }, { ifMatch }).catch((error: unknown) =>
          unlessRepeated(error, {
            ...{
              sent,
              schema: InteractionPatch.pick({
                channel: true,
                direction: true,
                service: true,
                subject: true,
                text: true,
              }).strip(),
            },
            read: async () => ({ text: null, service: null, ...(await getInteraction({ params })).body }),
          }),
        );
      } catch (error) {
        return showContact(visit, params, { filled: filledIn(body, error, visit) });
      }
      return goTo(`${path}?done=corrected#timeline`);
    },
  }),
  { showContact: customersContract.routes.patchInteraction },
);

/** Why a file cannot be attached; undefined where nothing speaks against it. */
export function faultOfFile(
  file: SentFile | undefined,
  { reader }: Pick<Visit, 'reader'>,
): string | undefined {
  const { chooseFile, emptyFile, wrongFile } = texts[reader.language];
  if (file === undefined) return chooseFile;
  if (typeOfFile(file.name) === undefined) return `${wrongFile} ${acceptedFiles}`;
  return file.content.length === 0 ? emptyFile : undefined;
}

/** A form as it was sent, with what is wrong with its file. */
export function refusedFile(
  form: DeskForm,
  { said, field = 'file' }: { readonly said: string; readonly field?: string },
): Filled {
  const errors = [{ pointer: `/body/${field}`, reason: said }];
  return fillForm(form, { status: 400, detail: said, errors });
}

/** Sends a file on that came with a form. Throws where the API does not take it. */
export async function attachTo(
  { api }: Pick<Visit, 'api'>,
  place: Place,
  file: SentFile,
  key: string,
): Promise<boolean> {
  const type = typeOfFile(file.name);
  return type !== undefined && attachFile(api, place, { ...file, type, key });
}

async function attach(visit: Visit, place: Place, form: DeskForm) {
  const file = fileIn(form);
  const fault = faultOfFile(file, visit);
  if (file === undefined || fault !== undefined)
    return showContact(visit, place, { filled: refusedFile({}, { said: fault ?? '' }) });
  try {
    const isThere = await attachTo(visit, place, file, valueIn(form, 'key'));
    const path = `/desk/customers/${place.customerId}/contacts/${place.interactionId}`;
    return goTo(`${path}?done=${isThere ? 'attached' : 'lost'}`);
  } catch (error) {
    return showContact(visit, place, { filled: filledIn({}, error, visit) });
  }
}

/** A file that is too large for a request is sent to S3 by the browser itself. */
async function beginUpload(visit: Visit, params: Place, form: DeskForm) {
  const name = valueIn(form, 'fileName').trim();
  const type = typeOfFile(name);
  const { wrongFile } = texts[visit.reader.language];
  if (type === undefined) {
    const filled = refusedFile(form, { said: `${wrongFile} ${acceptedFiles}`, field: 'fileName' });
    return showContact(visit, params, { filled });
  }
  try {
    const options = { idempotencyKey: valueIn(form, 'key') };
    const { body } = await visit.api.customers.attachFile({ params, body: { name, type } }, options);
    return showContact(visit, params, { upload: body as AttachmentToUpload });
  } catch (error) {
    return showContact(visit, params, { filled: filledIn(form, error, visit) });
  }
}

interface Shown {
  readonly filled?: Filled;
  readonly note?: string | undefined;
  readonly upload?: AttachmentToUpload;
}

async function showContact(visit: Visit, params: Place, { filled = untouched, note, upload }: Shown) {
  const { api, reader, show } = visit;
  const [{ body: contact }, { body: customer }, everybody] = await Promise.all([
    api.customers.getInteraction({ params }),
    api.customers.getCustomer({ params: { customerId: params.customerId } }),
    listStaff(api),
  ]);
  const names = namesOf(everybody);
  const view = { customer, contact, names, filled, note, upload, key: randomUUID() };
  const postsTo = upload && new URL(upload.upload.url).origin;
  const title = texts[reader.language].correctOf(contact.subject);
  return show({ title, part: 'customers', main: contactPage(view, reader), postsTo }, filled.status);
}
