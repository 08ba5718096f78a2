/** Decisions of the platform. */

/** What is left of a request that no route has matched. */
export interface Unmatched {
  readonly method: string;
  readonly path: string;
}

/** A route as far as an address is concerned. */
export interface Address {
  readonly method: string;
  /** With placeholders, e.g. `/customers/{customerId}`. */
  readonly path: string;
}

export type Match =
  | { readonly kind: 'unknown-path' }
  /** The path is known; these are its methods. */
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  /** Asks what the path allows, as browsers do before they send a page's request to another origin. */
  | { readonly kind: 'options'; readonly allow: readonly string[] };

/** Why no route has matched. */
export function classify({ method, path }: Unmatched, addresses: readonly Address[]): Match {
  const there = addresses.filter((address) => matches(address.path, path));
  if (there.length === 0) return { kind: 'unknown-path' };
  const allow = [...new Set(there.map((address) => address.method))].sort();
  return { kind: method === 'OPTIONS' ? 'options' : 'wrong-method', allow };
}

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((step, index) => (step.startsWith('{') ? given[index] !== '' : step === given[index]))
  );
}
