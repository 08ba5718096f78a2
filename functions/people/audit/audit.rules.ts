/** Decisions about the trail that need nothing but the question. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { sees } from '../../../shared/identity/fields.ts';
import { permissions } from '../../../shared/identity/permissions.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { AuditQuery } from './audit.schema.ts';

export type AuditQuestion =
  | { readonly by: 'actor'; readonly actor: string; readonly month: string | undefined }
  | { readonly by: 'kind'; readonly kind: string; readonly day: string | undefined }
  | ({ readonly by: 'record' } & NamedRecord)
  | { readonly by: 'access'; readonly record: string; readonly outcome: 'read' | 'refused' };

interface NamedRecord {
  readonly kind: string;
  readonly id: string;
}

/** Ids tell their kind, except those of staff, which are what the identity provider makes them. */
export function kindOfId(id: string): string {
  return /^([a-z]+)_[0-9a-z]{26}$/.exec(id)?.[1] ?? 'staff';
}

/** A record by its id, or as `kind/id` where the id does not tell the kind. */
function recordNamed(record: string): NamedRecord {
  const [, kind, id] = /^([a-z-]+)\/(.+)$/.exec(record) ?? [];
  return kind === undefined || id === undefined ? { kind: kindOfId(record), id: record } : { kind, id };
}

/** What is asked. Throws `invalid-request` for a question that no key of the table answers. */
export function questionOf(asked: Omit<AuditQuery, 'limit' | 'cursor'>): AuditQuestion {
  const { actor, month, kind, day, record } = asked;
  const outcome = kind === 'read' || kind === 'refused' ? kind : undefined;
  if (outcome !== undefined && record !== undefined && actor === undefined && day === undefined)
    return { by: 'access', record: recordNamed(record).id, outcome };
  const violations = violationsOf(asked);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The trail is asked by person, by kind of record or by record.', {
      violations,
    });
  if (actor !== undefined) return { by: 'actor', actor, month };
  return kind === undefined ? { by: 'record', ...recordNamed(record ?? '') } : { by: 'kind', kind, day };
}

function violationsOf({ actor, month, kind, day, record }: Parameters<typeof questionOf>[0]): Violation[] {
  const violations: Violation[] = [];
  if (month !== undefined && actor === undefined)
    violations.push({ pointer: '/query/month', reason: 'Goes with `actor`.' });
  if (day !== undefined && kind === undefined)
    violations.push({ pointer: '/query/day', reason: 'Goes with `kind`.' });
  if (kind === 'read')
    violations.push({
      pointer: '/query/record',
      reason: 'Who has opened something is asked by `record`, or by `actor` without `kind`.',
    });
  const [first, ...more] = Object.entries({ actor, kind, record }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (first === undefined)
    violations.push({ pointer: '/query/actor', reason: 'One of `actor`, `kind` and `record` is needed.' });
  for (const name of more)
    violations.push({
      pointer: `/query/${name}`,
      reason: `Cannot be asked for together with \`${first}\`. Ask for either alone.`,
    });
  return violations;
}

/** Values before and after may be anything that is kept of anybody. */
export function seesValues(principal: Principal): boolean {
  const readsAll = permissions.every(
    (permission) => permission.endsWith('.write') || principal.rowAccess[permission] === 'all',
  );
  return readsAll && sees(principal, 'contact');
}
