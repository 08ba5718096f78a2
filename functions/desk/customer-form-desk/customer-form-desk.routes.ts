/** The form of a customer: creating one, and changing one beside others who do the same. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import {
  type Customer,
  type MaskedCustomer,
  TakenProblem,
} from '../../customers/customers/customers.schema.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  namesOf,
  told,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { customerFormDeskContract } from './customer-form-desk.contract.ts';
import { customerFormPage } from './customer-form-desk.page.ts';
import {
  addressRows,
  baseIn,
  type Meanwhile,
  patchFrom,
  rebase,
  standingOf,
  withoutNulls,
} from './customer-form-desk.rules.ts';
import { texts } from './customer-form-desk.texts.ts';
import { readDefinitions } from './operations/read-definitions.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Shown {
  readonly filled: Filled;
  readonly meanwhile?: readonly Meanwhile[];
  readonly others?: readonly MaskedCustomer[];
  readonly mayCreateAnyway?: boolean;
  /** Of a new one. @default a person */
  readonly kind?: Customer['kind'] | undefined;
}

export const customerFormDeskPages = deskPages(
  customerFormDeskContract,
  () => ({
    showNewCustomerForm: ({ query: { kind }, ...visit }) =>
      showForm(visit, undefined, { filled: untouched, kind }),

    sendNewCustomer: async ({ body, ...visit }) => {
      const { settable } = await readDefinitions(visit);
      const isAnyway = valueIn(body, 'anyway') === 'true';
      const entry = {
        ...withoutNulls(patchFrom(body, {}, settable)),
        ...(isAnyway && { createAnyway: true }),
      };
      try {
        const options = { idempotencyKey: valueIn(body, 'key') };
        const { body: customer } = await visit.api.customers.createCustomer(
          { body: entry as Typed },
          options,
        );
        return goTo(`/desk/customers/${(customer as Customer).id}?done=created`);
      } catch (error) {
        return showForm(visit, undefined, refusedFor(body, error, visit));
      }
    },

    showCustomerForm: async ({ params, ...visit }) => {
      const { body: customer } = await visit.api.customers.getCustomer({ params });
      return showForm(visit, customer, { filled: untouched });
    },

    sendCustomer: async ({ params, body, ...visit }) => {
      const { settable } = await readDefinitions(visit);
      const patch = patchFrom(body, baseIn(body), settable);
      const path = `/desk/customers/${params.customerId}`;
      if (Object.keys(patch).length === 0) return goTo(`${path}?done=unchanged`);
      try {
        await visit.api.customers.patchCustomer(
          { params, body: patch as Typed },
          { ifMatch: versionIn(body) },
        );
      } catch (error) {
        const { body: customer } = await visit.api.customers.getCustomer({ params });
        if (error instanceof ApiError && error.status === 412) return showAgain(visit, customer, body, error);
        return showForm(visit, customer, refusedFor(body, error, visit), body);
      }
      return goTo(`${path}?done=saved`);
    },
  }),
  {
    showNewCustomerForm: customersContract.routes.createCustomer,
    showCustomerForm: customersContract.routes.patchCustomer,
  },
);

/** Somebody else was faster: where what was sent is there already the button was pressed twice; else both are shown. */
async function showAgain(visit: Visit, customer: Customer, body: DeskForm, error: ApiError) {
  const { form, meanwhile } = rebase(body, baseIn(body), standingOf(customer));
  const { settable } = await readDefinitions(visit);
  if (Object.keys(patchFrom(form, standingOf(customer), settable)).length === 0)
    return goTo(`/desk/customers/${customer.id}?done=saved`);
  const filled = fillForm(form, told(error.problem, visit.reader));
  return showForm(visit, customer, { filled, meanwhile });
}

/** What was refused, and who has what was typed. */
function refusedFor(form: DeskForm, error: unknown, visit: Visit): Shown {
  const filled = filledIn(form, error, visit);
  const problem = error instanceof ApiError ? TakenProblem.safeParse(error.problem).data : undefined;
  const { candidates = [], existing } = problem ?? {};
  return {
    filled,
    others: existing === undefined ? candidates : [existing],
    mayCreateAnyway: candidates.length > 0,
  };
}

/** @param sent the form that is shown again, whose base and version stay what they were */
async function showForm(visit: Visit, customer: Customer | undefined, shown: Shown, sent?: DeskForm) {
  const { reader, api, show } = visit;
  const [{ settable }, everybody] = await Promise.all([readDefinitions(visit), listStaff(api)]);
  const typed = shown.filled.value('kind', customer?.kind ?? shown.kind ?? 'person');
  const kind = typed === 'company' ? 'company' : 'person';
  const known: Partial<Customer> = customer ?? {
    kind,
    language: reader.language,
    timeZone: reader.timeZone,
    stage: 'potential',
    owner: reader.staffId,
  };
  const base = sent && baseIn(sent);
  const main = customerFormPage(
    {
      customer: customer && { ...customer, version: sent === undefined ? customer.version : versionIn(sent) },
      standing: customer === undefined ? standingOf(known) : (base ?? standingOf(customer)),
      addressRows: addressRows(known),
      definitions: settable.filter(({ appliesTo }) => appliesTo === 'both' || appliesTo === kind),
      people: namesOf(
        everybody.filter(({ active, takesWork, id }) => (active && takesWork) || id === customer?.owner),
      ),
      ...{ meanwhile: [], others: [], mayCreateAnyway: false, ...shown, kind },
      key: randomUUID(),
    },
    reader,
  );
  const words = texts[reader.language];
  const title = customer === undefined ? words.titleOf[kind] : words.editOf(customer.name);
  return show({ title, part: 'customers', main }, shown.filled.status);
}
