import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueTime } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import {
  answerDue,
  dueOnDay,
  hoursOfCustomer,
  nextAttemptDue,
  requestedDue,
} from '../../../functions/callbacks/callbacks/operations/call-times.ts';
import { defaultCallSettings } from '../../../functions/callbacks/calling/index.ts';
import { nextWorkingInstant } from '../../../shared/time/business-hours.ts';
import { officeCalendar } from '../../../shared/time/office-calendar.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { BusinessCalendar } from '../../../shared/values/business-calendar.ts';
import { at } from '../../support/callback-samples.ts';

const customerIn = (timeZone: string) => hoursOfCustomer(timeZone, defaultCallSettings);

const shanghai = { customer: customerIn('Asia/Shanghai'), at };

describe('a time that a client wants', () => {
  it('is read in the zone it names, else in the customer’s', () => {
    expect(requestedDue({ wallTime: '2026-11-23T10:00' }, shanghai)).toEqual({
      instant: '2026-11-23T02:00:00.000Z',
      wallTime: '2026-11-23T10:00',
      timeZone: 'Asia/Shanghai',
    });
    const london = requestedDue({ wallTime: '2026-11-23T10:00', timeZone: 'Europe/London' }, shanghai);
    expect(london.instant).toBe('2026-11-23T10:00:00.000Z');
  });

  it('shows what the clock shows then when it is given as an instant', () => {
    expect(requestedDue({ instant: '2026-11-23T02:30:00.000Z' }, shanghai)).toMatchObject({
      wallTime: '2026-11-23T10:30',
      timeZone: 'Asia/Shanghai',
    });
  });

  it('is taken at night, too, and the answer says so', () => {
    const named = { wallTime: '2026-11-23T10:00', timeZone: 'Europe/London' };
    const hour = (wallTime: string) => requestedDue({ wallTime }, shanghai).outsideCustomersDay;
    expect(requestedDue({ ...named, wallTime: '2026-11-23T12:00' }, shanghai)).toMatchObject({
      ...{ wallTime: '2026-11-23T12:00', timeZone: 'Europe/London', outsideCustomersDay: true },
    });
    expect(requestedDue(named, shanghai)).not.toHaveProperty('outsideCustomersDay');
    expect(['08:59', '09:00', '19:59', '20:00'].map((time) => hour(`2026-11-23T${time}`))).toEqual([
      true,
      undefined,
      undefined,
      true,
    ]);
  });

  it('is moved on when the clocks skip it, and is the first when they show it twice', () => {
    const berlin = { customer: customerIn('Europe/Berlin'), at };
    expect(requestedDue({ wallTime: '2027-03-28T02:30' }, berlin)).toMatchObject({
      instant: '2027-03-28T01:30:00.000Z',
      wallTime: '2027-03-28T03:30',
    });
    expect(requestedDue({ wallTime: '2027-10-31T02:30' }, berlin).instant).toBe('2027-10-31T00:30:00.000Z');
  });

  it.each([
    [{ instant: at }, '/body/due/instant', 'future'],
    [{ wallTime: '2026-11-21T17:59' }, '/body/due/wallTime', 'future'],
    [{ wallTime: '2206-11-21T17:59' }, '/body/due/wallTime', '20 years'],
  ])('%j is refused, and the field is named', (wanted, pointer, reason) => {
    expect(() => requestedDue(wanted, shanghai)).toThrow(
      expect.objectContaining({
        code: 'invalid-request',
        violations: [{ pointer, reason: expect.stringContaining(reason) }],
      }),
    );
  });
});

describe('a call after a bad score', () => {
  it.each([
    ['in the morning', '2026-11-23T09:00', '2026-11-23T14:30'],
    ['at noon', '2026-11-23T12:30', '2026-11-23T17:30'],
    ['in the evening', '2026-11-23T20:00', '2026-11-24T14:00'],
    ['on a Saturday', '2026-11-21T18:00', '2026-11-23T14:00'],
    ['when four hours would end with the day', '2026-11-23T14:00', '2026-11-24T09:00'],
    ['before the National Day week, over it', '2026-09-30T16:00', '2026-10-08T10:30'],
    ['on a Saturday that is worked in exchange', '2026-10-10T09:00', '2026-10-10T14:30'],
  ])('%s is due within four working hours', (_, wallTime, expected) => {
    const answeredAt = new Date(`${wallTime}:00+08:00`).toISOString();
    const calendar = officeCalendar('Asia/Shanghai');
    const due = answerDue(answeredAt, 4, { calendar, customer: customerIn('Asia/Shanghai') });
    expect(due).toEqual({
      instant: new Date(`${expected}:00+08:00`).toISOString(),
      wallTime: expected,
      timeZone: 'Asia/Shanghai',
    });
  });

  it('is never due outside working hours, nor on a broken minute, in any zone', () => {
    const zones = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe'];
    const answers = fc.record({
      zone: fc.constantFrom(...zones),
      customerZone: fc.constantFrom(...zones),
      answeredAt: fc
        .date({
          min: new Date('2026-01-05'),
          max: new Date('2027-12-20'),
          noInvalidDate: true,
        })
        .map((date) => date.toISOString()),
    });
    fc.assert(
      fc.property(answers, ({ zone, customerZone, answeredAt }) => {
        const calendar = officeCalendar(zone);
        const due = answerDue(answeredAt, 4, { calendar, customer: customerIn(customerZone) });
        expect(nextWorkingInstant(calendar, due.instant).instant).toBe(due.instant);
        expect(due.instant).toMatch(/:00\.000Z$/);
        expect(due.wallTime).toBe(wallTimeAt(due.instant, zone));
        expect(due.instant > answeredAt).toBe(true);
        const hour = Number(wallTimeAt(due.instant, customerZone).slice(11, 13));
        expect(due.outsideCustomersDay === true).toBe(hour < 9 || hour >= 20);
      }),
    );
  });

  it('says so when it comes to lie where nobody knows the holidays yet', () => {
    // Thursday, 31 December 2026, 16:00; four working hours later it is the first working day of 2027.
    const answeredAt = '2026-12-31T08:00:00.000Z';
    const customer = customerIn('Asia/Shanghai');
    const dueBy = (calendar: BusinessCalendar, at = answeredAt) => answerDue(at, 4, { calendar, customer });
    const due = dueBy(officeCalendar('Asia/Shanghai'));
    expect(due).toMatchObject({ wallTime: '2027-01-01T10:30', holidaysUnknown: true });
    expect(DueTime.parse(due)).toEqual(due);
    expect(dueBy(officeCalendar('Asia/Shanghai'), '2026-12-30T02:00:00.000Z')).not.toHaveProperty(
      'holidaysUnknown',
    );
    // Nobody keeps holidays there, so none is missing.
    expect(dueBy(officeCalendar('Europe/London'))).not.toHaveProperty('holidaysUnknown');
    const known = { from: '2026-01-01', to: '2027-12-31' };
    const kept = { ...officeCalendar('Asia/Shanghai'), holidays: ['2027-01-01'], holidaysKnown: known };
    expect(dueBy(kept)).toMatchObject({ wallTime: '2027-01-04T10:30' });
    expect(dueBy(kept)).not.toHaveProperty('holidaysUnknown');
  });

  it('waits until it is day for the customer within the hours of whoever calls', () => {
    // 09:00 in New York; four working hours later it is 01:00 there. Half past eight in Shanghai is 19:30 there.
    const answeredAt = '2026-11-23T14:00:00.000Z';
    const calendar = officeCalendar('Asia/Shanghai');
    expect(answerDue(answeredAt, 4, { calendar, customer: customerIn('America/New_York') })).toEqual({
      instant: '2026-11-25T00:30:00.000Z',
      wallTime: '2026-11-25T08:30',
      timeZone: 'Asia/Shanghai',
    });
  });

  it('is not put off by a week because the four hours end after the customer’s day', () => {
    const shifts = [
      { from: '09:00', to: '12:00' },
      { from: '13:30', to: '18:00' },
    ];
    const calendar = { ...officeCalendar('Europe/London'), week: { monday: shifts } };
    const who = { calendar, customer: customerIn('Asia/Shanghai') };
    // They end at 14:30 on Monday, when it is 22:30 in Shanghai.
    expect(answerDue('2026-11-27T11:29:10.000Z', 4, who)).toMatchObject({ wallTime: '2026-11-30T09:00' });
    // Half an hour is left of the customer's day.
    expect(answerDue('2026-11-30T11:29:10.000Z', 4, who)).toMatchObject({ wallTime: '2026-11-30T11:30' });
    // Whoever was not reached is not called again at once.
    expect(nextAttemptDue(['2026-11-30T11:29:10.000Z'], 2, who)).toMatchObject({
      wallTime: '2026-12-07T09:00',
    });
  });

  it('is reckoned from the call that is corrected later, but not for a time that has passed', () => {
    const who = { calendar: officeCalendar('Asia/Shanghai'), customer: customerIn('Asia/Shanghai') };
    const called = '2026-11-30T02:00:00.000Z';
    const corrected = (at: string) => nextAttemptDue([called], 2, who, at).wallTime;
    // Called on a Monday at 10:00, two working hours end at 12:00, when the midday break begins.
    expect(corrected(called)).toBe('2026-11-30T13:30');
    expect(corrected('2026-11-30T05:29:00.000Z')).toBe('2026-11-30T13:30');
    expect(corrected('2026-11-30T05:45:00.000Z')).toBe('2026-11-30T14:00');
    // On the next day at the hour of the call another hour is found, weeks later the next that is worked.
    expect(corrected('2026-12-01T01:50:00.000Z')).toBe('2026-12-01T11:00');
    expect(corrected('2026-12-15T06:10:20.000Z')).toBe('2026-12-15T14:11');
  });

  it('waits for the weekday on which the two meet', () => {
    // 9 o’clock in London is 17:00 in Shanghai, when the Monday’s shift is over.
    const calendar = {
      ...officeCalendar('Asia/Shanghai'),
      week: {
        monday: [{ from: '08:00', to: '16:00' }],
        saturday: [{ from: '18:00', to: '23:00' }],
      },
    };
    expect(
      answerDue('2026-11-22T12:00:00.000Z', 4, { calendar, customer: customerIn('Europe/London') }),
    ).toMatchObject({ wallTime: '2026-11-28T18:00' });
  });

  it('keeps to the working hours, and says so, where the two do not meet for 14 days', () => {
    // In summer the offices of Shanghai are closed while it is day in New York.
    const calendar = officeCalendar('Asia/Shanghai');
    const due = answerDue('2027-07-05T01:00:00.000Z', 4, {
      calendar,
      customer: customerIn('America/New_York'),
    });
    expect(due).toEqual({
      instant: '2027-07-05T06:30:00.000Z',
      holidaysUnknown: true,
      wallTime: '2027-07-05T14:30',
      timeZone: 'Asia/Shanghai',
      outsideCustomersDay: true,
    });
  });
});

describe('a call on a day', () => {
  const calendar = officeCalendar('Asia/Shanghai');

  it('comes so long after whoever calls has begun to work', () => {
    const who = { calendar, customer: hoursOfCustomer('Asia/Shanghai', defaultCallSettings) };
    expect(dueOnDay('2026-11-23', 90, who)).toEqual({
      instant: '2026-11-23T02:00:00.000Z',
      wallTime: '2026-11-23T10:00',
      timeZone: 'Asia/Shanghai',
    });
    // More than the day has is its beginning, where it is day for the customer.
    expect(dueOnDay('2026-11-23', 1000, who)?.wallTime).toBe('2026-11-23T09:00');
  });

  it('meets the customer’s day', () => {
    const customer = hoursOfCustomer('Europe/London', defaultCallSettings);
    expect(dueOnDay('2026-11-23', 0, { calendar, customer })?.wallTime).toBe('2026-11-23T17:00');
    // As the department has set it.
    const hours = { from: '14:00', to: '16:00' };
    const set = hoursOfCustomer('Asia/Shanghai', { ...defaultCallSettings, hours });
    expect(dueOnDay('2026-11-23', 0, { calendar, customer: set })?.wallTime).toBe('2026-11-23T14:00');
  });

  it('is not promised where nobody works on it', () => {
    const who = { calendar, customer: hoursOfCustomer('Asia/Shanghai', defaultCallSettings) };
    expect(dueOnDay('2026-11-22', 0, who)).toBeUndefined();
    expect(dueOnDay('2026-10-01', 0, who)).toBeUndefined();
  });
});
