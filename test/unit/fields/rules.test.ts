import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Customer } from '../../../functions/customers/customers/customers.schema.ts';
import {
  builtInNames,
  type CustomChange,
  newDefinition,
  patchedDefinition,
} from '../../../functions/customers/fields/fields.rules.ts';
import {
  CustomPatch,
  type FieldDefinition,
  FieldPatch,
  NewField,
} from '../../../functions/customers/fields/fields.schema.ts';
import {
  fieldsSeenBy,
  isFor,
  uniqueFieldsOf,
  validateCustom,
} from '../../../functions/customers/fields/index.ts';

const at = '2026-11-26T09:00:00.000Z';
const define = (fields: object): FieldDefinition =>
  newDefinition(NewField.parse({ label: { en: 'A field' }, type: 'text', ...fields }), at);

const options = [{ value: 'gold' }, { value: 'silver' }, { value: 'bronze', retired: true as const }];
const definitions = [
  define({ name: 'member_no', unique: true }),
  define({ name: 'shoe_size', type: 'number' }),
  define({ name: 'since', type: 'date' }),
  define({ name: 'newsletter', type: 'boolean' }),
  define({ name: 'level', type: 'choice', options }),
  define({ name: 'likes', type: 'choices', options }),
  define({ name: 'homepage', type: 'url' }),
  define({ name: 'branches', type: 'number', appliesTo: 'company' }),
  define({ name: 'secret', visibleTo: ['manager'] }),
  { ...define({ name: 'gone' }), retiredAt: at },
];

const asked = (patch: unknown, change: Partial<CustomChange> = {}) =>
  validateCustom({
    ...{ definitions, kind: 'person', before: {}, sees: () => true },
    ...change,
    patch: patch as CustomChange['patch'],
  });
const refused = (patch: unknown, change: Partial<CustomChange> = {}) =>
  asked(patch, change).violations.map(({ pointer, reason }) => `${pointer}: ${reason}`);

describe('a definition', () => {
  it('is not called like what every customer has, in whatever spelling', () => {
    expect([...builtInNames].sort()).toEqual(Object.keys(Customer.shape).sort());
    for (const name of ['email', 'given_name', 'givenname', 'time_zone', 'custom', 'constructor'])
      expect(() => define({ name }), name).toThrowError(
        expect.objectContaining({ violations: [expect.objectContaining({ pointer: '/body/name' })] }),
      );
  });

  it('has options where there is something to choose, and nowhere else', () => {
    expect(() => define({ name: 'level', type: 'choice' })).toThrowError();
    expect(() => define({ name: 'level', options })).toThrowError();
    expect(NewField.safeParse({ name: 'a', label: { en: 'A' }, type: 'choice', options: [] }).success).toBe(
      false,
    );
  });

  it('tells customers apart, and finds them, by values that can', () => {
    expect(() => define({ name: 'yes', type: 'boolean', unique: true })).toThrowError();
    expect(() => define({ name: 'level', type: 'choice', options, unique: true })).toThrowError();
    expect(() => define({ name: 'since', type: 'date', searchable: true })).toThrowError();
    expect(() => define({ name: 'secret', visibleTo: ['manager'], searchable: true })).toThrowError();
  });

  it('keeps name, type, uniqueness and options, and says what to do instead', () => {
    const level = define({ name: 'level', type: 'choice', options });
    const pointers = (patch: object) => {
      try {
        patchedDefinition(level, FieldPatch.parse(patch), at);
        return [];
      } catch (error) {
        return (error as { violations: { pointer: string }[] }).violations.map(({ pointer }) => pointer);
      }
    };
    expect(pointers({ name: 'grade', type: 'text', unique: true })).toEqual([
      ...['/body/name', '/body/type', '/body/unique'],
    ]);
    expect(pointers({ options: [{ value: 'gold' }, { value: 'platinum' }] })).toEqual([
      ...['/body/options', '/body/options'],
    ]);
    const more = [...options, { value: 'platinum', label: { en: 'Platinum' } }];
    expect(patchedDefinition(level, { name: 'level', type: 'choice', options: more }, at)).toMatchObject({
      ...{ version: 2, options: more },
    });
  });
});

describe('values of a customer', () => {
  it('are taken by their types, in one spelling', () => {
    const patch = {
      ...{ member_no: ' M-1 ', shoe_size: 42.5, since: '2020-02-29', newsletter: false },
      ...{ level: 'gold', likes: ['silver', 'gold'], homepage: 'https://example.com/a?b=c' },
    };
    expect(asked(CustomPatch.parse(patch))).toEqual({
      value: { ...patch, member_no: 'M-1' },
      violations: [],
    });
  });

  it.each([
    [{ member_no: 7 }, '/body/custom/member_no: must be one line of text of at most 500 characters'],
    [{ member_no: 'a\nb' }, '/body/custom/member_no: must be one line of text of at most 500 characters'],
    [{ shoe_size: '42' }, '/body/custom/shoe_size: must be a number such as 12.5'],
    [{ since: '2021-02-29' }, '/body/custom/since: must be a day such as 2026-11-21'],
    [{ newsletter: 'yes' }, '/body/custom/newsletter: must be true or false'],
    [{ level: 'lead' }, '/body/custom/level: must be one of "gold", "silver"'],
    [{ level: 'bronze' }, '/body/custom/level: must be one of "gold", "silver"'],
    [{ likes: ['gold', 'gold'] }, '/body/custom/likes: must name each of them once'],
    [{ likes: 'gold' }, '/body/custom/likes: must be a list of these: "gold", "silver"'],
    [
      { homepage: 'javascript:alert(1)' },
      '/body/custom/homepage: must be a web address such as https://example.com, of at most 500 characters',
    ],
    [{ branches: 3 }, '/body/custom/branches: Only a company has this field.'],
    [{ gone: 'x' }, '/body/custom/gone: This field is retired: what is there stays, and nobody sets it.'],
    [
      { unheard_of: 'x' },
      '/body/custom/unheard_of: There is no such field for you. GET /customer-fields lists those that are defined.',
    ],
    [
      { constructor: 'x' },
      '/body/custom/constructor: There is no such field for you. GET /customer-fields lists those that are defined.',
    ],
  ])('are refused with the reason: %o', (patch, reason) => {
    expect(refused(patch)).toEqual([reason]);
  });

  it('that are retired, or not for the caller, stay when they come back as they were read', () => {
    const before = { gone: 'x', level: 'bronze', secret: 's' };
    const sees = fieldsSeenBy({ kind: 'person', roles: ['agent'] });
    expect(asked({ gone: 'x', level: 'bronze', member_no: 'M-2' }, { before, sees })).toEqual({
      value: { ...before, member_no: 'M-2' },
      violations: [],
    });
    expect(refused({ secret: 't' }, { before, sees })).toHaveLength(1);
    expect(refused({ secret: null }, { before, sees })).toHaveLength(1);
    expect(asked(null, { before: { ...before, member_no: 'M-2' }, sees }).value).toEqual({
      gone: 'x',
      secret: 's',
    });
  });

  it('that are required are demanded of a new customer, and hold back no change of something else', () => {
    const required = [
      define({ name: 'branch', required: true }),
      define({ name: 'staff_no', type: 'number', required: true, appliesTo: 'company' }),
      define({ name: 'rating', required: true, visibleTo: ['manager'] }),
    ];
    const sees = fieldsSeenBy({ kind: 'person', roles: ['agent'] });
    const change = { definitions: required, before: undefined };
    expect(refused(undefined, change)).toEqual([
      '/body/custom/branch: Required.',
      '/body/custom/rating: Required.',
    ]);
    expect(refused({ branch: 'North' }, { ...change, sees })).toEqual([]);
    expect(refused({ branch: 'North' }, { ...change, sees, kind: 'company' })).toEqual([
      '/body/custom/staff_no: Required.',
    ]);
    expect(refused({}, { definitions: required, before: {} })).toEqual([]);
    expect(refused({ branch: null }, { definitions: required, before: { branch: 'North' } })).toEqual([
      '/body/custom/branch: Required: give it another value.',
    ]);
  });

  it('take no more room than a profile has', () => {
    const many = Array.from({ length: 40 }, (_, index) => define({ name: `note_${index}` }));
    const patch = Object.fromEntries(many.map(({ name }) => [name, '客'.repeat(400)]));
    expect(refused(patch, { definitions: many })).toEqual([
      '/body/custom: All values together may take 8192 bytes.',
    ]);
  });

  it('are nothing where nothing is told, and gone where the last is taken away', () => {
    expect(asked(undefined, { before: undefined })).toEqual({ value: undefined, violations: [] });
    expect(asked({ level: null }, { before: { level: 'gold' } })).toEqual({
      value: undefined,
      violations: [],
    });
  });

  it('never break what reads them, whatever is sent', () => {
    const name = fc.oneof(fc.constantFrom(...definitions.map((each) => each.name)), fc.string());
    fc.assert(
      fc.property(fc.dictionary(name, fc.jsonValue()), (patch) => {
        const parsed = CustomPatch.safeParse(patch);
        if (!parsed.success) return;
        const { value, violations } = asked(parsed.data);
        // What was taken is taken again as it is.
        if (violations.length === 0) expect(asked(value ?? {})).toEqual({ value, violations: [] });
      }),
    );
  });

  it('say of which fields no two customers have the same', () => {
    expect([...uniqueFieldsOf(definitions)]).toEqual(['member_no']);
  });
});

describe('whose a field is', () => {
  it('says its definition', () => {
    const [branches, level] = ['branches', 'level'].map(
      (name) => definitions.find((each) => each.name === name)!,
    );
    expect([isFor(branches!, 'company'), isFor(branches!, 'person')]).toEqual([true, false]);
    expect([isFor(level!, 'company'), isFor(level!, 'person')]).toEqual([true, true]);
  });
});

describe('who sees a field', () => {
  it('is whom its definition names, administrators and machines', () => {
    const [secret] = definitions.filter(({ name }) => name === 'secret');
    const seen = (kind: 'person' | 'machine', ...roles: ('admin' | 'manager' | 'agent')[]) =>
      fieldsSeenBy({ kind, roles })(secret!);
    expect([seen('person', 'manager'), seen('person', 'admin'), seen('machine')]).toEqual([true, true, true]);
    expect([seen('person', 'agent'), seen('person')]).toEqual([false, false]);
  });
});
