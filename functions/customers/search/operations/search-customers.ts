import { AppError } from '../../../../shared/errors/app-error.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import { foreignCursor, questionOf, readCursor, writeCursor } from '../../../../shared/table/cursor.ts';
import { masked } from '../../customers/index.ts';
import {
  isFirstMatch,
  joinedPlaces,
  matchedIn,
  matches,
  type Place,
  parseQuery,
  type Word,
} from '../search.rules.ts';
import type { SearchHit, SearchPage } from '../search.schema.ts';
import type { FoundEntry, SearchStore } from '../search.store.ts';
import type { NameOwners } from './name-owners.ts';

interface Context {
  readonly search: Pick<SearchStore, 'read'>;
  readonly nameOwners: NameOwners;
  readonly principal: Principal;
}

interface SearchRequest {
  readonly q: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Queries of one page; with the one for the names of owners there are ten at most. */
const maximumQueries = 9;

/** Entries that a page may read where several words narrow each other: some 20 read units. */
const maximumEntries = 300;
const entriesAtOnce = 100;

/** So many words are asked how many they find, with so many entries each. */
const probedWords = 3;
const probedEntries = 25;

const maximumWords = 8;

/**
 * Customers who match every word: what matches exactly first, then what is longer, then what matches within a word; among
 * the same the newest customer first. A name that was typed with blanks is looked up as a whole; for the rest the word that
 * finds least leads, and the others narrow what it finds, from what each entry holds of its customer. A page ends after
 * nine queries, and may be short although the list goes on.
 *
 * @throws AppError `invalid-request` for a text in which there is nothing to look up
 */
export async function searchCustomers(
  { q, limit, cursor }: SearchRequest,
  context: Context,
): Promise<SearchPage> {
  const seesContacts = sees(context.principal, 'contact');
  const words = parseQuery(q, { seesContacts });
  assertSearchable(words, seesContacts);
  const question = questionOf('Who is found by this?', { words: JSON.stringify(words) });
  const start = cursor === undefined ? undefined : positionIn(words, readCursor(cursor, question));
  const search: Search = { words, seesContacts, joined: joinedPlaces(words) };
  const { found, next } = await walk(search, start ?? { place: 0 }, { ...context, limit });
  return {
    items: await shown(found, context),
    cursor: next === null ? null : writeCursor(positionText(next), question),
  };
}

interface Search {
  readonly words: readonly Word[];
  readonly seesContacts: boolean;
  readonly joined: readonly Place[];
}

/** Where a list goes on: in which of its places, behind which entry, and which word leads, once that is known. */
interface Position {
  readonly lead?: number | undefined;
  readonly place: number;
  readonly after?: string | undefined;
}

interface Match extends FoundEntry {
  readonly matched: SearchHit['matched'];
  readonly at: Position;
}

function assertSearchable(words: readonly Word[], seesContacts: boolean): void {
  if (!seesContacts && words.some(({ address }) => address !== undefined))
    throw new AppError('forbidden', 'Your role does not show you how to reach customers.');
  const violations = [
    ...(words.length > maximumWords
      ? [{ pointer: '/query/q', reason: `must have at most ${maximumWords} words` }]
      : []),
    ...(words.every(({ places }) => places.length === 0)
      ? [
          {
            pointer: '/query/q',
            reason: 'must have a Chinese character, two letters or two digits that stand together',
          },
        ]
      : []),
  ];
  if (violations.length > 0)
    throw new AppError('invalid-request', 'There is nothing to look up in this text.', { violations });
}

async function walk(
  search: Search,
  start: Position,
  { limit, ...context }: Pick<Context, 'search'> & { readonly limit: number },
): Promise<{ readonly found: readonly Match[]; readonly next: Position | null }> {
  const isNarrowed = search.words.length > 1;
  const found: Match[] = [];
  let [queries, entries] = [0, 0];
  let at = start;
  for (;;) {
    if (at.place >= search.joined.length && at.lead === undefined) {
      const chosen = await rarest(search.words, context);
      queries += chosen.queries;
      at = { ...at, lead: chosen.lead };
    }
    const places = placesAt(search, at);
    const place = places[at.place];
    if (place === undefined) return { found, next: null };
    if (queries >= maximumQueries || (isNarrowed && entries >= maximumEntries)) return { found, next: at };
    const wanted = limit + 1 - found.length;
    const page = await context.search.read(place, {
      limit: isNarrowed && at.place >= search.joined.length ? entriesAtOnce : wanted,
      after: at.after,
    });
    queries += 1;
    entries += page.entries.length;
    for (const entry of page.entries) {
      const matched = matchAt(search, entry, places, at.place);
      if (matched !== undefined) found.push({ ...entry, matched, at: { ...at, after: entry.position } });
      if (found.length > limit) return { found: found.slice(0, limit), next: found[limit - 1]?.at ?? null };
    }
    at = page.after === null ? { lead: at.lead, place: at.place + 1 } : { ...at, after: page.after };
  }
}

function placesAt({ joined, words }: Search, { lead }: Position): readonly Place[] {
  return lead === undefined ? joined : [...joined, ...(words[lead]?.places ?? [])];
}

function matchAt(
  { words, seesContacts }: Search,
  { terms, term }: FoundEntry,
  places: readonly Place[],
  index: number,
): SearchHit['matched'] | undefined {
  const place = places[index];
  if (place === undefined || !isFirstMatch(terms, term, places, index)) return undefined;
  if (!words.every((word) => matches(word, terms, { seesContacts }))) return undefined;
  return matchedIn(terms, { kind: place.kind, term });
}

/** The word that finds least, as far as its first entries tell, else the longest. */
async function rarest(
  words: readonly Word[],
  { search }: Pick<Context, 'search'>,
): Promise<{ lead: number; queries: number }> {
  const candidates = words
    .map(({ text, places }, lead) => ({ lead, length: text.length, place: mostFrequent(places) }))
    .filter(({ place }) => place !== undefined)
    .sort((one, other) => other.length - one.length)
    .slice(0, probedWords);
  if (candidates.length === 1) return { lead: candidates[0]?.lead ?? 0, queries: 0 };
  const counted = await Promise.all(
    candidates.map(async ({ lead, place }) => {
      if (place === undefined) return { lead, found: Number.POSITIVE_INFINITY };
      const { entries, after } = await search.read(place, { limit: probedEntries });
      return { lead, found: after === null ? entries.length : Number.POSITIVE_INFINITY };
    }),
  );
  const least = counted.reduce((one, other) => (other.found < one.found ? other : one));
  return { lead: least.lead, queries: counted.length };
}

/** The place at which most would be found: of digits that is where the phone numbers stand. */
function mostFrequent(places: readonly Place[]): Place | undefined {
  return places.find(({ kind }) => kind === 'phone') ?? places[0];
}

async function shown(found: readonly Match[], { nameOwners, principal }: Context): Promise<SearchHit[]> {
  const names = await nameOwners(found.flatMap(({ customer }) => customer.owner ?? []));
  return found.map(({ customerId: id, customer, matched }) => {
    const owner =
      customer.owner === null
        ? null
        : { id: customer.owner, name: names.get(customer.owner) ?? customer.owner };
    if (hasRowAccess(principal, 'customers.read', customer.owner))
      return { ...customer, id, matched, owner, masked: false };
    return { ...masked({ ...customer, id }, owner), matched, masked: true };
  });
}

const positionText = ({ lead, place, after = '' }: Position) => `${lead ?? ''}.${place}.${after}`;

/** Throws `invalid-request` for a position that this list cannot have. */
function positionIn(words: readonly Word[], text: string): Position {
  const [, lead = '', place = '', after = ''] = /^(\d?)\.(\d)\.(.*)$/su.exec(text) ?? [];
  const position: Position = {
    ...(lead === '' ? {} : { lead: Number(lead) }),
    place: Number(place),
    ...(after === '' ? {} : { after }),
  };
  const places = placesAt({ words, seesContacts: true, joined: joinedPlaces(words) }, position);
  const isKnown = place !== '' && (lead === '' || words[Number(lead)] !== undefined);
  if (!isKnown || (places[position.place] === undefined && position.after !== undefined))
    throw foreignCursor();
  return position;
}
