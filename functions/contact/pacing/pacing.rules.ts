/** Giving away turns to send, and pausing. */
import { epochSeconds, instantAfter } from '../../../shared/time/clock.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { LanePace, Pace, PaceLane, PauseCause, SlowedPace } from './pacing.schema.ts';

/** The pace while nobody has sent anything. */
export const idlePace: Pace = {
  version: 0,
  bulk: { second: 0, given: 0 },
  urgent: { second: 0, given: 0 },
  pauses: 0,
};

/**
 * A turn that is taken so much too late is given back: otherwise all who were held up would go at once. It bears that
 * a sweep comes five seconds too late, and the way from it to the sender: two queues, a bus and two functions that may
 * have to start.
 */
const lateSeconds = 15;

/** How long nothing is sent after the service was asked too often, once, twice … in a row. */
const ratePauseSeconds = [5, 10, 20, 40, 80, 160, 300];
/** A day's quota comes back bit by bit, as what was sent a day before falls out of it. */
const quotaPauseSeconds = 3600;
/** What the account lacks is for people to correct. */
const accountPauseSeconds = 300;
/** A pause so long is told to people. */
const toldPauseSeconds = 60;

/** So long turns are given at half the rate that the service has refused; then the whole is tried again. */
const slowedSeconds = 3600;

interface Setting {
  readonly now: Instant;
  readonly mailsPerSecond: number;
}

/**
 * Gives away the next turns of a lane, in order.
 *
 * @returns the pace afterwards, and for each turn the second in which it may be used
 */
export function giveTurns(
  pace: Pace,
  lane: PaceLane,
  count: number,
  { now, mailsPerSecond }: Setting,
): { readonly pace: Pace; readonly turns: readonly number[] } {
  const earliest = earliestSecond(pace, now);
  const last = pace[lane];
  let { second, given }: LanePace = last.second >= earliest ? last : { second: earliest, given: 0 };
  const turns: number[] = [];
  while (turns.length < count) {
    if (given >= turnsOf(lane, second, rateIn(second, pace, mailsPerSecond))) {
      second += 1;
      given = 0;
      continue;
    }
    turns.push(second);
    given += 1;
  }
  return { pace: { ...pace, version: pace.version + 1, [lane]: { second, given } }, turns };
}

/** A tenth of all turns is for the urgent: of each second, or of ten where a second has fewer. */
function turnsOf(lane: PaceLane, second: number, mailsPerSecond: number): number {
  const urgent =
    Math.floor((mailsPerSecond * ((second % 10) + 1)) / 10) -
    Math.floor((mailsPerSecond * (second % 10)) / 10);
  return lane === 'urgent' ? urgent : mailsPerSecond - urgent;
}

/** What to do with a turn now. */
export function useOfTurn(
  pace: Pick<Pace, 'pausedUntil'> | undefined,
  second: number,
  now: Instant,
): 'send' | 'wait' | 'give-back' {
  const present = epochSeconds(now);
  if (present < second) return 'wait';
  // Of what was given before a pause nothing is used after it.
  const isBeforeEndOfPause = pace?.pausedUntil !== undefined && second * 1000 < Date.parse(pace.pausedUntil);
  return isBeforeEndOfPause || present > second + lateSeconds ? 'give-back' : 'send';
}

/** The rate at which the turns of a second are given: the setting, unless the service takes less. */
function rateIn(second: number, { slowed }: Pick<Pace, 'slowed'>, setting: number): number {
  const isSlowed = slowed !== undefined && second < slowed.from + slowedSeconds;
  return isSlowed ? Math.min(slowed.mailsPerSecond, setting) : setting;
}

/**
 * The pace after the mail service has sent somebody away; `told` when people are to know of it.
 *
 * Halving the rate and trying it whole again later is how senders find out what a network takes (RFC 5681, section 3.1).
 */
export function pause(
  pace: Pace,
  cause: PauseCause,
  { now, mailsPerSecond }: Setting,
): { readonly pace: Pace; readonly until: Instant; readonly told: boolean } {
  const { pausedUntil = now } = pace;
  const isInRow = pace.pausedUntil !== undefined && now < instantAfter(pausedUntil, { minutes: 1 });
  const isPaused = pausedUntil > now;
  const pauses = isInRow && !isPaused ? pace.pauses : 0;
  const seconds = pauseSeconds(cause, pauses);
  const until = instantAfter(now, { seconds });
  // Those who were sent away together are one pause.
  if (isPaused && until < instantAfter(pausedUntil, { minutes: 1 }))
    return { pace, until: pausedUntil, told: false };
  const slowed = cause === 'rate' ? slower(pace, until, { now, mailsPerSecond }) : undefined;
  const isAgain = slowed !== undefined && isSoonAfter(pace.slowed, now);
  const next = { ...pace, version: pace.version + 1, pausedUntil: until, pauses: pauses + 1 };
  return {
    pace: slowed === undefined ? next : { ...next, slowed },
    until,
    told: isAgain || seconds >= toldPauseSeconds,
  };
}

/** Half the rate; undefined where one of the turns that were given before was refused, of which it is known already. */
function slower(
  { slowed, bulk, urgent }: Pace,
  until: Instant,
  { now, mailsPerSecond }: Setting,
): SlowedPace | undefined {
  const present = epochSeconds(now);
  if (slowed !== undefined && present < slowed.from) return undefined;
  const refused = rateIn(present, { slowed }, mailsPerSecond);
  const from = Math.max(epochSeconds(until), bulk.second + 1, urgent.second + 1);
  return { mailsPerSecond: Math.max(1, Math.floor(refused / 2)), from };
}

/** Whether it was slowed before, and that is over for less than as long again. */
function isSoonAfter(slowed: SlowedPace | undefined, now: Instant): boolean {
  return slowed !== undefined && epochSeconds(now) < slowed.from + 2 * slowedSeconds;
}

function pauseSeconds(cause: PauseCause, pauses: number): number {
  switch (cause) {
    case 'rate':
      return ratePauseSeconds[Math.min(pauses, ratePauseSeconds.length - 1)] ?? accountPauseSeconds;
    case 'quota':
      return quotaPauseSeconds;
    case 'account':
      return accountPauseSeconds;
  }
}

function earliestSecond({ pausedUntil }: Pace, now: Instant): number {
  return pausedUntil !== undefined && pausedUntil > now
    ? Math.ceil(Date.parse(pausedUntil) / 1000)
    : epochSeconds(now);
}
