/** Decisions about assignment that need nothing but the rules and what is known of people and work. */
import type { Instant } from '../../../shared/values/instant.ts';
import type { Staff, Territory } from '../staff/staff.schema.ts';
import type { AssignmentRule, Candidates, WorkReason } from './assignments.schema.ts';

/** Work that nobody was named for: what rules ask of it. */
export interface Work {
  readonly reason: WorkReason;
  /** Who is not to get it: whoever hands it over. */
  readonly without?: string | undefined;
  /** Whose people alone are to get it, whatever the rules say. */
  readonly only?: string | undefined;
  readonly customer: {
    readonly owner: string | null;
    readonly language: Staff['language'];
    readonly tags: readonly string[];
    readonly address?:
      | Readonly<Partial<Record<'country' | 'region' | 'postcode', string | undefined>>>
      | undefined;
  };
}

/** Whether a rule is meant for this work. */
export function isMeantFor({ when }: Pick<AssignmentRule, 'when'>, { customer, reason }: Work): boolean {
  const { language, tags = [], country, region } = when;
  return (
    isAsSaid(language, customer.language) &&
    tags.every((tag) => customer.tags.includes(tag)) &&
    isAsSaid(country, customer.address?.country) &&
    isAsSaid(region, customer.address?.region) &&
    isAsSaid(when.reason, reason)
  );
}

export function isInTerritory({ country, region, postcodes, tag }: Territory, { customer }: Work): boolean {
  const { address = {}, tags } = customer;
  return (
    isAsSaid(country, address.country) &&
    isAsSaid(region, address.region) &&
    (postcodes === undefined || address.postcode?.startsWith(postcodes) === true) &&
    (tag === undefined || tags.includes(tag))
  );
}

function isAsSaid(said: string | undefined, is: string | undefined): boolean {
  return said === undefined || said === is;
}

/** Whether somebody can do and speak what candidates must. Of which team they are is not asked here. */
export function isSuited(
  { skills, spokenLanguages }: Pick<Staff, 'skills' | 'spokenLanguages'>,
  wanted: Pick<Candidates, 'skills' | 'speaksLanguage'>,
  { customer }: Work,
): boolean {
  const speaks = !wanted.speaksLanguage || spokenLanguages.includes(customer.language);
  return speaks && wanted.skills.every((skill) => skills.includes(skill));
}

/** How turns go round. */
export type Way = 'round-robin' | 'least-busy';

/** Turns at work as they began, and how far they have got: `version` − `start` turns were taken. */
export interface Round {
  readonly version: number;
  readonly start: number;
  readonly at: Instant;
  readonly people: readonly string[];
  /** Open work of each of the people when the round began. */
  readonly open: readonly number[];
}

interface Place {
  readonly id: string;
  open: number;
}

/** How much open work somebody takes at most; 0 for who is not available any more. */
export type LimitOf = (id: string) => number;

/** Who gets a turn, and who was passed over because they have as much work as they take. */
export interface Turn {
  readonly holder: string | undefined;
  readonly full: readonly string[];
}

/**
 * The turns of a round, in order, until all are full: in a ring, or the least busy first as water fills a vessel, the
 * longest without a turn first among equals.
 */
function* turnsOf(way: Way, { people, open }: Round, limitOf: LimitOf): Generator<Turn & { holder: string }> {
  const places: Place[] = people.map((id, index) => ({ id, open: open[index] ?? 0 }));
  for (;;) {
    const free = places.filter((place) => place.open < limitOf(place.id));
    const full = places.filter((place) => !free.includes(place)).map(({ id }) => id);
    const least = Math.min(...free.map((place) => place.open));
    const next = way === 'round-robin' ? free[0] : free.find((place) => place.open === least);
    if (next === undefined) return;
    next.open += 1;
    places.push(...places.splice(places.indexOf(next), 1));
    yield { holder: next.id, full };
  }
}

/** The turn that was taken last, or the one that comes next. */
export function turnIn(round: Round, way: Way, limitOf: LimitOf, which: 'last' | 'next'): Turn {
  const taken = round.version - round.start;
  const [turn] = turnsOf(way, round, limitOf).drop(which === 'next' ? taken : taken - 1);
  return turn ?? { holder: undefined, full: round.people };
}

/** So long a round is followed; counting all again for each piece of work would count nothing that is not there yet. */
const freshSeconds = 5;

/** By then whatever was given out in a round is in the index that is counted. */
const settledSeconds = 15;

export function isFresh(round: Round, at: Instant): boolean {
  return Math.abs(secondsBetween(round.at, at)) < freshSeconds;
}

/**
 * The round after another, at the same turn: it begins with who is next, and knows of the work that was given out but
 * is not counted yet.
 *
 * @param counted open work of everybody who is available, as counted
 */
export function nextRound(
  way: Way,
  before: Round | undefined,
  { counted, limitOf, at }: { counted: ReadonlyMap<string, number>; limitOf: LimitOf; at: Instant },
): Round {
  const version = before === undefined ? 1 : before.version + 1;
  const given = before === undefined ? [] : givenIn(way, before, limitOf);
  const isSettled = before === undefined || secondsBetween(before.at, at) >= settledSeconds;
  const openOf = (id: string) => {
    const seen = counted.get(id) ?? 0;
    if (isSettled) return seen;
    const added = given.filter((holder) => holder === id).length;
    const known = (before.open[before.people.indexOf(id)] ?? 0) + added;
    return Math.min(seen + added, Math.max(seen, known));
  };
  const people = inOrder(counted, before, given);
  return { version, start: version, at, people, open: people.map(openOf) };
}

function givenIn(way: Way, round: Round, limitOf: LimitOf): string[] {
  const taken = turnsOf(way, round, limitOf).take(round.version - round.start);
  return [...taken.map(({ holder }) => holder)];
}

/** Whoever has waited for a turn longest goes first; somebody new is last. */
function inOrder(
  available: ReadonlyMap<string, number>,
  before: Round | undefined,
  given: readonly string[],
): string[] {
  const ids = [...available.keys()].sort();
  if (before === undefined) return ids;
  const places = [...before.people];
  for (const id of given) places.push(...places.splice(places.indexOf(id), 1));
  const known = places.filter((id) => available.has(id));
  return [...known, ...ids.filter((id) => !known.includes(id))];
}

function secondsBetween(from: Instant, to: Instant): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
