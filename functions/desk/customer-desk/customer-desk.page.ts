/** One customer: what is known, what is open, whom they are related to, and what has happened. */
import { facts } from '../../../shared/pages/facts.ts';
import { hiddenInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Customer, Profile } from '../../customers/customers/customers.schema.ts';
import type { DuplicatePair } from '../../customers/duplicates/duplicates.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import type { CustomerListSummary } from '../../customers/lists/lists.schema.ts';
import type { Merge } from '../../customers/merges/merges.schema.ts';
import type { CompletenessRules, Quality } from '../../customers/quality/quality.schema.ts';
import type { Relation } from '../../customers/relations/relations.schema.ts';
import { customerLink, customerPath, labelOf, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import {
  type Filled,
  formToken,
  type Names,
  type Reader,
  refusalMessage,
  timeOf,
  writtenDay,
} from '../desk/index.ts';
import { contactFields, type TimelineView, timelineSection } from '../timeline-desk/index.ts';
import { texts } from './customer-desk.texts.ts';

export type ProfileReader = Reader & {
  readonly timeZone: string;
  /** Whether the routes behind the forms may be called at all. */
  readonly mayWrite: boolean;
  readonly mayReadCalls: boolean;
  readonly mayReadOrders: boolean;
};

export interface ProfileView {
  readonly profile: Profile;
  readonly timeline: TimelineView;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
  readonly quality: Quality;
  /** What counts for completeness. */
  readonly rules: CompletenessRules['rules'];
  readonly duplicates: readonly DuplicatePair[];
  readonly merges: readonly Merge[];
  /** The first page of them. */
  readonly relations: readonly Relation[];
  readonly hasMoreRelations: boolean;
  /** Those that the customer is in. */
  readonly lists: readonly CustomerListSummary[];
  readonly note: string | undefined;
  /** What was typed of a contact, and why it was refused. */
  readonly filled: Filled;
  readonly key: string;
}

export function profilePage(view: ProfileView, reader: ProfileReader): Html {
  const { profile, note, timeline } = view;
  const words = texts[reader.language];
  const { customer } = profile;
  const path = customerPath(customer.id);
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${customer.name}</h1>
<p class="actions">${reader.mayWrite && html`<a href="${path}/edit">${words.editOf(customer.name)}</a> <a href="#record">${words.record}</a> <a href="${path}/delete">${words.deleteOf(customer.name)}</a> `}<a href="#timeline">${words.timeline}</a>${reader.mayReadCalls && html` <a href="${path}/calls">${words.calls}</a>`}${reader.mayReadOrders && html` <a href="${path}/orders">${words.orders}</a>`}</p>
${hints(view, reader)}${known(view, reader)}
${openWork(view, reader)}${relations(view, reader)}${merges(view, reader)}${reader.mayWrite && recordForm(view, reader)}${timelineSection(timeline, reader)}
<p><a href="/desk/customers">${words.back(words.customers)}</a></p>`;
}

/** What somebody should look at. */
function hints(view: ProfileView, reader: ProfileReader): Html {
  const { profile, quality, duplicates } = view;
  const { customer } = profile;
  const words = texts[reader.language];
  const open = duplicates.filter(({ status }) => status === 'open');
  return html`<ul class="hints">${quality.version > 0 && html`<li>${completeness(view, reader)}</li>`}${
    quality.findings.length > 0 &&
    html`<li><a href="/desk/corrections?customer=${customer.id}">${words.toCorrect(quality.findings.length)}</a></li>`
  }${open.map(({ other }) => html`<li><a href="${customerPath(customer.id)}/duplicates/${other.id}">${words.duplicate(other.name)}</a></li>`)}</ul>`;
}

/** How complete the customer is, what is still empty, and what counts at all. */
function completeness({ profile, quality, rules, definitions }: ProfileView, reader: ProfileReader): Html {
  const words = texts[reader.language];
  const named = (fields: readonly string[]) =>
    fields.map((field) => nameOfField(field, reader, definitions)).join(words.comma);
  const counted = rules.flatMap(({ field, kind }) =>
    kind === undefined || kind === profile.customer.kind ? [field] : [],
  );
  return html`${words.score(quality.score)}${quality.missing.length > 0 && html`. ${words.missing(named(quality.missing))}`}<details><summary>${words.whatCounts}</summary><p>${named(counted)}</p></details>`;
}

const shownFields = [
  ...[
    'kind',
    'familyName',
    'givenName',
    'company',
    'email',
    'phone',
    'otherEmails',
    'otherPhones',
    'address',
  ],
  ...[
    'otherAddresses',
    'gender',
    'birthday',
    'lunarBirthday',
    'stage',
    'owner',
    'source',
    'tags',
    'externalIds',
  ],
  ...['language', 'timeZone', 'preferences'],
] as const;

function known({ profile, names, definitions, lists }: ProfileView, reader: ProfileReader): Html {
  const { customer } = profile;
  const words = texts[reader.language];
  const row = (field: (typeof shownFields)[number]) => {
    const value = (customer as Readonly<Record<string, unknown>>)[field];
    const said = sayValue(field, value, reader, { names, definitions });
    return said !== '' && ([words.fields[field] ?? field, reached(field, said, customer, reader)] as const);
  };
  const custom = definitions.map((definition) => {
    const said = sayValue(`custom.${definition.name}`, customer.custom?.[definition.name], reader, {
      definitions,
    });
    const label = labelOf(definition, reader);
    return (
      said !== '' &&
      ([
        definition.retiredAt === undefined ? label : words.aside(label, words.retired),
        webAddress(definition, said),
      ] as const)
    );
  });
  const inLists = lists.map(({ name }) => name).join(words.comma);
  return html`<h2>${words.facts}</h2>
${facts([...shownFields.map(row), ...custom, inLists !== '' && [words.lists, inLists], consents(profile, reader)])}`;
}

/** Only what leads to the web is a link. */
function webAddress({ type }: FieldDefinition, said: string): Html | string {
  return type === 'url' && /^https?:\/\//.test(said)
    ? html`<a href="${said}" rel="noreferrer">${said}</a>`
    : said;
}

function reached(field: string, said: string, customer: Customer, reader: ProfileReader): Html | string {
  const words = texts[reader.language];
  const invalid =
    field === 'email' ? customer.emailInvalid : field === 'phone' ? customer.phoneInvalid : undefined;
  const bad =
    invalid &&
    html` <span class="warn">${words.aside(words.noAnswer, words.since(writtenDay(invalid.since, reader)))}</span>`;
  if (field === 'email') return html`<a href="mailto:${said}">${said}</a>${bad}`;
  return field === 'phone' ? html`<a href="tel:${said}">${said}</a>${bad}` : said;
}

function consents({ facts: stored = [] }: Profile, reader: ProfileReader) {
  const words = texts[reader.language];
  const said = stored.flatMap(({ kind, purpose, channel, status }) => {
    if (kind !== 'consent') return [];
    const what = words.aside(
      words.purposes[String(purpose)] ?? String(purpose),
      words.channels[channel === 'phone' ? 'call' : String(channel)] ?? String(channel),
    );
    return [`${what}: ${status === 'granted' ? words.granted : words.withdrawn}`];
  });
  return said.length > 0 && ([words.consents, said.join(' · ')] as const);
}

function openWork({ profile, names }: ProfileView, reader: ProfileReader): Html | false {
  const words = texts[reader.language];
  const rows = profile.openWork.map(({ kind, id, owner, dueAt }) => [
    kind === 'callback' ? html`<a href="/desk/callbacks/${id}">${words.callback}</a>` : kind,
    html`<time datetime="${dueAt}">${timeOf(dueAt, reader)}</time>`,
    owner === null ? words.nobody : (names.get(owner) ?? owner),
  ]);
  return (
    rows.length > 0 &&
    html`<h2>${words.openWork}</h2>
${table({ caption: words.openWork, isCaptionHidden: true, heads: words.workHeads, rows, empty: '' })}`
  );
}

function relations(
  { profile: { customer }, relations: shown, hasMoreRelations }: ProfileView,
  reader: ProfileReader,
): Html | false {
  const words = texts[reader.language];
  const rows = shown.map(({ kind, role, primary, other }) => [
    other.masked ? words.aside(other.name, words.masked) : customerLink(other.id, other.name),
    words.relations[kind] ?? kind,
    [role, primary && words.ofRelation.primary].filter(Boolean).join(words.comma),
  ]);
  const path = `${customerPath(customer.id)}/relations`;
  return html`<h2>${words.relationsTitle}</h2>
${table({ caption: words.relationsTitle, isCaptionHidden: true, heads: words.relationHeads, rows, empty: words.noRelations })}${
  (reader.mayWrite || hasMoreRelations) &&
  html`<p><a href="${path}">${reader.mayWrite ? words.changeRelations : words.allRelations}</a></p>`
}`;
}

function merges(
  { merges: all, profile: { customer }, key }: ProfileView,
  reader: ProfileReader,
): Html | false {
  const words = texts[reader.language];
  const rows = all.map(({ customerId, name, at }) => [
    name,
    html`<time datetime="${at}">${timeOf(at, reader)}</time>`,
    reader.mayWrite &&
      html`<form method="post" action="${customerPath(customer.id)}">${formToken(reader)}${hiddenInput('key', `${key}-${customerId.slice(-8)}`)}${hiddenInput('merged', customerId)}<button class="quiet" name="action" value="undo" aria-label="${words.undoOf(name)}">${words.undo}</button></form>`,
  ]);
  return (
    rows.length > 0 &&
    html`<h2>${words.mergesTitle}</h2>
${table({ caption: words.mergesTitle, isCaptionHidden: true, heads: words.mergeHeads, rows, empty: '' })}`
  );
}

function recordForm({ profile: { customer }, filled, key }: ProfileView, reader: ProfileReader): Html {
  const words = texts[reader.language];
  return html`<h2 id="record">${words.record}</h2>
${refusalMessage(filled, ['channel', 'direction', 'service', 'subject', 'text', 'at', 'file'])}<form method="post" action="${customerPath(customer.id)}#record" enctype="multipart/form-data">${formToken(reader)}${hiddenInput('key', key)}${contactFields({ filled, known: {}, isNew: true }, reader)}<p class="actions"><button name="action" value="record">${words.write}</button></p></form>`;
}
