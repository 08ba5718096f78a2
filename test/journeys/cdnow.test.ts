/** The orders of a shop, taken in by `npm run demo -- cdnow` as any shop would tell them, and read back. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { orderToTell, readCdnow, sumsOf } from '../../infra/demo/cdnow/cdnow.ts';
import { runCdnow } from '../../infra/demo/cdnow-command.ts';
import { ownCloud } from '../support/cloud.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cdnow-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = ` customer_id  date number_of_cds  dollar_value
 00001 19970101  1   11.77
 00002 19970112  1   12.00
 00002 19970112  5   77.00
 00003 19970330  3    0.00
 00003 19980528  2   20.01
`;

it('reads customer, day, CDs and dollars, and refuses another file', () => {
  const orders = readCdnow(file, 99);
  expect(sumsOf(orders)).toEqual({ orders: 5, pieces: 12, cents: 12_078 });
  expect(orders.map(({ number }) => number)).toEqual([
    '00001-1997-01-01-1',
    '00002-1997-01-12-1',
    '00002-1997-01-12-2',
    '00003-1997-03-30-1',
    '00003-1998-05-28-1',
  ]);
  expect(sumsOf(readCdnow(file, 2)).orders).toBe(3);
  const [line] = orderToTell(orders[4]!).contents.lines;
  expect(line).toMatchObject({ quantity: 2, unitPrice: 1001, discount: 1 });
  expect(() => readCdnow(`${file}00004;1997`, 99)).toThrow('Line 7 is no order of CDNOW');
});

it('takes the orders in and finds the same sums, however often it is run', async () => {
  writeFileSync(path.join(folder, 'CDNOW_master.txt'), file);
  const cloud = await ownCloud({ now: new Date('1998-07-01T00:00:00Z') });
  const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
  try {
    for (const _ of [1, 2]) {
      await runCdnow([folder, '--url', cloud.url]);
      expect(process.exitCode).toBe(0);
    }
    expect(said.mock.calls.flat().join('\n')).toContain(
      '5 orders of 12 CDs for 120.78 USD; the product of the same',
    );
    expect(said.mock.calls.flat().join('\n')).toContain('No model: ');
    expect(said.mock.calls.flat().join('\n')).toMatch(/1997-01 +2 +0\.0 %.*\n +1997-03 +1 /);
  } finally {
    said.mockRestore();
    process.exitCode = undefined;
    await cloud.close();
  }
});
