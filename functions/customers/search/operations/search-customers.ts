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
import type { FoundCustomer, SearchHit, SearchPage } from '../search.schema.ts';
import type { FoundEntry, SearchStore } from '../search.store.ts';
import { knownTerms } from './known-terms.ts';
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

/** Entries that a page may read where several words, or whose the rows are, narrow each other: some 20 read units. */
const maximumEntries = 300;
const entriesAtOnce = 100;

/** So many words are asked how many they find, with so many entries each. */
const probedWords = 3;
const probedEntries = 25;

const maximumWords = 8;

/**
 * Customers who match every word: what matches exactly first, then what is longer, then what matches within a word; among
 * the same the newest customer first. A name that was typed with blanks is looked up as a whole; for the rest the word that
 * finds least leads, and the others narrow what it finds, from what each entry holds of its customer. Who is not the
 * caller's to see is found only by what the caller knows as a whole, see `knownTerms`. A page ends after nine queries, and
 * may be short although the list goes on.
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
  const { principal } = context;
  const isOpen = ({ owner }: FoundCustomer) => hasRowAccess(principal, 'customers.read', owner);
  const isRestricted = principal.rowAccess['customers.read'] !== 'all';
  const search: Search = { words, seesContacts, joined: joinedPlaces(words), isOpen, isRestricted };
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
  /** Whether the customer is the caller's to see. */
  readonly isOpen: (customer: FoundCustomer) => boolean;
  /** Whether some customers are not, so that not every entry that begins so is found. */
  readonly isRestricted: boolean;
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
  const { isRestricted } = search;
  const isNarrowed = isRestricted || search.words.length > 1;
  const found: Match[] = [];
  let [queries, entries] = [0, 0];
  let at = start;
  let shownTo = start.after;
  for (;;) {
    if (at.place >= search.joined.length && at.lead === undefined) {
      const chosen = await rarest(search.words, context);
      queries += chosen.queries;
      at = { ...at, lead: chosen.lead };
    }
    const places = placesAt(search, at);
    const place = places[at.place];
    if (place === undefined) return { found, next: null };
    const behind = (position: string | undefined) =>
      isRestricted && position !== undefined
        ? shortestBehind(shownTo ?? beginningOf(place), position)
        : position;
    if (queries >= maximumQueries || (isNarrowed && entries >= maximumEntries))
      return { found, next: { ...at, after: behind(at.after) } };
    const isWhole = at.place < search.joined.length && !isRestricted;
    const page = await context.search.read(place, {
      limit: isNarrowed && !isWhole ? entriesAtOnce : limit + 1 - found.length,
      after: at.after,
    });
    queries += 1;
    entries += page.entries.length;
    for (const entry of page.entries) {
      const matched = matchAt(search, entry, places, at.place);
      if (matched === undefined) continue;
      if (found.length === limit) {
        const next = isRestricted ? { ...at, after: behind(entry.position) } : found[limit - 1]?.at;
        return { found, next: next ?? null };
      }
      found.push({ ...entry, matched, at: { ...at, after: entry.position } });
      shownTo = entry.position;
    }
    if (page.after === null) shownTo = undefined;
    at = page.after === null ? { lead: at.lead, place: at.place + 1 } : { ...at, after: page.after };
  }
}

/** Where the entries of a place begin. */
const beginningOf = ({ rank, term }: Place) => `${rank}#${term}`;

/**
 * The shortest position behind `shown` at which the list still comes to `next`: a cursor can be read, and must not say more
 * of whoever was passed over, or is found by the end of a number, than that.
 */
function shortestBehind(shown: string, next: string): string {
  const [before, letters] = [[...shown], [...next]];
  const same = letters.findIndex((letter, at) => letter !== before[at]);
  return same === -1 ? next : letters.slice(0, same + 1).join('');
}

function placesAt({ joined, words }: Pick<Search, 'joined' | 'words'>, { lead }: Position): readonly Place[] {
  return lead === undefined ? joined : [...joined, ...(words[lead]?.places ?? [])];
}

function matchAt(
  { words, seesContacts, isOpen }: Search,
  { terms: all, term, customer }: FoundEntry,
  places: readonly Place[],
  index: number,
): SearchHit['matched'] | undefined {
  const place = places[index];
  const terms = isOpen(customer) ? all : knownTerms(words, all);
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
    return { ...masked({ ...customer, id }, owner), matched };
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
  const places = placesAt({ words, joined: joinedPlaces(words) }, position);
  const isKnown = place !== '' && (lead === '' || words[Number(lead)] !== undefined);
  if (!isKnown || (places[position.place] === undefined && position.after !== undefined))
    throw foreignCursor();
  return position;
}
