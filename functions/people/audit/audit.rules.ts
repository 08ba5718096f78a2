/** Decisions about the trail that need nothing but the question. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { sees } from '../../../shared/identity/fields.ts';
import { permissions } from '../../../shared/identity/permissions.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { AuditQuery } from './audit.schema.ts';

export type AuditQuestion =
  | { readonly by: 'actor'; readonly actor: string; readonly month: string | undefined }
  | { readonly by: 'kind'; readonly kind: string; readonly day: string | undefined }
  | { readonly by: 'record'; readonly record: string }
  | { readonly by: 'access'; readonly record: string; readonly outcome: 'read' | 'refused' };

/** What is asked. Throws `invalid-request` for a question that no key of the table answers. */
export function questionOf(asked: Omit<AuditQuery, 'limit' | 'cursor'>): AuditQuestion {
  const { actor, month, kind, day, record } = asked;
  const outcome = kind === 'read' || kind === 'refused' ? kind : undefined;
  if (outcome !== undefined && record !== undefined && actor === undefined && day === undefined)
    return { by: 'access', record, outcome };
  const violations = violationsOf(asked);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The trail is asked by person, by kind of record or by record.', {
      violations,
    });
  if (actor !== undefined) return { by: 'actor', actor, month };
  return kind === undefined ? { by: 'record', record: record ?? '' } : { by: 'kind', kind, day };
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
