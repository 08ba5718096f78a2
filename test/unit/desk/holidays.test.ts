/** Whoever promises or makes a call is told that its day may be a holiday that nobody knows yet. */
import { expect, it } from 'vitest';
import { callPage } from '../../../functions/desk/callback-desk/callback-desk.page.ts';
import { workPage } from '../../../functions/desk/callbacks-desk/callbacks-desk.page.ts';
import { untouched } from '../../../functions/desk/desk/operations/fill-form.ts';

const at = '2026-12-30T10:00:00.000Z';
const callback = {
  ...{
    id: 'callback_01jd3x5y9hf1bvt6w0k2m4n8pq',
    version: 1,
    customerName: 'Ada',
    owner: null,
    claim: null,
    attempts: [],
  },
  ...{ status: 'scheduled', reason: { kind: 'manual', why: 'Asked' } },
  due: { instant: '2027-01-05T02:00:00.000Z', holidaysUnknown: true },
};
const row = { ...callback, dueAt: callback.due.instant, reason: 'manual', holidaysUnknown: true };

it.each([
  ['en', 'mind the day: the holidays of that time are not known yet'],
  ['zh-CN', '请注意：该日的节假日安排尚不清楚'],
] as const)('the list of work and the page of the call say so, in %s', (language, said) => {
  const reader = { language, timeZone: 'Asia/Shanghai', mayGive: false } as never;
  const none = { rows: [], hasMore: false };
  const list = (rows: readonly object[]) =>
    String(workPage({ mine: { ...none, rows }, unassigned: none, standIns: [] } as never, reader, at));
  const page = (due: object) =>
    String(
      callPage(
        {
          ...{ callback: { ...callback, due }, names: new Map(), at, filled: untouched },
          calling: { customer: undefined, outcomes: [], key: '' },
        } as never,
        reader,
      ),
    );
  expect(list([row])).toContain(`(${said})`);
  expect(page(callback.due)).toContain(`(${said})`);
  const { holidaysUnknown: _, ...known } = row;
  expect(list([known])).not.toContain(said);
  expect(page({ instant: callback.due.instant })).not.toContain(said);
});
