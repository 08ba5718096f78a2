/** `npm run load` with the files that people have. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { sharedCloud } from '../../support/cloud.ts';
import { runCommand } from '../../support/command.ts';

const cloud = sharedCloud();
const folder = mkdtempSync(path.join(tmpdir(), 'load-'));

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

const load = (place: string, ...parameters: string[]) =>
  runCommand('infra/commands/load.ts', [place, '--url', cloud.url, ...parameters], { LC_ALL: 'en_GB.UTF-8' });

async function named(source: string, externalId: string): Promise<string | undefined> {
  const manager = await cloud.as('li.na');
  const reply = await manager.customers.upsertCustomer({
    params: { source, externalId },
    body: { name: '?' },
  });
  if (reply.status === 201) return undefined;
  const { id } = reply.body;
  const { body } = await manager.customers.getProfile({ params: { customerId: id } });
  const change = body.timeline.find(({ changes }) => changes?.before.name !== undefined);
  return change?.changes?.before.name as string;
}

describe('a file from a Chinese spreadsheet', () => {
  /** 编号;姓名;公司;电子邮箱 / 7;王芳;上海;wang@load.example / 8;李雷;北京;no in GB 2312, byte by byte. */
  const bytes = Uint8Array.from([
    ...[0xb1, 0xe0, 0xba, 0xc5, 0x3b, 0xd0, 0xd5, 0xc3, 0xfb, 0x3b, 0xb9, 0xab, 0xcb, 0xbe, 0x3b],
    ...[0xb5, 0xe7, 0xd7, 0xd3, 0xd3, 0xca, 0xcf, 0xe4, 0x0d, 0x0a],
    ...[0x37, 0x3b, 0xcd, 0xf5, 0xb7, 0xbc, 0x3b, 0xc9, 0xcf, 0xba, 0xa3, 0x3b],
    ...Buffer.from('wang@load.example\r\n'),
    ...[0x38, 0x3b, 0xc0, 0xee, 0xc0, 0xd7, 0x3b, 0xb1, 0xb1, 0xbe, 0xa9, 0x3b],
    ...Buffer.from('no\r\n'),
  ]);

  it('is read as it was written; a refused row stands beside it with its reason, to be corrected there', async () => {
    const place = file('kunden.csv', bytes);
    const first = await load(place, '--say', 'zh');
    expect(first.output).toContain('GB18030');
    expect(first.output).toContain('共 2 行：新建客户 1 个，已有客户 0 个，拒绝 1 行。');
    expect(first.code).toBe(1);

    const rejected = path.join(folder, 'kunden.rejected.csv');
    const [head, row, ...rest] = readFileSync(rejected, 'utf8').split('\r\n');
    expect(head).toBe('\uFEFF编号,姓名,公司,电子邮箱,[行],[列],[值],[原因]');
    expect(row).toMatch(/^8,李雷,北京,no,3,电子邮箱,no,.+/);
    expect(rest).toEqual(['']);

    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace(/,no,/, ',li@load.example,'));
    const second = await load(rejected);
    expect(second.output).toContain('1 rows: 1 customers created, 0 known already, 0 refused.');
    expect(second.code).toBe(0);
    expect([await named('kunden', '7'), await named('kunden', '8')]).toEqual(['王芳', '李雷']);
  });
});

describe('a file with flaws', () => {
  it('loses the rows that have them, each of which is said', async () => {
    const place = file(
      'flaws.csv',
      [
        'Nr,Name,Mail,Shoe size',
        '1,Ann Ash,ann@load.example,x',
        '2,"Bob Bay,bob@load.example,x',
        '3,Cy Cox, Dr,cy@load.example,x',
        ',Dee Day,dee@load.example,x',
        '5,Eve Elm,wang@load.example,x',
        '6,Old Oak,oak@load.example,x',
        '6,New Oak,oak@load.example,x',
      ].join('\n'),
    );
    const { output, code } = await load(place, '--map', 'Nr=externalId', '--map', 'Mail=email');
    expect(output).toContain('Not loaded: Shoe size.');
    expect(output).toContain('7 rows: 3 customers created, 0 known already, 4 refused.');
    expect(output).toContain('Loaded without a value, line 5, Nr "": is empty');
    expect(output).toContain('Refused, line 8, Nr "6": the same as in line 7, where the name is another one');
    const rejected = readFileSync(path.join(folder, 'flaws.rejected.csv'), 'utf8').split('\r\n');
    expect(rejected.slice(1, -1).map((line) => /(?<=,)[3468](?=,)/.exec(line)?.[0])).toEqual([
      '3',
      '4',
      '6',
      '8',
    ]);
    expect(rejected[3]).toMatch(/^5,Eve Elm,wang@load\.example,x,6,Mail,wang@load\.example,/);
    expect(code).toBe(1);
    expect(await named('flaws', '6')).toBe('Old Oak');
  });
});

describe('a row with several flaws', () => {
  it('is refused with the column of each', async () => {
    const place = file('several.csv', 'id,name,Mail,Zone\nS1,Sue,nobody,Mars/Base\n');
    const { output, code } = await load(place, '--map', 'Mail=email', '--map', 'Zone=timeZone');
    expect(output).toMatch(/Refused, line 2, Mail "nobody": must be an e-mail address.*; Zone: must be/);
    expect(code).toBe(1);
  });
});

it('says with --help which fields there are', async () => {
  const { output, code } = await load('--help');
  expect(output.replace(/\s+/g, ' ')).toContain('Fields: externalId, kind, name, familyName, givenName,');
  expect(output).toMatch(/tags, owner/);
  expect(code).toBe(0);
});

describe('a file of no use', () => {
  it.each([
    ['has no column for the number', file('a.csv', 'name\nAnn\n'), /No column holds the customer's number/],
    ['is empty', file('b.csv', ''), /The file is empty/],
    [
      'is of an unknown encoding',
      file('c.csv', Buffer.from('id,name\n1,Jürgen\n', 'latin1')),
      /say its encoding/,
    ],
  ])('loads nothing, and that is said, when it %s', async (_, place, reason) => {
    const { output, code } = await load(place);
    expect(output).toMatch(reason);
    expect(output).toContain('Nothing was loaded.');
    expect(code).toBe(2);
  });

  it('loads nothing, and that is said, when every row is refused or the API is not there', async () => {
    const place = file('d.csv', 'id,name\n1,\n');
    const refused = await load(place);
    expect(refused.output).toContain('Nothing was loaded.');
    expect(refused.code).toBe(1);
    const away = await runCommand('infra/commands/load.ts', [place, '--url', 'http://127.0.0.1:9']);
    expect(away.output).toMatch(/Nothing answers at .*\n?.*/);
    expect(away.code).toBe(2);
  });
});

describe('two rows of one number', () => {
  it('count once: the later of those that can be read, and the other is told of', async () => {
    const place = file('twice.csv', 'id,name,email\nD1,Good,good@load.example\nD1,Bad,not-an-address\n');
    const { code, output } = await load(place);
    expect(output).toContain('2 rows: 1 customers created, 0 known already, 1 refused.');
    expect(output).toContain('Refused, line 3, email "not-an-address"');
    expect(code).toBe(1);
    expect(await named('twice', 'D1')).toBe('Good');
    const [, first, ...rest] = readFileSync(path.join(folder, 'twice.rejected.csv'), 'utf8').split('\r\n');
    expect(first).toMatch(/^D1,Bad,not-an-address,3,email,not-an-address,/);
    expect(rest).toEqual(['']);
  });
});

describe('a check', () => {
  it('says what would become of the rows of a list that has to be uploaded, and loads nothing', async () => {
    const lines = Array.from({ length: 4000 }, (_, at) => `K${at},Name ${at},${'x'.repeat(160)}`);
    const place = file('check.csv', ['id,name,picture', ...lines].join('\n'));
    const { code, output } = await load(place, '--check');
    expect(output).toContain('Nothing was loaded: this was a check.');
    expect(output).toContain('4000 rows: 4000 customers created, 0 known already, 0 refused.');
    expect(code).toBe(0);
    expect(await named('check', 'K0')).toBeUndefined();
  });
});
