/** Which address a path is, where the gateway leaves that to us. */
import { keysOf, type Route } from './route.ts';

/** What was asked for. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/** A route as far as an address is concerned. */
export interface Address {
  readonly method: string;
  /** With placeholders, e.g. `/customers/{customerId}`. */
  readonly path: string;
}

/** Every address of some routes: a page for everybody has one more, for HEAD. */
export function addressesOf(routes: readonly Route[]): readonly Address[] {
  return routes.flatMap((route) =>
    keysOf(route).map((key) => ({ method: key.slice(0, key.indexOf(' ')), path: route.path })),
  );
}

export type Match =
  | { readonly kind: 'unknown-path' }
  /** The path is known; these are its methods. */
  | { readonly kind: 'wrong-method'; readonly allow: readonly string[] }
  /** Asks what the path allows, as browsers do before they send a page's request to another origin. */
  | { readonly kind: 'options'; readonly allow: readonly string[] };

/** Why no route has matched. */
export function classify({ method, path }: Asked, addresses: readonly Address[]): Match {
  const there = addresses.filter((address) => valuesIn(address.path, path) !== undefined);
  if (there.length === 0) return { kind: 'unknown-path' };
  const allow = [...new Set(there.map((address) => address.method))].sort();
  return { kind: method === 'OPTIONS' ? 'options' : 'wrong-method', allow };
}

/**
 * The address that was asked for, and the values of its placeholders. Of several the most specific is meant, as at the
 * gateway: what is written out goes before a placeholder, from the left to the right.
 */
export function addressOf<A extends Address>(
  { method, path }: Asked,
  addresses: readonly A[],
): { readonly address: A; readonly values: Readonly<Record<string, string>> } | undefined {
  const [meant] = addresses
    .filter((address) => address.method === method)
    .flatMap((address) => {
      const values = valuesIn(address.path, path);
      return values === undefined ? [] : [{ address, values }];
    })
    .sort((one, other) => (vagueness(one.address) < vagueness(other.address) ? -1 : 1));
  return meant;
}

const isPlaceholder = (step: string) => step.startsWith('{');

/** A digit for each step, the smaller the better. */
function vagueness({ path }: Address): string {
  return path
    .split('/')
    .map((step) => (isPlaceholder(step) ? 1 : 0))
    .join('');
}

function valuesIn(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  const isThere =
    wanted.length === given.length &&
    wanted.every((step, index) => (isPlaceholder(step) ? given[index] !== '' : step === given[index]));
  if (!isThere) return undefined;
  return Object.fromEntries(
    wanted.flatMap((step, index) => (isPlaceholder(step) ? [[step.slice(1, -1), given[index] ?? '']] : [])),
  );
}
