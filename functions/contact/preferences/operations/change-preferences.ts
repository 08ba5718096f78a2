import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import {
  type ConsentPurpose,
  type ConsentRecord,
  type ConsentText,
  purposeSchema,
} from '../../consents/consents.schema.ts';
import {
  type ConsentReader,
  type ConsentTexts,
  changeConsent,
  type LinkRefusal,
  nextConsent,
  refusalByLink,
  refusalOf,
} from '../../consents/index.ts';
import type { PreferencesForm } from '../preferences.schema.ts';

interface Readers {
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly consents: Pick<ConsentReader, 'list'>;
  readonly texts: Pick<ConsentTexts, 'findNewest'>;
}

type Context = Readers & { readonly origin: EventContext };

/** Whether a customer is written to about something, as they see it behind their link. */
export interface Preference {
  readonly purpose: ConsentPurpose;
  readonly isOn: boolean;
  /** Why their link cannot turn it on. */
  readonly refused: LinkRefusal | undefined;
  /** The newest text of the organisation's own, if it has put one. */
  readonly text: ConsentText | undefined;
}

/** The field that says which text of a purpose was shown. */
export function wordingField(purpose: ConsentPurpose): string {
  return `${purpose}-text`;
}

interface Known extends Preference {
  readonly consent: ConsentRecord | undefined;
}

/** Every purpose, for the customer of a link; undefined when they are gone. */
export async function readPreferences(
  customerId: string,
  context: Context,
): Promise<readonly Preference[] | undefined> {
  return readKnown(customerId, context);
}

/** Does what the form asks for, and no more: what it does not name stays as it is. */
export async function changePreferences(
  customerId: string,
  form: PreferencesForm,
  context: Context,
): Promise<
  | {
      readonly preferences: readonly Preference[];
      readonly changed: readonly Preference[];
      readonly writes: readonly Write[];
    }
  | undefined
> {
  const before = await readKnown(customerId, context);
  if (before === undefined) return undefined;
  const origin = customerContext(context.origin, customerId);
  const decided = before.map((each) => decide(customerId, each, form, origin));
  const writes = decided.flatMap((each) => each.writes);
  return {
    preferences: decided.map(({ preference }) => preference),
    changed: decided.filter((each) => each.writes.length > 0).map(({ preference }) => preference),
    writes: writes.length === 0 ? [] : [customerStays(customerId), ...writes],
  };
}

async function readKnown(
  customerId: string,
  { customers, consents, texts, origin }: Context,
): Promise<readonly Known[] | undefined> {
  const [contact, said, newest] = await Promise.all([
    customers.findContact(customerId),
    consents.list(customerId),
    Promise.all(purposeSchema.options.map((purpose) => texts.findNewest(purpose))),
  ]);
  if (contact === undefined) return undefined;
  return purposeSchema.options.map((purpose, index) => {
    const consent = said.find((each) => each.purpose === purpose && each.channel === 'email');
    return known(purpose, consent, newest[index], origin.at);
  });
}

function known(
  purpose: ConsentPurpose,
  consent: ConsentRecord | undefined,
  text: ConsentText | undefined,
  at: string,
): Known {
  const isOn = refusalOf(purpose, consent) === undefined;
  return { purpose, isOn, refused: isOn ? undefined : refusalByLink(consent, at), text, consent };
}

function decide(customerId: string, before: Known, form: PreferencesForm, origin: EventContext) {
  const { purpose, isOn, refused, text, consent } = before;
  const wanted = form[purpose];
  const isAsked = wanted === (isOn ? 'no' : 'yes');
  if (!isAsked || refused !== undefined) return { preference: before, writes: [] };
  const wording = isOn ? undefined : shownWording(form, before);
  const status = isOn ? ('withdrawn' as const) : ('granted' as const);
  const said = { customerId, purpose, channel: 'email', status, source: 'preferences', wording } as const;
  const after = known(purpose, nextConsent(consent, said, origin), text, origin.at);
  return { preference: after, writes: changeConsent(consent, said, origin) };
}

/** The version that the page has shown, if there is such a one. */
function shownWording(form: PreferencesForm, { purpose, text }: Known): number | undefined {
  const shown = Number(form[wordingField(purpose)]);
  return text !== undefined && Number.isInteger(shown) && shown >= 1 && shown <= text.version
    ? shown
    : undefined;
}
