import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from '../architecture/cruise.ts';
import { synthesize } from './synthesis.ts';

const page = readFileSync(path.join(projectRoot, 'docs/costs.md'), 'utf8');

/** Count, price and product of the line of the idle table that begins with these words. */
function lineOf(words: string): readonly number[] {
  const line = page.split('\n').find((each) => each.startsWith(`| ${words}`)) ?? '';
  const cells = line.split('|').map((cell) => cell.replaceAll('*', '').trim());
  return cells.slice(2, -1).map(Number);
}

describe('the page of costs', () => {
  it('counts what the templates hold while nobody uses it', async () => {
    const synthesis = await synthesize();
    const polled = synthesis
      .ofType('AWS::Lambda::EventSourceMapping')
      .filter(({ Properties }) => !isStream(Properties));
    expect(lineOf('Alarms')[0]).toBe(synthesis.ofType('AWS::CloudWatch::Alarm').length);
    expect(lineOf('Queues')[0]).toBe(polled.length);
    expect(lineOf('Key of the table')[0]).toBe(synthesis.ofType('AWS::KMS::Key').length);
    expect(lineOf('Link secret')[0]).toBe(synthesis.ofType('AWS::SecretsManager::Secret').length);
    expect(synthesis.ofType('AWS::CloudWatch::Dashboard').length).toBeLessThanOrEqual(3);
  });

  it('adds up', () => {
    const lines = ['Alarms', 'Queues', 'Key of the table', 'Link secret', 'Sweeps'].map(lineOf);
    const sum = lines.reduce((total, line) => total + (line.at(-1) ?? Number.NaN), 0);
    expect(lineOf('**Together').at(-1)).toBeCloseTo(sum, 2);
  });
});

function isStream(properties: Record<string, unknown>): boolean {
  return JSON.stringify(properties.EventSourceArn).toLowerCase().includes('stream');
}
