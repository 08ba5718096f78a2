import type * as contracts from '../../functions/contracts.ts';
import type { Client } from '../../shared/contract/client.ts';

/** The typed client of the whole API: the demo knows no other way in. */
export type DemoClient = Client<typeof contracts>;

/** A client with the token of a demo person or of the machine client; see `people.ts`. */
export type ClientOf = (id: string) => DemoClient;
