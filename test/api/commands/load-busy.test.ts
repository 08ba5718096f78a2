/** What `npm run load` does when the API answers rows with 503, which no local cloud does when asked to. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { findColumns } from '../../../infra/commands/load/columns.ts';
import { readTable } from '../../../infra/commands/load/csv-table.ts';
import { createRowReader } from '../../../infra/commands/load/customer-rows.ts';
import { newTally, sendRows } from '../../../infra/commands/load/send-rows.ts';
import { textsIn } from '../../../infra/commands/load/texts.ts';

const texts = textsIn('en');

describe('an API that has no time for all rows', () => {
  /** Answers as a busy API: only the first `begun` rows of each request are carried out. */
  async function sendTo(begun: number) {
    const sent: string[][] = [];
    const server = createServer(async (request, response) => {
      const { rows } = (await json(request)) as { rows: { key: string }[] };
      sent.push(rows.map(({ key }) => key));
      const problem = {
        type: 'about:blank',
        title: 'Busy',
        status: 503,
        code: 'unavailable',
        detail: 'Later.',
      };
      const replies = rows.map(({ key }, row) =>
        row < begun ? { row, key, status: 201, id: 'customer_x' } : { row, key, status: 503, problem },
      );
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ failed: rows.length, rows: replies }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const { header, rows } = readTable('id,name\n1,Ada\n2,Bo\n3,Cy\n', texts);
    const columns = findColumns(header, [], texts);
    const reader = createRowReader(header, columns, { country: 'CN' }, texts);
    const tally = newTally();
    const sending = { token: 't', source: 'erp', language: 'en', reader, texts, progress: () => {} };
    await sendRows(rows, { ...sending, baseUrl: `http://127.0.0.1:${port}` }, tally);
    server.close();
    return { sent, tally };
  }

  it('is sent what is left until all is done', async () => {
    const { sent, tally } = await sendTo(1);
    expect(sent).toEqual([['2', '3', '4'], ['3', '4'], ['4']]);
    expect(tally).toMatchObject({ created: 3, refused: [] });
  });

  it('is given up when it begins no row four times in a row, and the rows are told of', async () => {
    const { sent, tally } = await sendTo(0);
    expect(sent).toHaveLength(4);
    expect(tally.refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'Later.'],
      [3, 'Later.'],
      [4, 'Later.'],
    ]);
  });
});
