/** One contact with a customer: what was written of it is corrected, or it is deleted. */
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { InteractionPatch } from '../../customers/customers/customers.schema.ts';
import {
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  namesOf,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { timelineDeskContract } from './timeline-desk.contract.ts';
import { contactPage } from './timeline-desk.page.ts';
import { contactFrom } from './timeline-desk.rules.ts';
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
    showContact: ({ params, ...visit }) => showContact(visit, params, untouched),

    sendContact: async ({ params, body, ...visit }) => {
      const { patchInteraction, deleteInteraction, getInteraction } = visit.api.customers;
      const path = `/desk/customers/${params.customerId}`;
      const ifMatch = versionIn(body);
      if (valueIn(body, 'action') === 'delete') {
        await deleteInteraction({ params }, { ifMatch });
        return goTo(`${path}?done=removed#timeline`);
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
        return showContact(visit, params, filledIn(body, error, visit));
      }
      return goTo(`${path}?done=corrected#timeline`);
    },
  }),
  { showContact: customersContract.routes.patchInteraction },
);

async function showContact(visit: Visit, params: Place, filled: Filled) {
  const { api, reader, show } = visit;
  const [{ body: contact }, { body: customer }, everybody] = await Promise.all([
    api.customers.getInteraction({ params }),
    api.customers.getCustomer({ params: { customerId: params.customerId } }),
    listStaff(api),
  ]);
  const main = contactPage({ customer, contact, names: namesOf(everybody), filled }, reader);
  return show(
    { title: texts[reader.language].correctOf(contact.subject), part: 'customers', main },
    filled.status,
  );
}
