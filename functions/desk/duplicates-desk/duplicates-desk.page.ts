/** Pairs of customers who may be one, and two of them side by side. */
import { facts } from '../../../shared/pages/facts.ts';
import { checkGroup, hiddenInput, optionGroup, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Customer } from '../../customers/customers/customers.schema.ts';
import type { DuplicatePair, DuplicateSettings } from '../../customers/duplicates/duplicates.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import { chosenFields, type MergePreview } from '../../customers/merges/merges.schema.ts';
import { customerLink, customerPath, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage } from '../desk/index.ts';
import { texts } from './duplicates-desk.texts.ts';

export type PairsReader = Reader & { readonly mayMerge: boolean; readonly seesAll: boolean };

export const whose = ['me', 'none', 'all'] as const;
type Words = (typeof texts)[Reader['language']];

export const settingsPath = '/desk/duplicates/settings';

export type Whose = (typeof whose)[number];

export interface PairsView {
  readonly pairs: readonly DuplicatePair[];
  readonly owner: Whose;
  readonly cursor: string | null;
  readonly names: Names;
  readonly note: string | undefined;
  readonly filled: Filled;
}

/** Under what the ticked pairs are sent. */
export const pairField = 'pair';

export const pairPath = (one: string, other: string) => `${customerPath(one)}/duplicates/${other}`;

export function pairsPage(
  { pairs, owner, cursor, names, note, filled }: PairsView,
  reader: PairsReader,
): Html {
  const words = texts[reader.language];
  const titles = { me: words.mine, none: words.ofNobody, all: words.everybody } as const;
  const others = whose.filter((each) => each !== owner && (each !== 'all' || reader.seesAll));
  const named = ({ id, name, masked, owner: holder }: DuplicatePair['customer']) =>
    masked
      ? html`${name} (${words.notYours(holder === null ? words.nobody : (names.get(holder) ?? holder))})`
      : customerLink(id, name);
  const rows = pairs.map(({ customer, other, score, reasons }) => [
    named(customer),
    named(other),
    words.percent(score),
    reasonsOf(reasons, reader),
    isDecidable({ customer, other }, reader)
      ? html`<a href="${pairPath(customer.id, other.id)}" aria-label="${words.compareOf(customer.name, other.name)}">${words.compare}</a> ${tick(customer, other, words)}`
      : '',
  ]);
  const list = table({
    caption: titles[owner],
    isCaptionHidden: true,
    heads: words.heads,
    rows,
    empty: words.none,
  });
  const mayDismiss = pairs.some((pair) => isDecidable(pair, reader));
  const next = cursor === null ? undefined : `/desk/duplicates?${new URLSearchParams({ owner, cursor })}`;
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${words.title}</h1>
${refusalMessage(filled, [])}<p>${words.intro} <a href="${settingsPath}">${words.settings}</a></p>
<p class="actions">${others.map((each) => html`<a href="/desk/duplicates?owner=${each}">${titles[each]}</a> `)}</p>
<h2>${titles[owner]}</h2>
${
  mayDismiss
    ? html`<form method="post" action="/desk/duplicates">${formToken(reader)}${hiddenInput('owner', owner)}${list}
<p class="actions"><button class="quiet">${words.dismissChosen}</button></p></form>`
    : list
}
${nextPage(words.more, next)}
<p><a href="/desk/customers">${words.back(words.customers)}</a></p>`;
}

function isDecidable(
  { customer, other }: Pick<DuplicatePair, 'customer' | 'other'>,
  { mayMerge }: PairsReader,
) {
  return mayMerge && !customer.masked && !other.masked;
}

function tick(one: DuplicatePair['customer'], other: DuplicatePair['customer'], words: Words): Html {
  const id = `${pairField}-${one.id}-${other.id}`;
  return html`<div class="check"><input type="checkbox" id="${id}" name="${pairField}" value="${one.id} ${other.id}" aria-label="${words.areTwoOf(one.name, other.name)}"><label for="${id}">${words.areTwo}</label></div>`;
}

function reasonsOf(reasons: DuplicatePair['reasons'], { language }: Reader): string {
  const words = texts[language];
  return reasons
    .map(({ field, agreement }) =>
      words.reason(words.compared[field] ?? field, words.agreements[agreement] ?? agreement),
    )
    .join(words.comma);
}

export interface PairView {
  /** The one whose record stays. */
  readonly survivor: Customer;
  readonly loser: Customer;
  readonly pair: DuplicatePair | undefined;
  /** Undefined where they cannot be merged, which `filled` says. */
  readonly preview: MergePreview | undefined;
  readonly names: Names;
  readonly definitions: readonly FieldDefinition[];
  readonly filled: Filled;
  readonly key: string;
}

export function pairPage(view: PairView, reader: Reader): Html {
  const { survivor, loser, pair, preview, filled, key } = view;
  const words = texts[reader.language];
  const path = pairPath(survivor.id, loser.id);
  const versions = html`${hiddenInput('key', key)}${hiddenInput('survivor', survivor.version)}${hiddenInput('loser', loser.version)}`;
  const isDismissed = pair?.status === 'dismissed';
  return html`${isDismissed && infoMessage({ text: words.dismissed })}<h1>${words.pairTitle(survivor.name, loser.name)}</h1>
${refusalMessage(filled, [])}${pair !== undefined && html`<p>${words.percent(pair.score)} · ${reasonsOf(pair.reasons, reader)}</p>`}
<h2>${words.sides}</h2>
${sideBySide(view, reader)}
<p>${words.survivor(survivor.name)} <a href="${pairPath(loser.id, survivor.id)}">${words.swap}</a></p>
${
  preview &&
  html`<form method="post" action="${path}">${formToken(reader)}${versions}<h2>${words.choose}</h2>
${choosable(preview.differences).length === 0 ? html`<p>${words.noDifference}</p>` : choices(view, preview, reader)}<p class="actions"><button class="quiet" name="action" value="look">${words.look}</button></p>
<h2 id="result">${words.result}</h2>
${known(preview.customer, view, reader)}<p class="hint">${words.resultHint}</p>
<p class="actions"><button name="action" value="merge">${words.merge}</button></p></form>`
}
<form method="post" action="${path}">${formToken(reader)}${hiddenInput('key', `${key}-two`)}<p class="hint">${words.dismissHint}</p><p class="actions"><button class="quiet" name="action" value="${isDismissed ? 'reopen' : 'dismiss'}">${isDismissed ? words.reopen : words.dismiss}</button></p></form>
<p><a href="/desk/duplicates">${words.back(words.title)}</a></p>`;
}

/** Fields in the order in which people look at them; what neither has is left out. */
const compared = [
  ...[
    'name',
    'kind',
    'familyName',
    'givenName',
    'company',
    'email',
    'otherEmails',
    'phone',
    'otherPhones',
    'gender',
  ],
  ...[
    'birthday',
    'lunarBirthday',
    'address',
    'otherAddresses',
    'stage',
    'owner',
    'source',
    'tags',
    'externalIds',
  ],
  ...['language', 'timeZone', 'preferences', 'custom'],
] as const;

function said(field: string, customer: Customer, { names, definitions }: PairView, reader: Reader): string {
  return sayValue(field, (customer as Readonly<Record<string, unknown>>)[field], reader, {
    names,
    definitions,
  });
}

function sideBySide(view: PairView, reader: Reader): Html {
  const { survivor, loser } = view;
  const words = texts[reader.language];
  const rows = compared.flatMap((field) => {
    const [one, other] = [said(field, survivor, view, reader), said(field, loser, view, reader)];
    if (one === '' && other === '') return [];
    const differs = one !== other && one !== '' && other !== '';
    return [[nameOfField(field, reader), one, differs ? html`<strong>${other}</strong>` : other]];
  });
  const heads = words.sideHeads(words.side(words.first, survivor.name), words.side(words.second, loser.name));
  return table({ caption: words.sides, isCaptionHidden: true, heads, rows, empty: '' });
}

function known(customer: Customer, view: PairView, reader: Reader): Html {
  return facts(
    compared.map((field) => {
      const value = said(field, customer, view, reader);
      return value !== '' && ([nameOfField(field, reader), value] as const);
    }),
  );
}

/** The parts of a name go with it. */
function choosable(differences: MergePreview['differences']) {
  return differences.filter(
    ({ field }) => field.startsWith('custom.') || chosenFields.some((each) => each === field),
  );
}

function choices(
  { filled, names, definitions }: PairView,
  { differences: all }: MergePreview,
  reader: Reader,
): Html {
  const words = texts[reader.language];
  const groups = choosable(all).map(({ field, survivor, loser, taken }) => {
    const name = `fields.${field}`;
    const label = (value: unknown, side: string) =>
      words.side(side, sayValue(field, value, reader, { names, definitions }));
    return optionGroup({
      ...{
        name,
        label: nameOfField(field, reader, definitions),
        violation: filled.violation(name),
        value: taken,
      },
      options: [
        { value: 'survivor', label: label(survivor, words.first) },
        { value: 'loser', label: label(loser, words.second) },
      ],
    });
  });
  return html`<div class="fields">${groups}</div>`;
}

export interface SettingsView {
  readonly settings: DuplicateSettings;
  readonly isSaved: boolean;
  readonly filled: Filled;
}

const settingsFields = ['threshold', 'checkOnCreate'] as const;

/** What managers set; all others read it. */
export function settingsPage(view: SettingsView, reader: Reader & { readonly maySet: boolean }): Html {
  const words = texts[reader.language];
  const { settings, isSaved, filled } = view;
  return html`${isSaved && infoMessage({ text: words.saved })}<h1>${words.settings}</h1>
${refusalMessage(filled, settingsFields)}<p>${words.settingsIntro}${!reader.maySet && html` ${words.onlyManagers}`}</p>
${
  reader.maySet
    ? settingsForm(view, reader)
    : facts([
        [words.threshold, words.percent(settings.threshold)],
        [words.checkOnCreateLabel, settings.checkOnCreate ? words.yes : words.no],
      ])
}
<p><a href="/desk/duplicates">${words.back(words.title)}</a></p>`;
}

function settingsForm({ settings, filled }: SettingsView, reader: Reader): Html {
  const words = texts[reader.language];
  return html`<form method="post" action="${settingsPath}">${formToken(reader)}${hiddenInput('version', settings.version)}${textInput(
    {
      ...filled.field('threshold', String(settings.threshold)),
      ...{ label: words.threshold, hint: words.thresholdHint },
    },
  )}${checkGroup({
    ...filled.ticks('checkOnCreate', settings.checkOnCreate ? ['true'] : []),
    ...{ label: words.checkOnCreate, hint: words.checkOnCreateHint },
    options: [{ value: 'true', label: words.checkOnCreateLabel }],
  })}<p class="actions"><button>${words.save}</button></p></form>`;
}
