/** A week of the demo, as `npm run demo` lives through it, on a local cloud of its own. */
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';

const demo = (...options: string[]) => runCommand('infra/demo/quarter.ts', options);

describe('the demo', () => {
  it('asks everybody, gets answers, calls the unhappy, and counts as a recount does', async () => {
    const { code, output } = await demo('--weeks', '1', '--customers', '40', '--seed', 'test');
    // Survey, month, invited, sent, bounced, complained, answered, rate.
    const [, invited, sent, , , answered, rate] =
      /NPS after purchase +all +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+) %/.exec(output) ?? [];
    expect(Number(invited)).toBeGreaterThanOrEqual(40);
    expect(Number(rate)).toBe(Math.round((100 * Number(answered)) / Number(sent)));
    // Survey, answers, score, interval.
    expect(output).toMatch(/NPS after purchase +\d+ +-?[\d.]+ +(–|-?[\d.]+ … -?[\d.]+) /);
    expect(output).toMatch(/wang\.fang +\d+ +\d+ +(\d+ %|–)/);
    expect(output).toMatch(/\d{4}-\d\d-\d\d {2}NPS after purchase, \d+: .+/);
    expect(output).toMatch(
      /NPS after purchase: the score kept by events equals this recount \(\d+ answers\)/,
    );
    expect(output).not.toContain('DIFFERS');
    expect(output).toMatch(/reached +\d+ +\d+ %/);
    // Caller, bad answers, called, hours to the call and to the end, answered again, change, interval.
    expect(output).toMatch(
      /THE CLOSED LOOP[\s\S]+(wang\.fang|david\.brown) +\d+ +\d+ +[\d.–]+ +[\d.–]+ +\d+ /,
    );
    expect(output).toMatch(/Service satisfaction +[1-9]/);
    expect(code).toBe(0);
  });

  it('moves no clock but that of a local cloud', async () => {
    const { code, output } = await demo('--url', 'https://rapport.example.com');
    expect(output).toContain('only lives on a local cloud');
    expect(code).toBe(2);
  });
});
