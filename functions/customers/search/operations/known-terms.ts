import { localPart, type Word } from '../search.rules.ts';
import type { Terms } from '../search.schema.ts';

/** So many digits of a number everybody is shown. */
const shownDigits = 4;

/**
 * What a customer who is not the caller's to see is found by: only what the caller has typed as a whole, so that nobody finds
 * out the rest of a value from its beginning. A name by whole words, a number as a whole or by the last four digits, an
 * address and an external id as a whole; by nothing that a masked summary leaves out.
 */
export function knownTerms(words: readonly Word[], terms: Terms): Terms {
  const typed = runsOf(words);
  const external = wholeOf(listed(terms.external)).filter((id) => typed.has(id));
  const addresses = new Set(words.flatMap(({ address }) => address ?? []));
  const address = listed(terms.address).filter((each) => addresses.has(each));
  const at = (kind: 'phone' | 'tail') =>
    words.flatMap(({ places }) => places.flatMap((place) => (place.kind === kind ? [place.term] : [])));
  const numbers = new Set(at('phone'));
  const tails = at('tail');
  const isKnownTail = (tail: string) => tails.every((each) => each.length === shownDigits || each === tail);
  return {
    name: joined(listed(terms.name).filter((term) => typed.has(term))),
    external: joined(listed(terms.external).filter((term) => external.some((id) => id.endsWith(term)))),
    phone: joined(listed(terms.phone).filter((number) => numbers.has(number))),
    tail: tails.length === 0 ? undefined : joined(listed(terms.tail).filter(isKnownTail)),
    email: joined(address.map(localPart)),
    address: joined(address),
  };
}

/** What was typed, each word and all that stand together, as one: `CUS-17` is looked up in two. */
function runsOf(words: readonly Word[]): ReadonlySet<string> {
  const texts = words.map(({ text }) => text);
  return new Set(
    texts.flatMap((_, from) =>
      texts.slice(from).map((__, more) => texts.slice(from, from + more + 1).join('')),
    ),
  );
}

/** The ids of which others are the end: each is kept from each of its words on. */
function wholeOf(terms: readonly string[]): readonly string[] {
  return terms.filter((term) => !terms.some((other) => other !== term && other.endsWith(term)));
}

const listed = (terms: string | undefined): readonly string[] => terms?.split(' ') ?? [];

const joined = (terms: readonly string[]) => (terms.length === 0 ? undefined : terms.join(' '));
