/** From an empty system to a weekly survey with results: the commands of the README, as they stand there. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answerToTheEnd, linkIn } from '../support/answer-page.ts';
import { ownCloud } from '../support/cloud.ts';

const run = promisify(execFile);

/** The commands of a page that begin an empty system and those that read what came of it. */
function commandsOf(file: string): readonly string[] {
  const page = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, commands = '']) => commands);
  const first = blocks.findIndex((commands) => commands.includes('pick()'));
  return blocks.slice(first, first + 2);
}

const english = commandsOf('README.md');
let cloud: Awaited<ReturnType<typeof ownCloud>>;

beforeAll(async () => {
  cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
});
afterAll(() => cloud?.close());

/** What the commands print, run one after the other in one shell. */
async function shell(...commands: readonly string[]): Promise<string> {
  const script = commands.join('\n').replaceAll('http://127.0.0.1:3000', cloud.url);
  return (await run('bash', ['-euc', script])).stdout;
}

it('takes ten calls of the API, in both languages the same', () => {
  const calls = english.join('\n').match(/(?:^|\()(?:get|post) ["/]/gm);
  expect(calls).toHaveLength(10);
  const bare = (commands: readonly string[]) => commands.map((block) => block.replaceAll(/^#.*$/gm, '#'));
  expect(bare(commandsOf('README.zh-CN.md'))).toEqual(bare(english));
});

it('ends with results and a callback', async () => {
  const begun = await shell(english[0] ?? '', 'echo "IDS $SURVEY_ID $CAMPAIGN_ID"');
  expect(begun).toContain('"local":"2026-11-23T09:00"');
  const [, surveyId, campaignId] = /IDS (survey_\w+) (campaign_\w+)/.exec(begun) ?? [];
  await cloud.idle();
  const mails = (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
  expect(mails).toHaveLength(2);
  const aWhile = () => cloud.advance({ duration: 'PT1M' });
  const given = [
    { 'q-recommend': '10', 'q-product': '5' },
    { 'q-recommend': '2', 'q-product': '3' },
  ];
  for (const [index, fields] of given.entries()) await answerToTheEnd(linkIn(mails[index]!), fields, aWhile);
  await cloud.idle();
  const again = (english[0] ?? '').slice(0, (english[0] ?? '').indexOf('#'));
  const read = await shell(again, `SURVEY_ID=${surveyId} CAMPAIGN_ID=${campaignId}`, english[1] ?? '');
  const [runs, results, funnel, callbacks] = read
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(runs).toMatchObject({ items: [{ planned: 2, sent: 2, answered: 2 }] });
  expect(results).toMatchObject({ answered: 2, promoters: 1, detractors: 1, score: 0 });
  expect(funnel).toMatchObject({
    steps: expect.arrayContaining([{ step: 'completed', count: 2, share: 100 }]),
  });
  expect(callbacks).toMatchObject({ items: [{ reason: 'low-score', score: 2, status: 'scheduled' }] });
});
