/** An entry of a timeline in a reader's words: what it was, who has done it, what they have written, and what has changed. */
import { tooLong } from '../../../../shared/events/change-event.ts';
import { type Html, type HtmlValue, html } from '../../../../shared/pages/html.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { OutcomeCode } from '../../../callbacks/calling/calling.schema.ts';
import {
  Attachment,
  type NamedCustomer,
  type TimelineEntry,
} from '../../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../../customers/fields/fields.schema.ts';
import { scaleSchema } from '../../../surveys/questions/questions.schema.ts';
import { callTexts, labelOf, sayScore } from '../../callback-desk/index.ts';
import { customerLink, nameOfField, sayValue } from '../../customer-form-desk/index.ts';
import { type Names, timeOf, writtenDay } from '../../desk/index.ts';
import { worklistTexts } from '../../worklist-desk/index.ts';
import { texts } from '../timeline-desk.texts.ts';

/** What an entry was part of: an import by the name of its file, or a hand-over by whom and why. */
export interface Cause {
  readonly name?: string;
  readonly by?: string;
  readonly reason?: string | undefined;
}

/** Another customer, or a record that was merged into this one. */
export type Other = Pick<NamedCustomer, 'name' | 'masked'> & { readonly isOwn?: true };

/** What the ids in entries stand for. */
export interface Known {
  readonly customerId: string;
  /** Of staff. */
  readonly names: Names;
  readonly teams: Names;
  /** By id. */
  readonly others: ReadonlyMap<string, Other>;
  readonly causes: ReadonlyMap<string, Cause>;
  readonly definitions: readonly FieldDefinition[];
  /** What may come of calls. */
  readonly outcomes: readonly OutcomeCode[];
}

interface Speaking {
  readonly language: Language;
  readonly timeZone: string;
}

export interface Told {
  readonly heading: string;
  readonly by: string;
  readonly said: readonly string[];
  readonly lines: readonly HtmlValue[];
  /** Files that belong to a contact. */
  readonly files: readonly Attachment[];
}

type Values = Readonly<Record<string, unknown>>;

interface Telling {
  readonly entry: TimelineEntry;
  readonly before: Values;
  readonly after: Values;
  readonly known: Known;
  readonly reader: Speaking;
}

export function tellEntry(entry: TimelineEntry, known: Known, reader: Speaking): Told {
  const { before = {}, after = {} } = entry.changes ?? {};
  const telling = { entry, before, after, known, reader };
  const [noun = ''] = entry.type.split('.');
  return {
    heading: headingOf(telling),
    by: whoIn(telling),
    said: saidIn(telling),
    lines: [...causeLines(telling), ...(linesOf[noun]?.(telling) ?? [])],
    files: entry.type === 'interaction.recorded' ? filesIn(entry.data.attachments) : [],
  };
}

/** What two records of one customer have become. */
function mergeType({ entry: { type, data }, before, after, known }: Telling): string {
  const [had, has] = [idsIn(before.mergedFrom), idsIn(after.mergedFrom)];
  const isOfOther = data.customerId !== known.customerId;
  if (type === 'customer.merged' && isOfOther) return 'customer.joined';
  if (type !== 'customer.changed' || had.length === has.length) return type;
  return had.length < has.length ? 'customer.joined' : 'customer.unmerged';
}

function headingOf(telling: Telling): string {
  const { entry, before, reader } = telling;
  const words = texts[reader.language];
  const { type, data } = entry;
  const title = words.types[mergeType(telling)] ?? words.unknownType;
  const told: Values = type === 'interaction.deleted' ? { ...before, ...data } : data;
  switch (type.split('.')[0]) {
    case 'interaction':
      return joined([title, ...contactWords(told, reader)]);
    case 'relation':
      return joined([title, words.relations[String(data.relation)]]);
    case 'consent': {
      const [purpose, channel] = [words.purposes[String(data.purpose)], words.channels[String(data.channel)]];
      if (data.channel === 'phone') return joined([words.ofCalls[type] ?? title, purpose]);
      return joined([title, words.aside(purpose ?? '', channel ?? '')]);
    }
    case 'address':
      return joined([title, words.channels[String(data.channel)]]);
    case 'finding':
      return data.accepted === false ? words.toLookAtAgain : title;
    default:
      return title;
  }
}

const joined = (parts: readonly (string | undefined)[]) => parts.filter(Boolean).join(' · ');

/** By which channel and service somebody was in contact, and who began. */
function contactWords({ channel, direction, service }: Values, { language }: Speaking) {
  const words = texts[language];
  return [
    words.channels[String(channel)],
    service === undefined ? undefined : (words.services[String(service)] ?? String(service)),
    words.directions[String(direction)],
  ];
}

/** A person by name, and everything else as what it is. */
function whoIn({ entry: { actor, type, data, cause }, known, reader }: Telling): string {
  const words = texts[reader.language];
  switch (actor.kind) {
    case 'person':
      return words.by(known.names.get(actor.id) ?? words.somebody);
    case 'machine':
      return type === 'customer.changed' && typeof data.from === 'string'
        ? words.bySystem(data.from)
        : words.byMachine;
    case 'customer':
      return words.byCustomer;
    default: {
      const by = known.causes.get(cause ?? '')?.by;
      return by === undefined ? words.itself : words.by(known.names.get(by) ?? words.somebody);
    }
  }
}

/** What people have written in an entry, in whichever domain. */
function saidIn({ entry: { type, data }, before, after }: Telling): readonly string[] {
  const told: Values = type === 'interaction.deleted' ? before : { ...data, ...(writing.has(type) && after) };
  const { reason, released, attempts } = after;
  const inside = [Object(reason).why, Object(released).why, Object([attempts].flat().at(-1)).note];
  const values = ['subject', 'text', 'why', 'note', 'evidence', 'comment', 'cancelledBecause'];
  return [...values.map((name) => told[name]), ...inside].filter(
    (value): value is string => typeof value === 'string' && value !== '' && value !== tooLong,
  );
}

/** Entries whose new values are the words of somebody; those of others are shown as what they have changed. */
const writing: ReadonlySet<string> = new Set([
  ...['consent.granted', 'consent.withdrawn', 'text.received', 'address.released', 'callback.cancelled'],
]);

/** What an entry was part of. */
function causeLines({ entry: { cause = '', data, type }, known, reader }: Telling): readonly string[] {
  const words = texts[reader.language];
  const { name, reason } = known.causes.get(cause) ?? {};
  const [kind] = cause.split('_');
  if (kind === 'import') return [name === undefined ? words.byImport : words.byImportOf(name)];
  if (kind === 'correction') return [words.byCorrection];
  if (kind === 'handover' || typeof data.handoverId === 'string')
    return [reason === undefined ? words.byHandover : words.byHandoverFor(reason)];
  const { from, sources } = data;
  if (type === 'customer.changed' && typeof from === 'string') return [words.toldBy(from)];
  return Array.isArray(sources) ? [words.toldBy(sources.join(words.comma))] : [];
}

/** What is known or has changed, by what the entry is about. */
const linesOf: Readonly<Record<string, (telling: Telling) => readonly HtmlValue[]>> = {
  interaction: contactLines,
  customer: customerLines,
  callback: callLines,
  consent: consentLines,
  relation: (telling) => [withOther(telling), ...changeLines(telling, relationValues)],
  duplicate: (telling) => [withOther(telling)],
  finding: findingLines,
  address: addressLines,
  response: responseLines,
  loop: loopLines,
  order: orderLines,
};

/** How fields of a kind of record are called, and what they hold. */
type Fields = Readonly<
  Record<string, (value: unknown, telling: Telling) => { readonly label: string; readonly value: string }>
>;

/** Before and after of the fields of which something is known to be said. */
function changeLines(telling: Telling, fields: Fields): readonly string[] {
  const words = texts[telling.reader.language];
  const { before, after } = telling;
  return namesIn(telling).flatMap((name) => {
    const say = fields[name];
    if (say === undefined) return [];
    const [old, now] = [say(before[name], telling), say(after[name], telling)];
    return [words.changed(now.label, old.value || words.nothing, now.value || words.nothing)];
  });
}

/** Each field once, in the order of the record before. */
function namesIn({ before, after }: Pick<Telling, 'before' | 'after'>): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])];
}

const contactValues: Fields = {
  channel: (value, { reader: { language } }) => ({
    label: texts[language].ofContact.channel,
    value: texts[language].channels[String(value)] ?? '',
  }),
  direction: (value, { reader: { language } }) => ({
    label: texts[language].ofContact.direction,
    value: texts[language].directions[String(value)] ?? '',
  }),
  service: (value, { reader: { language } }) => ({
    label: texts[language].ofContact.service,
    value: texts[language].services[String(value)] ?? asText(value),
  }),
  subject: (value, { reader }) => ({
    label: texts[reader.language].ofContact.subject,
    value: asText(value, reader),
  }),
  text: (value, { reader }) => ({
    label: texts[reader.language].ofContact.text,
    value: asText(value, reader),
  }),
};

/** Words as they were written. */
function asText(value: unknown, reader?: Speaking): string {
  if (value === tooLong && reader !== undefined) return texts[reader.language].tooLong;
  return typeof value === 'string' ? value : '';
}

function contactLines(telling: Telling): readonly string[] {
  const { entry, before, after, reader } = telling;
  const words = texts[reader.language];
  const [had, has] = [filesIn(before.attachments), filesIn(after.attachments)];
  const isIn = (files: readonly Attachment[], { id }: Attachment) => files.some((each) => each.id === id);
  const gone = had.filter((file) => !isIn(has, file)).map((file) => words.fileRemoved(file.name));
  const come = has.filter((file) => !isIn(had, file)).map((file) => words.fileAdded(file.name));
  const changed = entry.type === 'interaction.changed' ? changeLines(telling, contactValues) : [];
  return [...changed, ...gone, ...come];
}

function filesIn(value: unknown): readonly Attachment[] {
  return Attachment.array().safeParse(value).data ?? [];
}

function customerLines(telling: Telling): readonly HtmlValue[] {
  const { entry, before, after, known, reader } = telling;
  const words = texts[reader.language];
  const { type, data } = entry;
  if (type === 'customer.merged' || type === 'customer.unmerged') {
    const isOfOther = data.customerId !== known.customerId;
    return [nameOf(isOfOther ? data.customerId : (data.into ?? data.from), telling)];
  }
  if (type !== 'customer.changed') return [];
  const [had, has] = [idsIn(before.mergedFrom), idsIn(after.mergedFrom)];
  const moved = [...has.filter((id) => !had.includes(id)), ...had.filter((id) => !has.includes(id))];
  const leftAlone = Array.isArray(data.leftAlone) ? data.leftAlone.map(String) : [];
  const left = leftAlone.map((field) => nameOfField(field, reader, known.definitions)).join(words.comma);
  return [
    ...moved.map((id) => nameOf(id, telling)),
    ...fieldLines(telling),
    ...(left === '' ? [] : [words.leftAlone(left)]),
  ];
}

const idsIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Fields of the customer; those that were defined stand one by one. */
function fieldLines({ before, after, known, reader }: Telling): readonly string[] {
  const words = texts[reader.language];
  const flat = ({ custom, ...rest }: Values): Values => ({
    ...rest,
    ...Object.fromEntries(Object.entries(Object(custom)).map(([name, value]) => [`custom.${name}`, value])),
  });
  const [old, now] = [flat(before), flat(after)];
  const say = (field: string, value: unknown) =>
    value === tooLong ? words.tooLong : sayValue(field, value, reader, known) || words.nothing;
  return namesIn({ before: old, after: now }).flatMap((field) =>
    field.startsWith('custom.') || Object.hasOwn(words.fields, field)
      ? [
          words.changed(
            nameOfField(field, reader, known.definitions),
            say(field, old[field]),
            say(field, now[field]),
          ),
        ]
      : [],
  );
}

const callValues: Fields = {
  due: (value, { reader }) => ({
    label: texts[reader.language].ofCall.due,
    value: momentIn(typeof value === 'string' ? value : Object(value).instant, reader),
  }),
  owner: (value, { known, reader: { language } }) => ({
    label: texts[language].ofCall.owner,
    value:
      typeof value === 'string'
        ? (known.names.get(value) ?? texts[language].somebody)
        : texts[language].nobody,
  }),
  team: (value, { known, reader: { language } }) => ({
    label: texts[language].ofCall.team,
    value: typeof value === 'string' ? (known.teams.get(value) ?? texts[language].someTeam) : '',
  }),
  priority: (value, { reader: { language } }) => ({
    label: texts[language].ofCall.priority,
    value: (callTexts[language].priorities as Readonly<Record<string, string>>)[String(value)] ?? '',
  }),
  note: (value, { reader }) => ({ label: texts[reader.language].note, value: asText(value, reader) }),
};

function callLines(telling: Telling): readonly string[] {
  const { entry, before, after, known, reader } = telling;
  const words = texts[reader.language];
  const { type, data } = entry;
  const { reason, claim, attempts, cancelCode, ownerAway, assigned } = after;
  const isNew = type === 'callback.opened';
  const values = isNew
    ? Object.entries(callValues).flatMap(([name, say]) => {
        if (!(name in after)) return [];
        const { label, value } = say(after[name], telling);
        return [words.named(label, value)];
      })
    : changeLines(telling, callValues);
  const last =
    [attempts].flat().length > [before.attempts ?? []].flat().length ? [attempts].flat().at(-1) : undefined;
  const code = Object(last).outcome ?? data.outcome;
  const outcome = typeof code === 'string' ? labelOf(code, known.outcomes, reader) : undefined;
  const holder = data.holder ?? Object(after.released).from;
  const { score, scale } = Object(reason);
  const { from, until } = Object(ownerAway);
  return [
    ...(Object(reason).kind === 'low-score' ? [words.lowScore(scoreIn({ score, scale }, reader))] : []),
    ...values,
    ...(isNew ? [howFound(assigned, reader)].filter((said) => said !== '') : []),
    ...(Object(claim).until === undefined ? [] : [words.claimedUntil(momentIn(Object(claim).until, reader))]),
    ...(typeof holder === 'string' ? [words.claimOf(known.names.get(holder) ?? words.somebody)] : []),
    ...(outcome === undefined ? [] : [words.named(words.ofCall.outcome, outcome)]),
    ...(cancelCode === 'customer-deleted' ? [words.customerDeleted] : []),
    ...(typeof from === 'string'
      ? [words.ownerAway(writtenDay(from, reader), writtenDay(until, reader))]
      : []),
  ];
}

/** By which rule somebody was found. */
function howFound(assigned: unknown, { language }: Speaking): string {
  if (assigned === undefined) return '';
  const words = callTexts[language];
  const { rule, by } = Object(assigned) as { rule?: unknown; by?: keyof typeof words.ways | null };
  if (by === undefined || by === null) return words.foundNone;
  return typeof rule === 'string' ? words.found(rule, words.ways[by]) : words.foundWithout(words.ways[by]);
}

function momentIn(value: unknown, reader: Speaking): string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? timeOf(value, reader) : '';
}

function consentLines({ entry: { data }, after, reader }: Telling): readonly string[] {
  const words = texts[reader.language];
  const source = words.consentSources[String(data.source)];
  const basis = words.legalBases[String(after.legalBasis)];
  return [
    ...(source === undefined ? [] : [words.named(words.ofConsent.source, source)]),
    ...(basis === undefined ? [] : [words.named(words.ofConsent.legalBasis, basis)]),
    ...(typeof after.wording === 'number'
      ? [words.named(words.ofConsent.wording, String(after.wording))]
      : []),
    ...(typeof after.since === 'string'
      ? [words.named(words.ofConsent.since, momentIn(after.since, reader))]
      : []),
  ];
}

const relationValues: Fields = {
  role: (value, { reader }) => ({
    label: texts[reader.language].ofRelation.role,
    value: asText(value, reader),
  }),
  primary: (value, { reader: { language } }) => ({
    label: texts[language].ofRelation.primary,
    value: value === true ? texts[language].yes : texts[language].no,
  }),
};

function findingLines({ entry: { data }, known, reader }: Telling): readonly string[] {
  const codes: Readonly<Record<string, string>> = worklistTexts[reader.language].codes;
  const field = String(data.field).replace(/^\//, '').replaceAll('/', '.');
  const words = texts[reader.language];
  return [
    words.named(nameOfField(field, reader, known.definitions), codes[String(data.code)] ?? words.unknownType),
  ];
}

function addressLines({ entry: { data }, after, reader }: Telling): readonly string[] {
  const words = texts[reader.language];
  const reason = words.suppressions[String(data.reason)];
  const purposes = idsIn(after.purposes).flatMap((purpose) => words.purposes[purpose] ?? []);
  return [
    ...(reason === undefined ? [] : [reason]),
    ...(purposes.length === 0 ? [] : [words.onlyAbout(purposes.join(words.comma))]),
  ];
}

function responseLines({ entry: { data }, reader }: Telling): readonly HtmlValue[] {
  const words = texts[reader.language];
  return [
    ...(typeof data.score === 'number' ? [scoreIn(data, reader)] : []),
    ...(data.low === undefined || data.low === false ? [] : [words.isLow]),
    html`<a href="/desk/responses/${String(data.responseId)}">${words.readAnswer}</a>`,
  ];
}

function orderLines({ entry: { type, data }, reader }: Telling): readonly HtmlValue[] {
  const words = texts[reader.language];
  if (type === 'order.deleted') return [];
  return [html`<a href="/desk/orders/${String(data.orderId)}">${words.readOrder}</a>`];
}

function loopLines({ entry: { data }, reader }: Telling): readonly string[] {
  const words = texts[reader.language];
  const because = words.loopEnds[String(data.because)];
  return [
    ...(because === undefined ? [] : [because]),
    ...(typeof data.change === 'number' ? [words.answerChange(data.change)] : []),
  ];
}

function scoreIn({ score, scale }: Values, { language }: Speaking): string {
  return sayScore({ score: Number(score), scale: scaleSchema.safeParse(scale).data }, language);
}

function withOther(telling: Telling): HtmlValue {
  return nameOf(telling.entry.data.otherId, telling);
}

/** A customer by name, with the page that is theirs. */
function nameOf(id: unknown, { known, reader }: Telling): Html | string {
  const words = texts[reader.language];
  const other = known.others.get(String(id));
  if (other === undefined) return id === known.customerId ? words.thisRecord : words.goneCustomer;
  if (other.masked) return words.aside(other.name, words.masked);
  return other.isOwn ? other.name : html`${customerLink(String(id), other.name)}`;
}
