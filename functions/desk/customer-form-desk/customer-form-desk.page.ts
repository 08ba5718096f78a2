/** The form of a customer, field by field, with what others have changed meanwhile. */
import {
  checkGroup,
  dateInput,
  hiddenInput,
  type Option,
  select,
  type TextField,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { table } from '../../../shared/pages/table.ts';
import { languages } from '../../../shared/values/language.ts';
import { type Customer, type MaskedCustomer, stages } from '../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage } from '../desk/index.ts';
import {
  addressParts,
  customPrefix,
  type Meanwhile,
  otherAddressField,
  otherAddressParts,
  type Standing,
} from './customer-form-desk.rules.ts';
import { texts } from './customer-form-desk.texts.ts';
import { customerLink, customerPath, labelOf, nameOfField } from './operations/say-value.ts';

export interface CustomerFormView {
  /** Undefined for a new one. */
  readonly customer: { readonly id: string; readonly name: string; readonly version: number } | undefined;
  readonly kind: Customer['kind'];
  /** What is known; what was typed stands in `filled`. */
  readonly standing: Standing;
  /** Other addresses that there is room for. */
  readonly addressRows: number;
  /** Those that the reader may set. */
  readonly definitions: readonly FieldDefinition[];
  readonly people: Names;
  readonly filled: Filled;
  readonly meanwhile: readonly Meanwhile[];
  /** Who has what was typed, or is probably the same. */
  readonly others: readonly MaskedCustomer[];
  /** Whether the customer can be created all the same. */
  readonly mayCreateAnyway: boolean;
  readonly key: string;
}

export function customerFormPage(view: CustomerFormView, reader: Reader): Html {
  const { customer, filled, standing, key } = view;
  const words = texts[reader.language];
  const action = customer === undefined ? '/desk/customers/new' : `${customerPath(customer.id)}/edit`;
  const back = customer === undefined ? '/desk/customers' : customerPath(customer.id);
  const title = customer === undefined ? words.titleOf[view.kind] : words.editOf(customer.name);
  const inputs = inputsOf(view, reader);
  const groups = [
    [
      words.who,
      [
        'name',
        'kind',
        'familyName',
        'givenName',
        'company',
        'gender',
        'birthday',
        'birthday.yearless',
        'lunarBirthday.month',
        'lunarBirthday.day',
        'lunarBirthday.leapMonth',
      ],
    ],
    [
      words.reach,
      ['email', 'phone', 'otherEmails', 'otherPhones', ...addressParts.map((part) => `address.${part}`)],
    ],
    [
      words.relation,
      [
        'stage',
        'owner',
        'source',
        'tags',
        'externalIds',
        'language',
        'timeZone',
        'preferences.channel',
        'preferences.time',
        'preferences.interests',
        'preferences.note',
      ],
    ],
  ] as const;
  const more = [...inputs].filter(([name]) => name.startsWith(customPrefix)).map(([, input]) => input);
  const otherKind = view.kind === 'person' ? 'company' : 'person';
  const switchKind =
    customer === undefined &&
    html`<p><a href="/desk/customers/new?kind=${otherKind}">${words.newOf[otherKind]}</a></p>`;
  return html`<h1>${title}</h1>
${switchKind}${refusalMessage(filled, [...inputs.keys()])}${meanwhileNote(view, reader)}${othersNote(view, reader)}<form method="post" action="${action}">${formToken(reader)}${hiddenInput('key', key)}${hiddenInput('base', JSON.stringify(standing))}${customer !== undefined && hiddenInput('version', customer.version)}${groups.map(
    ([
      legend,
      names,
    ]) => html`<fieldset class="card"><legend>${legend}</legend><div class="fields">${names.map((name) => inputs.get(name))}</div></fieldset>
`,
  )}${otherAddresses(view, inputs, reader)}${more.length > 0 && html`<fieldset class="card"><legend>${words.fields.custom}</legend><div class="fields">${more}</div></fieldset>`}<p class="actions"><button>${customer === undefined ? words.create : words.save}</button> ${view.mayCreateAnyway && html`<button class="quiet" name="anyway" value="true">${words.anyway}</button> `}<a href="${back}">${words.back(customer?.name ?? words.customers)}</a></p></form>`;
}

/** What no company has. Where one has it all the same, it is shown, to be taken away. */
const ofPersons: ReadonlySet<string> = new Set([
  ...['familyName', 'givenName', 'company', 'gender', 'birthday', 'birthday.yearless'],
  ...['lunarBirthday.month', 'lunarBirthday.day', 'lunarBirthday.leapMonth'],
]);

/** Every field by its name. */
function inputsOf(view: CustomerFormView, reader: Reader): ReadonlyMap<string, Html> {
  const { filled, standing, people, definitions, kind } = view;
  const words = texts[reader.language];
  const field = (name: string, rest: Partial<TextField> = {}): TextField => {
    const known = standing[name] ?? '';
    const value = filled.value(name, typeof known === 'string' ? known : '');
    return {
      ...{ name, label: nameOfField(name, reader), value, violation: filled.violation(name) },
      ...rest,
    };
  };
  const listed = { note: words.optional, hint: words.onePerLineLabelled };
  const choices = (values: readonly string[]): readonly Option[] =>
    values.map((value) => ({ value, label: words.values[value] ?? words.channels[value] ?? value }));
  const none = { value: '', label: words.unknown };
  const owners = [...people].map(([value, label]) => ({ value, label }));
  const ticked = (name: string) =>
    checkGroup({
      ...field(name),
      options: [{ value: 'true', label: words.yes }],
      values: filled.values(name, [standing[name] ?? ''].flat()),
    });
  const made: Record<string, Html> = {
    name: textInput(field('name', { isRequired: true, maximum: 120 })),
    kind:
      view.customer === undefined
        ? hiddenInput('kind', kind)
        : select({ ...field('kind'), options: choices(['person', 'company']) }),
    birthday: dateInput(field('birthday')),
    'birthday.yearless': ticked('birthday.yearless'),
    gender: select({ ...field('gender'), options: [none, ...choices(['female', 'male', 'other'])] }),
    'lunarBirthday.leapMonth': ticked('lunarBirthday.leapMonth'),
    otherEmails: textArea(field('otherEmails', listed)),
    otherPhones: textArea(field('otherPhones', listed)),
    'address.country': textInput(field('address.country', { hint: words.countryHint, maximum: 2 })),
    stage: select({ ...field('stage'), options: choices(stages) }),
    owner: select({ ...field('owner'), options: [{ value: '', label: words.nobody }, ...owners] }),
    tags: textArea(field('tags', { hint: words.onePerLine })),
    externalIds: textArea(field('externalIds', { hint: words.idsHint })),
    language: select({ ...field('language'), options: choices(languages) }),
    timeZone: textInput(field('timeZone', { hint: words.timeZoneHint, isRequired: true })),
    'preferences.channel': select({
      ...field('preferences.channel'),
      options: [none, ...choices(['call', 'sms', 'email', 'chat', 'social', 'visit'])],
    }),
    'preferences.interests': textArea(field('preferences.interests', { hint: words.onePerLine })),
    'preferences.note': textArea(field('preferences.note')),
  };
  const lines = [
    'familyName',
    'givenName',
    'company',
    'lunarBirthday.month',
    'lunarBirthday.day',
    'email',
    'phone',
    'source',
    'preferences.time',
    ...addressParts.map((part) => `address.${part}`),
  ];
  const rows = Array.from({ length: view.addressRows }, (_, index) =>
    otherAddressParts.map((part) => otherAddressField(index, part)),
  );
  for (const name of [...lines, ...rows.flat()]) made[name] ??= textInput(field(name));
  for (const definition of definitions)
    made[`${customPrefix}${definition.name}`] = customInput(definition, field, view, reader);
  const isOthers = (name: string) => kind === 'company' && ofPersons.has(name) && !standing[name]?.length;
  return new Map(Object.entries(made).filter(([name]) => !isOthers(name)));
}

function otherAddresses(
  { addressRows }: CustomerFormView,
  inputs: ReadonlyMap<string, Html>,
  reader: Reader,
): Html {
  const words = texts[reader.language];
  return html`${Array.from(
    { length: addressRows },
    (
      _,
      index,
    ) => html`<fieldset class="card"><legend>${words.otherAddress(index + 1)}</legend><div class="fields">${otherAddressParts.map((part) => inputs.get(otherAddressField(index, part)))}</div></fieldset>
`,
  )}`;
}

function customInput(
  definition: FieldDefinition,
  field: (name: string, rest?: Partial<TextField>) => TextField,
  { filled, standing }: CustomerFormView,
  reader: Reader,
): Html {
  const words = texts[reader.language];
  const name = `${customPrefix}${definition.name}`;
  const labelled = field(name, { label: labelOf(definition, reader), isRequired: definition.required });
  const known = [standing[name] ?? ''].flat();
  const options = (definition.options ?? [])
    .filter(({ retired, value }) => retired !== true || known.includes(value))
    .map(({ value, label }) => ({
      value,
      label: label?.[reader.language] ?? label?.en ?? label?.['zh-CN'] ?? value,
    }));
  const none = { value: '', label: words.unknown };
  switch (definition.type) {
    case 'choices':
      return checkGroup({ ...labelled, isRequired: false, options, values: filled.values(name, known) });
    case 'choice':
      return select({ ...labelled, options: [none, ...options] });
    case 'boolean':
      return select({
        ...labelled,
        options: [none, { value: 'true', label: words.yes }, { value: 'false', label: words.no }],
      });
    case 'date':
      return dateInput(labelled);
    default:
      return textInput(labelled);
  }
}

function meanwhileNote({ meanwhile, people }: CustomerFormView, reader: Reader): Html | undefined {
  if (meanwhile.length === 0) return undefined;
  const words = texts[reader.language];
  const rows = meanwhile.map(({ field, now, isMine }) => {
    const written = [now].flat().join(words.comma).replaceAll('\n', words.comma);
    const value =
      field === 'owner'
        ? (people.get(written) ?? (written || words.nobody))
        : written === 'true'
          ? words.yes
          : (words.values[written] ?? (written || words.empty));
    const said = isMine ? words.bothChanged : words.now;
    return html`<li><a href="#${field}">${said(nameOfField(field, reader), value)}</a></li>`;
  });
  return html`<div class="message" id="meanwhile"><p>${words.meanwhile}</p><ul>${rows}</ul></div>`;
}

function othersNote({ others }: CustomerFormView, reader: Reader): Html | undefined {
  if (others.length === 0) return undefined;
  const words = texts[reader.language];
  const rows = others.map(({ id, masked, name, email, phone, owner }) => [
    masked ? name : customerLink(id, name),
    email,
    phone,
    owner?.name ?? words.nobody,
  ]);
  return html`<h2>${words.alike}</h2>${table({ caption: words.alike, isCaptionHidden: true, heads: words.alikeHeads, rows, empty: '' })}`;
}
