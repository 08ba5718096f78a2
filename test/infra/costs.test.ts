import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../architecture/cruise.ts';
import { manyDomains } from './many-domains.ts';
import { type Synthesis, synthesize } from './synthesis.ts';
import { synthesizeDomains } from './synthetic.ts';

const page = readFileSync(path.join(projectRoot, 'docs/costs.md'), 'utf8');

interface Line {
  readonly each: number;
  readonly today: number;
  readonly costToday: number;
  readonly later: number;
  readonly costLater: number;
}

const linesOfTable = [
  'Alarms',
  'Queues',
  'Own metrics',
  'Key of the table',
  'Link secret',
  'Sweep of the due list',
];

/** The line of the idle table that begins with these words. */
function lineOf(words: string): Line {
  const line = page.split('\n').find((each) => each.startsWith(`| ${words}`)) ?? '';
  const [each, today, costToday, later, costLater] = line
    .split('|')
    .slice(2)
    .map((cell) => Number(cell.replaceAll('*', '').trim()));
  return {
    each: each ?? Number.NaN,
    today: today ?? Number.NaN,
    costToday: costToday ?? Number.NaN,
    later: later ?? Number.NaN,
    costLater: costLater ?? Number.NaN,
  };
}

const context = { alarmActions: 'all', alarmEmail: 'ops@example.com' };
const cases: [string, Synthesis, (line: Line) => number][] = [
  ['today', await synthesize(context), ({ today }) => today],
  ['with 45 domains', synthesizeDomains(manyDomains(), context), ({ later }) => later],
];

describe.each(cases)('the page of costs, %s', (_, { ofType }, counted) => {
  it('counts what the templates hold while nobody uses it', () => {
    const polled = ofType('AWS::Lambda::EventSourceMapping').filter(
      ({ Properties }) => !isStream(Properties),
    );
    const alarms = ofType('AWS::CloudWatch::Alarm');
    const own = new Set(
      alarms
        .filter(({ Properties }) => Properties.Namespace === 'Rapport')
        .map(({ Properties }) => Properties.MetricName),
    );
    expect(counted(lineOf('Alarms'))).toBe(alarms.length);
    expect(counted(lineOf('Queues'))).toBe(polled.length);
    expect(counted(lineOf('Own metrics'))).toBe(own.size);
    expect(counted(lineOf('Key of the table'))).toBe(ofType('AWS::KMS::Key').length);
    expect(counted(lineOf('Link secret'))).toBe(ofType('AWS::SecretsManager::Secret').length);
    expect(counted(lineOf('Sweep of the due list'))).toBe(
      ofType('AWS::Scheduler::Schedule').filter(
        ({ Properties }) => Properties.ScheduleExpression === 'rate(1 minute)',
      ).length,
    );
    expect(ofType('AWS::CloudWatch::Dashboard').length).toBeLessThanOrEqual(3);
    // An alarm costs as much for each metric in it.
    for (const { Properties } of alarms)
      expect(
        (Properties.Metrics ?? []).filter(({ MetricStat }: { MetricStat?: object }) => MetricStat).length,
      ).toBeLessThanOrEqual(1);
    expect(ofType('AWS::CloudWatch::CompositeAlarm')).toEqual([]);
  });
});

describe('the page of costs', () => {
  it('counts everything that a sweep every minute takes', () => {
    const firings = 30 * 24 * 60;
    const perMillion = { scheduler: 1, queueRequests: 0.4, invocations: 0.2, readUnits: 0.125 };
    // Two lanes of four shards.
    const queries = 2 * 4;
    const units = queries * 0.5;
    const gigabyteSeconds = 0.512 * 0.1 * 0.0000133334;
    // A message is sent, received and deleted.
    const requests =
      perMillion.scheduler +
      3 * perMillion.queueRequests +
      perMillion.invocations +
      units * perMillion.readUnits;
    const cost = firings * (requests / 1_000_000 + gigabyteSeconds);
    expect(Math.abs(lineOf('Sweep of the due list').each - cost)).toBeLessThan(0.02);
  });

  it('multiplies and adds up', () => {
    for (const line of linesOfTable.map(lineOf)) {
      expect(line.costToday).toBeCloseTo(line.each * line.today, 2);
      expect(line.costLater).toBeCloseTo(line.each * line.later, 2);
    }
    const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
    const together = page.split('\n').find((line) => line.startsWith('| **Together'))!;
    const [today, later] = [...together.matchAll(/\*\*([\d.]+)\*\*/g)].map(([, total]) => Number(total));
    expect(today).toBeCloseTo(sum(linesOfTable.map((each) => lineOf(each).costToday)), 2);
    expect(later).toBeCloseTo(sum(linesOfTable.map((each) => lineOf(each).costLater)), 2);
    expect(later).toBeLessThanOrEqual(16);
  });
});

function isStream(properties: Record<string, unknown>): boolean {
  return JSON.stringify(properties.EventSourceArn).toLowerCase().includes('stream');
}
