/**
 * Facts: what rules about customers can ask beside the profile. Each is declared beside whoever keeps it and collected in
 * functions/facts.ts; rules know none of them by name.
 */
import type { EventDeclaration } from '../events/event.ts';
import { dayAfter } from '../time/days.ts';
import type { FactField, Narrowing } from '../values/fact-field.ts';
import type { Instant } from '../values/instant.ts';
import type { Table } from './table.ts';

/** Fields that are told from the same items of a customer's collection. */
export interface Fact<Found = unknown> {
  readonly fields: Readonly<Record<string, FactField>>;
  /** After these a customer whom they name as `customerId`, or as one of `alsoNamed`, is another one. */
  readonly changedBy: readonly EventDeclaration[];
  readonly alsoNamed?: readonly string[];
  /** All that they are told from, of every record of one customer; strongly consistent. */
  read(customerIds: readonly string[], table: Table): Promise<Found>;
  /** What a field is at an instant; undefined where there is nothing. */
  value(field: string, found: Found, where: Narrowing, at: Instant): unknown;
  /** The days, in UTC, from which its dated fields are told: on which something has happened. */
  days(found: Found): readonly string[];
}

/** Declares a fact. */
export function fact<Found>(declared: Fact<Found>): Fact {
  return declared;
}

/** Whether what has happened on a day is asked for. */
export function isAskedFor(day: string, { lastDays, from, to }: Narrowing, at: Instant): boolean {
  const today = at.slice(0, 10);
  if (lastDays !== undefined && (day > today || day <= dayAfter(today, -lastDays))) return false;
  return (from === undefined || day >= from) && (to === undefined || day <= to);
}
