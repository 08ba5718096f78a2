import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createDocument } from 'zod-openapi';
import { businessCalendarSchema } from '../../../shared/values/business-calendar.ts';
import { derivedId } from '../../../shared/values/derived-id.ts';
import { emailSchema } from '../../../shared/values/email.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import {
  begunBirthdaySchema,
  birthdaySchema,
  daySchema,
  instantSchema,
  monthSchema,
  timeOfDaySchema,
  wallTimeSchema,
} from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { currencyDecimals, currencySchema, formatMoney, moneySchema } from '../../../shared/values/money.ts';
import { cursorSchema, pageOf, pageQuery } from '../../../shared/values/page.ts';
import { phoneSchema } from '../../../shared/values/phone.ts';
import { parsePhone } from '../../../shared/values/phone-number.ts';
import { quietHoursSchema } from '../../../shared/values/quiet-hours.ts';
import { recurrenceSchema } from '../../../shared/values/recurrence.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { nameText, text } from '../../../shared/values/text.ts';
import { timeZoneSchema } from '../../../shared/values/time-zone.ts';

/** What a schema makes of an input, or the word "refused". */
function outcome(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  return result.success ? result.data : 'refused';
}

describe('ids', () => {
  const eventId = idKind('event');
  const callbackId = idKind('callback');
  const kinds = [eventId, callbackId, idKind('customer'), idKind('customers')];

  it.each(kinds.map((kind) => [kind.prefix, kind] as const))(
    'of a new %s are accepted as this kind and as no other',
    (_, kind) => {
      const id = newId(kind);
      for (const other of kinds) expect(other.schema.safeParse(id).success).toBe(other === kind);
    },
  );

  it('grow in the order they are made', () => {
    const ids = Array.from({ length: 500 }, () => newId(eventId));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(500);
  });

  it('derived from a cause are always the same, differ by cause and kind, and sort by their instant', () => {
    const at = '2026-11-21T09:00:00.000Z';
    const id = derivedId(callbackId, at, 'response_1');
    expect(derivedId(callbackId, at, 'response_1')).toBe(id);
    expect(derivedId(callbackId, at, 'response_2')).not.toBe(id);
    expect(callbackId.schema.safeParse(id).success).toBe(true);
    expect(derivedId(callbackId, '2026-11-21T09:00:00.001Z', 'response_1') > id).toBe(true);
    expect(() => derivedId(callbackId, 'soon', 'x')).toThrow('is not an instant');
  });
});

describe('a name', () => {
  it.each([
    [' ＡＢＣ１２３　科技 ', 'ABC123 科技'],
    ['David \u00a0 \t Brown', 'refused'],
    ['David \u00a0  Brown', 'David Brown'],
    // Signs, accents and characters stay: neither ㈱ nor the compatibility form of 金 is another spelling.
    ['上海（集团）㈱ José \uf90a', '上海（集团）㈱ José \u91d1'],
    ['\u3000', 'refused'],
  ])('%j is kept as %j', (written, kept) => expect(outcome(nameText(40), written)).toBe(kept));
});

describe('a birthday', () => {
  it.each([
    ['1990-12-30', '1990-12-30'],
    ['--12-30', '--12-30'],
    ['--02-29', '--02-29'],
    ['2024-02-29', '2024-02-29'],
    ...[
      '2023-02-29',
      '--02-30',
      '--13-01',
      '--04-31',
      '---12-30',
      '--1-1',
      '12-30',
      '1899-12-31',
      '--00-00',
    ].map((day) => [day, 'refused']),
  ])('%s is %s', (day, expected) => expect(outcome(birthdaySchema, day)).toBe(expected));

  it('without a year never lies in the future', () => {
    expect(outcome(begunBirthdaySchema, '--12-31')).toBe('--12-31');
    expect(outcome(begunBirthdaySchema, '2099-12-31')).toBe('refused');
  });
});

describe('instants', () => {
  it.each([
    ['2026-11-21T17:00:00+08:00', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00Z', '2026-11-21T09:00:00.000Z'],
    ['2026-11-21T09:00:00.123456Z', '2026-11-21T09:00:00.123Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-02-29T00:00:00Z', 'refused'],
    ['2026-11-21T24:00:00Z', 'refused'],
    ['2026-11-21T09:00:00', 'refused'],
    ['2026-11-21T09:00Z', 'refused'],
    ['2026-11-21', 'refused'],
    ['now', 'refused'],
    ['9999-12-31T23:59:59-14:00', 'refused'],
    ['0000-01-01T00:00:00Z', 'refused'],
    ['1899-12-31T23:59:59Z', 'refused'],
    ['1900-01-01T00:00:00+08:00', 'refused'],
    ['1900-01-01T00:00:00Z', '1900-01-01T00:00:00.000Z'],
    ['2100-12-31T23:59:59-01:00', 'refused'],
    ['2100-12-31T23:59:59Z', '2100-12-31T23:59:59.000Z'],
    [1_763_715_600_000, 'refused'],
    [`2026-11-21T09:00:00.${'0'.repeat(40)}Z`, 'refused'],
  ])('%s gives %s', (input, expected) => {
    expect(outcome(instantSchema, input)).toBe(expected);
  });

  it('keep their moment and are not changed by a second reading', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const once = instantSchema.parse(date.toISOString());
        expect(Date.parse(once)).toBe(date.getTime());
        expect(instantSchema.parse(once)).toBe(once);
      }),
    );
  });

  it.each([
    [wallTimeSchema, '2026-11-21T09:00', true],
    [wallTimeSchema, '2026-02-29T09:00', false],
    [wallTimeSchema, '2026-11-31T09:00', false],
    [wallTimeSchema, '2026-11-21T09:00Z', false],
    [wallTimeSchema, '2026-11-21T24:00', false],
    [wallTimeSchema, '9999-12-31T23:59', false],
    [wallTimeSchema, '0000-01-01T00:00', false],
    [daySchema, '0000-01-01', false],
    [daySchema, '9999-12-31', false],
    [wallTimeSchema, '2026-11-21 09:00', false],
    [monthSchema, '1899-12', false],
    [monthSchema, '0000-01', false],
    [monthSchema, '2101-01', false],
    [monthSchema, '2026-13', false],
    [monthSchema, '2026-11-21', false],
    [monthSchema, '1900-01', true],
    [daySchema, '2026-11-21', true],
    [daySchema, '2026-11-31', false],
    [timeOfDaySchema, '23:59', true],
    [timeOfDaySchema, '9:00', false],
  ])('local time %#: %s is accepted: %s', (schema, input, accepted) => {
    expect(schema.safeParse(input).success).toBe(accepted);
  });
});

describe('time zones', () => {
  it.each([
    ['Asia/Shanghai', 'Asia/Shanghai'],
    ['asia/shanghai', 'Asia/Shanghai'],
    ['PRC', 'Asia/Shanghai'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Europe/Kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['+08:00', 'refused'],
    ['Asia/Atlantis', 'refused'],
    ['', 'refused'],
    ['x'.repeat(100), 'refused'],
  ])('%s is kept as %s', (input, expected) => {
    expect(outcome(timeZoneSchema, input)).toBe(expected);
  });

  it('are stable: every name the platform knows is kept under a name that is kept as it is', () => {
    for (const name of Intl.supportedValuesOf('timeZone')) {
      const kept = timeZoneSchema.parse(name);
      expect(timeZoneSchema.parse(kept)).toBe(kept);
    }
  });
});

describe('e-mail addresses', () => {
  it.each([
    ['  Li.Wei+crm@Example.COM ', 'li.wei+crm@example.com'],
    ["o'hara@mail.example.co.uk", "o'hara@mail.example.co.uk"],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
    [`${'a'.repeat(65)}@example.com`, 'refused'],
    [`a@${'b.'.repeat(130)}com`, 'refused'],
    ['li.wei@example', 'refused'],
    ['li.wei@@example.com', 'refused'],
    ['li..wei@example.com', 'refused'],
    ['.li@example.com', 'refused'],
    ['li.@example.com', 'refused'],
    ['li@-example.com', 'refused'],
    ['a@example.com,b@example.com', 'refused'],
    ['a@example.com\r\nBcc: b@example.com', 'refused'],
    ['Li <li@example.com>', 'refused'],
    ['李伟@example.com', 'refused'],
    ['', 'refused'],
  ])('%j gives %j', (input, expected) => {
    expect(outcome(emailSchema, input)).toBe(expected);
  });
});

describe('phone numbers', () => {
  it.each([
    ['+8613812345678', true],
    ['8613812345678', false],
    ['+86 138 1234 5678', false],
    ['+0123456789', false],
    ['+1234567890123456', false],
  ])('%s is E.164: %s', (input, accepted) => {
    expect(phoneSchema.safeParse(input).success).toBe(accepted);
  });

  it.each([
    ['138 1234 5678', 'CN', { e164: '+8613812345678', country: 'CN', mobile: true }],
    ['０１０-８２３４５６７８', 'CN', { e164: '+861082345678', country: 'CN', mobile: false }],
    ['+49 30 12345678', undefined, { e164: '+493012345678', country: 'DE', mobile: false }],
    ['0044 7400 123456', 'GB', { e164: '+447400123456', country: 'GB', mobile: true }],
    ['12812345678', 'CN', undefined],
    ['138 1234 5678', undefined, undefined],
    ['call me', 'CN', undefined],
    ['', 'CN', undefined],
  ])('%s as written in %s is read', (input, country, expected) => {
    expect(parsePhone(input, country)).toEqual(expected);
  });

  it('names the mistake in a default country', () => {
    expect(() => parsePhone('1', 'China')).toThrow('is not a country code such as CN or DE');
  });
});

describe('money', () => {
  it.each([
    [{ minorUnits: 1250, currency: 'CNY' }, '¥12.50'],
    [{ minorUnits: -5, currency: 'CNY' }, '-¥0.05'],
    [{ minorUnits: 500, currency: 'JPY' }, 'JP¥500'],
    [{ minorUnits: 9_007_199_254_740_991, currency: 'CNY' }, '¥90,071,992,547,409.91'],
  ])('%o is shown to the last digit', (money, expected) => {
    expect(formatMoney(money, 'zh-CN')).toBe(expected);
  });

  it('knows how many decimals a currency has', () => {
    expect(['CNY', 'JPY', 'KWD'].map(currencyDecimals)).toEqual([2, 0, 3]);
  });

  it.each([
    { minorUnits: 12.5, currency: 'CNY' },
    { minorUnits: '12', currency: 'CNY' },
    { minorUnits: 12, currency: 'cny' },
    { minorUnits: 12, currency: 'AAA' },
    { minorUnits: 2 ** 53, currency: 'CNY' },
    { minorUnits: 12, currency: 'CNY', extra: 1 },
  ])('refuses %o', (money) => {
    expect(moneySchema.safeParse(money).success).toBe(false);
  });

  it('accepts only currencies that exist', () => {
    expect(outcome(currencySchema, 'EUR')).toBe('EUR');
    expect(outcome(currencySchema, 'ABC')).toBe('refused');
  });
});

describe('text', () => {
  it.each([
    ['  王小明 ', '王小明'],
    ['e\u0301', '\u00e9'],
    ['', 'refused'],
    ['   ', 'refused'],
    ['12345678901', 'refused'],
    ['one\ntwo', 'refused'],
    ['nul\0', 'refused'],
    ['bell\u0007', 'refused'],
    ['line\u2028sep', 'refused'],
    ['\ud800', 'refused'],
    ['\u200b\u200d\u2060\ufeff', 'refused'],
    ['\u202e\u2066\u061c', 'refused'],
    ['\u202a+86 138\u202c', '+86 138'],
    ['a\u202egpj.exe', 'agpj.exe'],
    ['\u2067שלום\u2069 \u2066Ada\u2069', 'שלום Ada'],
    ['\u00ad \u200e', 'refused'],
    ['\u3164\u115f\uffa0', 'refused'],
    ['\u2800', 'refused'],
    ['\ufe0f\u{e0100}', 'refused'],
    ['👩‍💻', '👩‍💻'],
    ['\u202b王\u202c', '王'],
    [17, 'refused'],
  ])('of one line: %j gives %j', (input, expected) => {
    expect(outcome(text(10), input)).toBe(expected);
  });

  it('of many lines keeps line breaks as \\n and refuses other control characters', () => {
    const schema = text(20, { multiline: true });
    expect(outcome(schema, 'one\r\ntwo\rthree\tx\n')).toBe('one\ntwo\nthree\tx');
    expect(outcome(schema, 'one\u001b[31m')).toBe('refused');
  });

  it('may be empty only where that was said', () => {
    expect(outcome(text(10, { allowEmpty: true }), ' ')).toBe('');
  });
});

describe('pages', () => {
  it.each<[object, unknown]>([
    [{}, { limit: 50 }],
    [
      { limit: '20', cursor: 'abc' },
      { limit: 20, cursor: 'abc' },
    ],
    [{ limit: '0' }, 'refused'],
    [{ limit: '101' }, 'refused'],
    [{ limit: '2.5' }, 'refused'],
    [{ limit: '' }, 'refused'],
    ...['all', '0x10', '1e1', ' 5', '5 ', '+5', '05', '٥', '0b1', 'NaN', '1_0'].map(
      (limit): [object, unknown] => [{ limit }, 'refused'],
    ),
    [{ cursor: '' }, 'refused'],
    [{ cursor: 'c'.repeat(401) }, 'refused'],
    [{ page: '2' }, 'refused'],
  ])('query %o gives %o', (input, expected) => {
    expect(outcome(pageQuery, input)).toEqual(expected);
  });

  it('end with a null cursor, never with a missing one', () => {
    const page = pageOf(languageSchema);
    expect(outcome(page, { items: ['en'], cursor: null })).toEqual({ items: ['en'], cursor: null });
    expect(outcome(page, { items: ['en'] })).toBe('refused');
  });
});

describe('staff ids', () => {
  it.each([
    ['agent-lin', true],
    ['auth0|5f7c8ec7c33c6c004bbafe82', true],
    ['0a1b2c3d-0000-4000-8000-000000000000', true],
    ['-x', false],
    ['a b', false],
    ['a#b', false],
    ['a'.repeat(129), false],
  ])('%s is accepted: %s', (input, accepted) => {
    expect(staffIdSchema.safeParse(input).success).toBe(accepted);
  });
});

describe('value schemas', () => {
  it('can all be written into the API document, as they are sent and as they are answered', () => {
    const all = z.strictObject({
      id: idKind('customer').schema,
      instant: instantSchema,
      wallTime: wallTimeSchema,
      day: daySchema,
      timeZone: timeZoneSchema,
      language: languageSchema,
      email: emailSchema,
      phone: phoneSchema,
      money: moneySchema,
      text: text(10),
      cursor: cursorSchema,
      staff: staffIdSchema,
      recurrence: recurrenceSchema,
      quietHours: quietHoursSchema,
      calendar: businessCalendarSchema,
    });
    const document = createDocument({
      openapi: '3.1.0',
      info: { title: 'Values', version: '1' },
      paths: {
        '/values': {
          post: {
            requestParams: { query: pageQuery },
            requestBody: { content: { 'application/json': { schema: all } } },
            responses: {
              200: { description: 'Page', content: { 'application/json': { schema: pageOf(all) } } },
            },
          },
        },
      },
    });
    const parameters = document.paths?.['/values']?.post?.parameters;
    expect(parameters).toMatchObject([
      { name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 } },
      { name: 'cursor', schema: { type: 'string', maxLength: 400 } },
    ]);
  });

  it('read attack strings of 50,000 characters without stalling', () => {
    const attacks = ['a', '.', '-', 'a.', 'a@', '@a.', '1', ' ', '\u0301', '+'].map((part) =>
      part.repeat(50_000),
    );
    const schemas = [
      emailSchema,
      phoneSchema,
      instantSchema,
      text(100),
      text(100, { multiline: true }),
      timeZoneSchema,
      staffIdSchema,
      idKind('run').schema,
      recurrenceSchema.shape.cron,
    ];
    // One quadratic expression alone would take minutes and run into the time limit of the test.
    for (const schema of schemas) {
      for (const attack of attacks) expect(schema.safeParse(attack).success).toBe(false);
    }
  });
});
