/** Declaring a domain: what it keeps in the table, what it listens to and to which area it belongs. */
import type { EventDeclaration } from '../events/event.ts';
import type { Subscription } from '../events/subscription.ts';
import type { Area } from '../identity/permissions.ts';
import type { ItemDeclaration } from '../table/item.ts';
import type { ListDesign } from '../table/list.ts';
import type { AccessPattern } from '../table/pattern.ts';
import type { IdKind } from '../values/ids.ts';

export interface DomainParts {
  /** An area is one stack, one HTTP function, one events queue with one consumer, one pair of permissions; the desk calls the routes of the others and has none. */
  readonly area: Area | 'desk' | 'platform';
  readonly ids?: readonly IdKind[];
  /** Everything it keeps in the one table. */
  readonly items?: readonly ItemDeclaration[];
  /** Every question it asks the table. */
  readonly patterns?: readonly AccessPattern[];
  /** Its lists with filters; what they keep and ask is not repeated in items and patterns. */
  readonly lists?: readonly ListDesign[];
  readonly subscriptions?: readonly Subscription[];
  /** What of it waits in the due list: the event that tells that something of this kind has become due. */
  readonly due?: readonly EventDeclaration[];
}

export interface Domain extends Required<DomainParts> {
  /** The folder. */
  readonly name: string;
}

/** Declares a domain; `name` is its folder. Collected in `functions/declarations.ts`. */
export function domain(name: string, parts: DomainParts): Domain {
  return { name, ids: [], items: [], patterns: [], lists: [], subscriptions: [], due: [], ...parts };
}
