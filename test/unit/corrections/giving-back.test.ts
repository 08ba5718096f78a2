/** What a correction wants of a customer, and what they get back of it after others have changed them. */
import { describe, expect, it } from 'vitest';
import {
  differences,
  givenBack,
  patchFor,
  patchTo,
} from '../../../functions/customers/corrections/corrections.rules.ts';
import type { Customer } from '../../../functions/customers/customers/customers.schema.ts';

const customer = (fields: Partial<Customer> = {}): Customer => ({
  ...{ id: 'customer_01jd3x5y9hf1bvt6w0k2m4n8pq', version: 1, kind: 'person', name: '王芳' },
  ...{ externalIds: [], language: 'zh-CN', timeZone: 'Asia/Shanghai', stage: 'potential', tags: [] },
  ...{ owner: null, createdAt: '2026-11-21T09:00:00.000Z', updatedAt: '2026-11-21T09:00:00.000Z' },
  ...fields,
});

describe('what is wanted of a customer', () => {
  it.each([
    [['a', 'b'], { addTags: ['c'], removeTags: ['a'] }, { tags: ['b', 'c'] }],
    [['a'], { addTags: ['a'] }, {}],
    [[], { set: { company: null }, removeTags: ['a'] }, { company: null }],
  ])('%j with %j is %j', (tags, change, wanted) => {
    expect(patchFor(customer({ tags }), change, [])).toEqual(wanted);
  });

  it('is the first suggestion for each field: the next one is made from what is then', () => {
    const found = (suggestion: object) =>
      ({ code: 'email-typo', field: '/x', suggestion: suggestion as Record<string, unknown> }) as const;
    const findings = [
      found({ email: 'a@gmail.com' }),
      found({ otherEmails: ['first'] }),
      found({ otherEmails: ['second'] }),
    ];
    expect(patchFor(customer(), { suggestions: 'email-typo' }, findings)).toEqual({
      ...{ email: 'a@gmail.com', otherEmails: ['first'] },
    });
    expect(patchFor(customer(), { suggestions: 'name-case' }, findings)).toBeUndefined();
  });
});

describe('what differs', () => {
  it('is told of defined fields one by one, and is the patch that makes it', () => {
    const before = customer({
      custom: { size: 'S', city: 'X' },
      emailInvalid: { reason: 'bounce', since: '2026-11-21T09:00:00.000Z' },
      email: 'a@b.example',
    });
    const after = customer({ custom: { size: 'L', city: 'X' } });
    const told = differences(before, after, ['custom', 'email', 'emailInvalid']);
    expect(told.after).toEqual({ 'custom.size': 'L', email: null, emailInvalid: null });
    expect(told.before).toMatchObject({ 'custom.size': 'S', email: 'a@b.example' });
    expect(patchTo(told.after)).toEqual({ custom: { size: 'L' }, email: null });
  });
});

describe('what is given back', () => {
  const row = {
    before: { company: 'Old', 'custom.size': null },
    after: { company: null, 'custom.size': 'L' },
  };

  it('is what nobody else has changed', () => {
    const present = customer({ company: 'Newer', custom: { size: 'L', city: 'X' } });
    expect(givenBack(present, row)).toEqual({ fields: { custom: { city: 'X' } }, changedSince: ['company'] });
  });

  it('is nothing of what somebody has given back by hand', () => {
    const present = customer({ company: 'Old', custom: { size: 'L' } });
    expect(givenBack(present, row)).toEqual({ fields: { custom: null }, changedSince: [] });
  });

  it.each([
    [['t'], ['a'], ['t'], ['a']],
    [['t', 'later'], ['a'], ['t'], ['later', 'a']],
    [['later'], ['a'], ['t'], ['later', 'a']],
    [['a', 'later'], ['a'], ['a', 't'], ['a', 'later']],
  ])('of tags %j, which were %j and became %j: %j', (tags, before, after, back) => {
    const { fields } = givenBack(customer({ tags }), { before: { tags: before }, after: { tags: after } });
    expect(fields.tags ?? tags).toEqual(back);
  });

  it('is all of the e-mail addresses or none, with what is known of them', () => {
    const since = '2026-11-21T09:00:00.000Z';
    const marked = { reason: 'bounce' as const, since };
    const told = {
      before: { email: 'a@gmial.example', emailInvalid: marked, otherEmails: [{ email: 'b@c.example' }] },
      after: { email: 'a@gmail.example', emailInvalid: null, otherEmails: null },
    };
    const untouched = customer({ email: 'a@gmail.example', emailInvalid: marked });
    expect(givenBack(untouched, told)).toEqual({ fields: told.before, changedSince: [] });
    const touched = customer({ email: 'a@gmail.example', otherEmails: [{ email: 'd@e.example' }] });
    expect(givenBack(touched, told)).toEqual({ fields: {}, changedSince: ['email', 'otherEmails'] });
  });
});
