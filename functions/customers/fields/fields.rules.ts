/** Decisions about fields of customers and their values that need nothing but these. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import { daySchema } from '../../../shared/values/instant.ts';
import { languages } from '../../../shared/values/language.ts';
import { mergePatch } from '../../../shared/values/merge-patch.ts';
import { text } from '../../../shared/values/text.ts';
import {
  type CustomPatch,
  type CustomValue,
  type CustomValues,
  type FieldDefinition,
  type FieldPatch,
  maximumChoices,
  maximumCustomBytes,
  maximumText,
  type NewField,
} from './fields.schema.ts';

/** What every customer has: no other field is called so, whatever the case of its letters. */
export const builtInNames = [
  ...['id', 'version', 'kind', 'name', 'givenName', 'familyName', 'company', 'email', 'phone'],
  ...['externalIds', 'birthday', 'language', 'timeZone', 'address', 'tags', 'owner'],
  ...['emailInvalid', 'phoneInvalid', 'createdAt', 'updatedAt'],
  ...['otherEmails', 'otherPhones', 'otherAddresses', 'gender', 'lunarBirthday', 'source', 'stage'],
  ...['preferences', 'custom', 'mergedFrom'],
] as const;

const plainly = (name: string) => name.replaceAll('_', '').toLowerCase();

/** What objects have by themselves. */
const reserved = new Set([...builtInNames.map(plainly), 'constructor']);

const withOptions = new Set<FieldDefinition['type']>(['choice', 'choices']);
const unlike = new Set<FieldDefinition['type']>(['boolean', 'choice', 'choices']);
const found = new Set<FieldDefinition['type']>(['text', 'number', 'url', 'choice', 'choices']);

/** A new definition. Throws `invalid-request` for one that contradicts itself, or is named like what every customer has. */
export function newDefinition(input: NewField, at: string): FieldDefinition {
  assertDefinition(input);
  return { ...input, version: 1, createdAt: at, updatedAt: at };
}

/** The definition after a patch. Throws `invalid-request` for what would take something from customers who have values. */
export function patchedDefinition(before: FieldDefinition, patch: FieldPatch, at: string): FieldDefinition {
  const after = { ...mergePatch(before, patch), version: before.version + 1, updatedAt: at };
  const fixed = fixedViolations(before, patch);
  if (fixed.length > 0)
    throw new AppError('invalid-request', 'This of a field is for good.', { violations: fixed });
  assertDefinition(after);
  return after;
}

function fixedViolations(before: FieldDefinition, { name, type, unique, options }: FieldPatch): Violation[] {
  const violations: Violation[] = [];
  if (name !== undefined && name !== before.name)
    violations.push({
      pointer: '/body/name',
      reason: 'A field keeps its name, by which other systems know it. Give it another label.',
    });
  if (type !== undefined && type !== before.type)
    violations.push({
      pointer: '/body/type',
      reason: `A field keeps its type, ${before.type}, for customers have values of it. Retire it and define another one.`,
    });
  if (unique !== undefined && unique !== before.unique)
    violations.push({
      pointer: '/body/unique',
      reason: 'Cannot change, for customers have values already. Retire this field and define another one.',
    });
  const kept = new Set(options?.map(({ value }) => value));
  const gone = options === undefined ? [] : (before.options ?? []).filter(({ value }) => !kept.has(value));
  for (const { value } of gone)
    violations.push({
      pointer: '/body/options',
      reason: `Lacks "${value}", which customers may have. Give it "retired": true in place of taking it out.`,
    });
  return violations;
}

type Described = Pick<FieldDefinition, 'name' | 'type' | 'options' | 'unique' | 'searchable' | 'visibleTo'>;

function assertDefinition({ name, type, options, unique, searchable, visibleTo }: Described): void {
  const violations: Violation[] = [];
  if (reserved.has(plainly(name)))
    violations.push({
      pointer: '/body/name',
      reason: 'Every customer has a field of this name already. Use another one.',
    });
  if (withOptions.has(type) && options === undefined)
    violations.push({ pointer: '/body/options', reason: 'Required: what can be chosen.' });
  if (!withOptions.has(type) && options !== undefined)
    violations.push({ pointer: '/body/options', reason: 'Only `choice` and `choices` have options.' });
  if (unique && unlike.has(type))
    violations.push({
      pointer: '/body/unique',
      reason: 'Only values of the types text, number, date and url can tell customers apart.',
    });
  if (searchable && !found.has(type))
    violations.push({
      pointer: '/body/searchable',
      reason: 'Nobody finds customers by true, false or a day. Use a filter for these.',
    });
  else if (searchable && visibleTo !== 'everyone')
    violations.push({
      pointer: '/body/searchable',
      reason: 'Whoever finds customers by a value learns of it: only what everyone sees is searchable.',
    });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'This cannot be a field of customers.', { violations });
}

/** Throws `conflict` where another field that is in use is called the same: in forms nobody could tell them apart. */
export function assertOwnLabel(
  { name, label }: Pick<FieldDefinition, 'name' | 'label'>,
  all: readonly FieldDefinition[],
): void {
  const others = all.filter((each) => each.name !== name && each.retiredAt === undefined);
  const violations = languages.flatMap((language): Violation[] => {
    const other = others.find((each) => isSaidAlike(each.label[language], label[language]));
    if (other === undefined) return [];
    const reason = `The field ${other.name} is called so. Use another label, or change that field.`;
    return [{ pointer: `/body/label/${language}`, reason }];
  });
  if (violations.length > 0) throw new AppError('conflict', 'Another field has this label.', { violations });
}

function isSaidAlike(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && spelled(one) === spelled(other);
}

const spelled = (text: string) => text.normalize('NFKC').trim().toLowerCase();

/** Tells of each field whether the caller sees and sets it: machines and administrators do, and whom the definition names. */
export function fieldsSeenBy({ kind, roles }: Pick<Principal, 'kind' | 'roles'>) {
  const seesAll = kind === 'machine' || roles.includes('admin');
  return ({ visibleTo }: Pick<FieldDefinition, 'visibleTo'>): boolean =>
    seesAll || visibleTo === 'everyone' || roles.some((role) => visibleTo.includes(role));
}

/** Who wants to give a customer which values. */
export interface CustomChange {
  readonly definitions: readonly FieldDefinition[];
  readonly kind: 'person' | 'company';
  /** What the customer has so far; undefined for a new customer, of whom required fields are demanded. */
  readonly before: CustomValues | undefined;
  /** Undefined changes nothing, null takes away whatever the caller may take away. */
  readonly patch: CustomPatch | null | undefined;
  readonly sees: (definition: FieldDefinition) => boolean;
}

/**
 * What a customer has after a change of `custom`, with everything that is wrong with it, by pointer. What is not told
 * stays, so that a field that was retired, or became required, holds back no change of something else.
 */
export function validateCustom({ definitions, kind, before, patch, sees }: CustomChange): {
  readonly value: CustomValues | undefined;
  readonly violations: readonly Violation[];
} {
  const byName = new Map(definitions.map((definition) => [definition.name, definition]));
  const told = patch === null ? takenAway(byName, before ?? {}, sees) : Object.entries(patch ?? {});
  const violations: Violation[] = [];
  const values = new Map(Object.entries(before ?? {}));
  for (const [name, wanted] of told) {
    const had = values.get(name);
    if (isSame(had, wanted ?? undefined)) continue;
    const read = readValue(byName.get(name), wanted, { name, had, kind, sees });
    if ('reason' in read) violations.push(read);
    else if (read.value === undefined) values.delete(name);
    else values.set(name, read.value);
  }
  if (before === undefined) violations.push(...missing(definitions, values, { kind, sees }));
  const value = Object.fromEntries([...values].toSorted(([one], [other]) => (one < other ? -1 : 1)));
  if (told.length > 0 && Buffer.byteLength(JSON.stringify(value)) > maximumCustomBytes)
    violations.push({
      pointer: '/body/custom',
      reason: `All values together may take ${maximumCustomBytes} bytes.`,
    });
  return { value: values.size === 0 ? undefined : value, violations };
}

function pointerOf(name: string): string {
  return `/body/custom/${name}`;
}

type Definitions = ReadonlyMap<string, FieldDefinition>;

function takenAway(definitions: Definitions, before: CustomValues, sees: CustomChange['sees']) {
  return Object.keys(before).flatMap((name): [string, null][] => {
    const definition = definitions.get(name);
    const isOpen = definition !== undefined && definition.retiredAt === undefined && sees(definition);
    return isOpen ? [[name, null]] : [];
  });
}

function missing(
  definitions: readonly FieldDefinition[],
  values: ReadonlyMap<string, CustomValue>,
  { kind, sees }: Pick<CustomChange, 'kind' | 'sees'>,
): Violation[] {
  return definitions
    .filter((each) => each.required && each.retiredAt === undefined && isFor(each, kind) && sees(each))
    .filter(({ name }) => !values.has(name))
    .map(({ name }) => ({ pointer: pointerOf(name), reason: 'Required.' }));
}

export function isFor({ appliesTo }: FieldDefinition, kind: 'person' | 'company'): boolean {
  return appliesTo === 'both' || appliesTo === kind;
}

type Read = Violation | { readonly value: CustomValue | undefined };

function inapt(name: string, reason: string): Violation {
  return { pointer: pointerOf(name), reason };
}

interface Asked extends Pick<CustomChange, 'kind' | 'sees'> {
  readonly name: string;
  readonly had: CustomValue | undefined;
}

function readValue(
  definition: FieldDefinition | undefined,
  wanted: CustomValue | null,
  { name, had, kind, sees }: Asked,
): Read {
  if (definition === undefined || !sees(definition))
    return inapt(name, 'There is no such field for you. GET /customer-fields lists those that are defined.');
  if (definition.retiredAt !== undefined)
    return inapt(name, 'This field is retired: what is there stays, and nobody sets it.');
  if (wanted === null)
    return definition.required && isFor(definition, kind)
      ? inapt(name, 'Required: give it another value.')
      : { value: undefined };
  if (!isFor(definition, kind)) return inapt(name, `Only a ${definition.appliesTo} has this field.`);
  return asType(definition, wanted, had);
}

function asType(definition: FieldDefinition, wanted: CustomValue, had: CustomValue | undefined): Read {
  const { name, type } = definition;
  switch (type) {
    case 'text': {
      const read = text(maximumText).safeParse(wanted);
      if (read.success) return { value: read.data };
      return inapt(name, `must be one line of text of at most ${maximumText} characters`);
    }
    case 'number':
      return typeof wanted === 'number' ? { value: wanted } : inapt(name, 'must be a number such as 12.5');
    case 'boolean':
      return typeof wanted === 'boolean' ? { value: wanted } : inapt(name, 'must be true or false');
    case 'date':
      if (daySchema.safeParse(wanted).success) return { value: wanted };
      return inapt(name, 'must be a day such as 2026-11-21');
    case 'url':
      if (typeof wanted === 'string' && isWebAddress(wanted)) return { value: wanted };
      return inapt(
        name,
        `must be a web address such as https://example.com, of at most ${maximumText} characters`,
      );
    case 'choice':
      if (typeof wanted === 'string' && mayHave(definition, wanted, had)) return { value: wanted };
      return inapt(name, `must be one of ${optionsOf(definition)}`);
    case 'choices':
      return chosen(definition, wanted, had);
  }
}

function chosen(definition: FieldDefinition, wanted: CustomValue, had: CustomValue | undefined): Read {
  const { name } = definition;
  if (!Array.isArray(wanted) || !wanted.every((each) => mayHave(definition, each, had)))
    return inapt(name, `must be a list of these: ${optionsOf(definition)}`);
  if (new Set(wanted).size < wanted.length) return inapt(name, 'must name each of them once');
  if (wanted.length > maximumChoices) return inapt(name, `must name at most ${maximumChoices} of them`);
  if (wanted.length === 0 && definition.required) return inapt(name, 'Required: give it another value.');
  return { value: wanted.length === 0 ? undefined : wanted };
}

/** An option that is offered, or that the customer has already. */
function mayHave({ options = [] }: FieldDefinition, value: string, had: CustomValue | undefined): boolean {
  const option = options.find((each) => each.value === value);
  return option !== undefined && (option.retired !== true || [had].flat().includes(value));
}

const optionsNamed = 20;

function optionsOf({ options = [] }: FieldDefinition): string {
  const offered = options.filter(({ retired }) => retired !== true).map(({ value }) => `"${value}"`);
  const more = offered.length > optionsNamed ? ', …' : '';
  return `${offered.slice(0, optionsNamed).join(', ')}${more}`;
}

function isWebAddress(value: string): boolean {
  if (value.length > maximumText || !URL.canParse(value) || /[\s\p{Cc}]/u.test(value)) return false;
  return ['http:', 'https:'].includes(new URL(value).protocol);
}

function isSame(one: CustomValue | undefined, other: CustomValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The fields of which no two customers have the same value, retired ones among them. */
export function uniqueFieldsOf(definitions: readonly FieldDefinition[]): ReadonlySet<string> {
  return new Set(definitions.filter(({ unique }) => unique).map(({ name }) => name));
}
