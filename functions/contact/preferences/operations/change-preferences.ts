import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Write } from '../../../../shared/table/write.ts';
import { type CustomerReader, customerStays } from '../../../customers/customers/index.ts';
import {
  type Channel,
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
  saidByLink,
} from '../../consents/index.ts';
import type { PreferencesForm } from '../preferences.schema.ts';

interface Readers {
  readonly customers: Pick<CustomerReader, 'findContact'>;
  readonly consents: Pick<ConsentReader, 'list'>;
  readonly texts: Pick<ConsentTexts, 'findNewest' | 'publishBuiltIn'>;
}

type Context = Readers & { readonly origin: EventContext };

/** Who stands behind a personal link. */
export interface LinkHolder {
  readonly customerId: string;
  /** Of the message which had the link: its page is about that. @default 'email' */
  readonly channel?: Channel;
  /** The link has expired and was never used: it stops mails and takes that back, but starts none. */
  readonly isWorn?: boolean;
}

/** Whether a customer is written to about something, as they see it behind their link. */
export interface Preference {
  readonly purpose: ConsentPurpose;
  readonly channel: Channel;
  readonly isOn: boolean;
  /** Why their link cannot turn it on. */
  readonly refused: PreferenceRefusal | undefined;
  /** The newest text of the organisation's own, if it has put one. */
  readonly text: ConsentText | undefined;
}

/** Why a link does not turn something on. */
export type PreferenceRefusal = LinkRefusal | 'expired';

/** The field that says which text of a purpose was shown. */
export function wordingField(purpose: ConsentPurpose): string {
  return `${purpose}-text`;
}

interface Known extends Preference {
  readonly consent: ConsentRecord | undefined;
}

/** Every purpose, for the customer of a link; undefined when they are gone. */
export async function readPreferences(
  holder: LinkHolder,
  context: Context,
): Promise<readonly Preference[] | undefined> {
  return readKnown(holder, context);
}

/** Does what the form asks for, and no more: what it does not name stays as it is. */
export async function changePreferences(
  holder: LinkHolder,
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
  const { customerId } = holder;
  const before = await readKnown(holder, context);
  if (before === undefined) return undefined;
  const origin = customerContext(context.origin, customerId);
  const decided = before.map((each) => decide(holder, each, form, { texts: context.texts, origin }));
  const writes = decided.flatMap((each) => each.writes);
  return {
    preferences: decided.map(({ preference }) => preference),
    changed: decided.filter((each) => each.writes.length > 0).map(({ preference }) => preference),
    writes: writes.length === 0 ? [] : [customerStays(customerId), ...writes],
  };
}

async function readKnown(
  holder: LinkHolder,
  { customers, consents, texts, origin }: Context,
): Promise<readonly Known[] | undefined> {
  const { customerId, channel = 'email' } = holder;
  const [contact, said, newest] = await Promise.all([
    customers.findContact(customerId),
    consents.list([customerId]),
    Promise.all(purposeSchema.options.map((purpose) => texts.findNewest(purpose))),
  ]);
  if (contact === undefined) return undefined;
  return purposeSchema.options.map((purpose, index) => {
    const consent = said.find((each) => each.purpose === purpose && each.channel === channel);
    return known({ ...holder, channel }, purpose, consent, newest[index], origin.at);
  });
}

function known(
  { isWorn = false, channel }: LinkHolder & { readonly channel: Channel },
  purpose: ConsentPurpose,
  consent: ConsentRecord | undefined,
  text: ConsentText | undefined,
  at: string,
): Known {
  const isOn = refusalOf(purpose, consent) === undefined;
  const wasByLink = consent !== undefined && saidByLink(consent);
  const refused = refusalByLink(consent, at) ?? (isWorn && !wasByLink ? 'expired' : undefined);
  return { purpose, channel, isOn, refused: isOn ? undefined : refused, text, consent };
}

function decide(
  holder: LinkHolder,
  before: Known,
  form: PreferencesForm,
  { texts, origin }: Pick<Context, 'texts' | 'origin'>,
) {
  const { purpose, isOn, refused, consent } = before;
  const wanted = form[purpose];
  const isAsked = wanted === (isOn ? 'no' : 'yes');
  if (!isAsked || refused !== undefined) return { preference: before, writes: [] };
  const isFirst = !isOn && before.text === undefined;
  const first = isFirst ? texts.publishBuiltIn(purpose, origin) : undefined;
  const text = first?.text ?? before.text;
  const wording = isOn ? undefined : (first?.text.version ?? shownWording(form, before));
  const { channel } = before;
  const { customerId } = holder;
  const status = isOn ? ('withdrawn' as const) : ('granted' as const);
  const said = { customerId, purpose, channel, status, source: 'preferences', wording } as const;
  const after = known({ ...holder, channel }, purpose, nextConsent(consent, said, origin), text, origin.at);
  return { preference: after, writes: [...(first?.writes ?? []), ...changeConsent(consent, said, origin)] };
}

/** The version that the page has shown, if there is such a one. */
function shownWording(form: PreferencesForm, { purpose, text }: Known): number | undefined {
  // A page without a version has shown the words of the product, which may have become the first one since.
  const shown = Number(form[wordingField(purpose)] ?? (text?.by === 'rapport' ? text.version : undefined));
  return text !== undefined && Number.isInteger(shown) && shown >= 1 && shown <= text.version
    ? shown
    : undefined;
}
