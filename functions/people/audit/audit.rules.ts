/** Decisions about the trail that need nothing but the question. */
import { AppError, type Violation } from '../../../shared/errors/app-error.ts';
import { sees } from '../../../shared/identity/fields.ts';
import { permissions } from '../../../shared/identity/permissions.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { AuditEntry, AuditQuery } from './audit.schema.ts';

export type AuditQuestion =
  | { readonly by: 'actor'; readonly actor: string; readonly month: string | undefined }
  | ({ readonly by: 'kind'; readonly kind: string; readonly isDeletion: boolean } & (
      | { readonly day: string; readonly month?: undefined }
      | { readonly day?: undefined; readonly month: string }
    ))
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

/** Of these there is one record, named by its kind. */
const onlyOnes = new Set([
  'callback-settings',
  'completeness-rules',
  'contact-policy',
  'duplicate-settings',
  'loop-rules',
  'source-rules',
  'text-topics',
]);

/** A record by its id, as `kind/id` where the id does not tell the kind, or by its kind where there is one of it. */
function recordNamed(record: string): NamedRecord {
  if (onlyOnes.has(record)) return { kind: record, id: record };
  const [, kind, id] = /^([a-z-]+)\/(.+)$/.exec(record) ?? [];
  return kind === undefined || id === undefined ? { kind: kindOfId(record), id: record } : { kind, id };
}

/** What is asked. Throws `invalid-request` for a question that no key of the table answers. */
export function questionOf(asked: Omit<AuditQuery, 'limit' | 'cursor'>): AuditQuestion {
  const { actor, month, kind, day, record, deleted } = asked;
  const outcome = kind === 'read' || kind === 'refused' ? kind : undefined;
  if (outcome !== undefined && record !== undefined && actor === undefined && (day ?? deleted) === undefined)
    return { by: 'access', record: recordNamed(record).id, outcome };
  const violations = violationsOf(asked);
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The trail is asked by person, by kind of record or by record.', {
      violations,
    });
  if (actor !== undefined) return { by: 'actor', actor, month };
  if (kind === undefined) return { by: 'record', ...recordNamed(record ?? '') };
  const ofKind = { by: 'kind', kind, isDeletion: deleted !== undefined } as const;
  return day === undefined ? { ...ofKind, month: month ?? '' } : { ...ofKind, day };
}

function violationsOf({
  actor,
  month,
  kind,
  day,
  record,
  deleted,
}: Parameters<typeof questionOf>[0]): Violation[] {
  const violations: Violation[] = [];
  const [first, ...more] = Object.entries({ actor, kind, record }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (month !== undefined && actor === undefined && kind === undefined)
    violations.push({ pointer: '/query/month', reason: 'Goes with `actor` or `kind`.' });
  if (day !== undefined && kind === undefined)
    violations.push({ pointer: '/query/day', reason: 'Goes with `kind`.' });
  if (deleted !== undefined && kind === undefined)
    violations.push({ pointer: '/query/deleted', reason: 'Goes with `kind`.' });
  if (kind === 'read')
    violations.push({
      pointer: '/query/record',
      reason: 'Who has opened something is asked by `record`, or by `actor` without `kind`.',
    });
  else if (first === 'kind' && month === undefined && day === undefined)
    violations.push({
      pointer: '/query/month',
      reason:
        'Needed with `kind`, such as 2026-11, unless `day` says one day: of most days there is nothing.',
    });
  if (first === undefined)
    violations.push({ pointer: '/query/actor', reason: 'One of `actor`, `kind` and `record` is needed.' });
  else violations.push(...more.map((name) => notBeside(first, name)));
  if (month !== undefined && day !== undefined) violations.push(notBeside('day', 'month'));
  return violations;
}

function notBeside(first: string, name: string): Violation {
  const reason = `Cannot be asked for together with \`${first}\`. Ask for either alone.`;
  return { pointer: `/query/${name}`, reason };
}

/** Which route takes changes of a kind of record back; what stands in braces is named by the entry. */
export const restoredBy: Readonly<Record<string, string>> = {
  'assignment-rules': '/assignment-rules/{kind}/changes/{eventId}/restore',
  callback: '/callbacks/{callbackId}/changes/{eventId}/restore',
  'callback-settings': '/callback-settings/changes/{eventId}/restore',
  campaign: '/campaigns/{campaignId}/changes/{eventId}/restore',
  collector: '/collectors/{collectorId}/changes/{eventId}/restore',
  comment: '/comments/{commentId}/changes/{eventId}/restore',
  'completeness-rules': '/completeness-rules/changes/{eventId}/restore',
  'contact-policy': '/contact-policy/changes/{eventId}/restore',
  customer: '/customers/{customerId}/changes/{eventId}/restore',
  'duplicate-settings': '/duplicate-settings/changes/{eventId}/restore',
  field: '/customer-fields/{name}/changes/{eventId}/restore',
  improvement: '/improvements/{improvementId}/changes/{eventId}/restore',
  interaction: '/customers/{customerId}/interactions/{interactionId}/changes/{eventId}/restore',
  'loop-rules': '/closed-loop/rules/changes/{eventId}/restore',
  list: '/customer-lists/{listId}/changes/{eventId}/restore',
  plan: '/callback-plans/{planId}/changes/{eventId}/restore',
  product: '/products/{productId}/changes/{eventId}/restore',
  staff: '/staff/{staffId}/changes/{eventId}/restore',
  survey: '/surveys/{surveyId}/changes/{eventId}/restore',
  team: '/teams/{teamId}/changes/{eventId}/restore',
  'text-topics': '/text-topics/changes/{eventId}/restore',
  view: '/customer-views/{viewId}/changes/{eventId}/restore',
};

/** Why changes of this kind of record are taken back nowhere; undefined for those that are. */
export function whyNotRestored(type: string): string | undefined {
  const kind = kindOfEvent(type);
  if (restoredBy[kind] !== undefined) return undefined;
  switch (kind) {
    case 'activity-kind':
      return 'This entry cannot be restored because a kind of activity is put as a whole, with PUT /activity-kinds/{kind}.';
    case 'address':
      return 'This entry cannot be restored because it tells what became of messages. DELETE /suppressions/{suppressionId} lets an address take them again.';
    case 'consent':
      return 'This entry cannot be restored because it is what a customer has said. Note what they say now with PUT /customers/{customerId}/consents/{purpose}/{channel}.';
    case 'consent-text':
      return 'This entry cannot be restored because what customers have read stays as they have read it. Put the old words as the next version with PUT /consent-texts/{purpose}/{version}.';
    case 'finding':
      return 'This entry cannot be restored because it is what somebody has decided. Decide anew with POST /customers/{customerId}/quality/decisions.';
    case 'correction':
      return 'This entry cannot be restored because a correction is taken back as a whole, with POST /customer-corrections/{correctionId}/undo.';
    case 'duplicate':
      return 'This entry cannot be restored because it is what somebody has decided. Decide anew with PUT /customers/{customerId}/duplicates/{otherId}.';
    case 'handover':
      return 'This entry cannot be restored because a hand-over is taken back as a whole, with POST /handovers/{handoverId}/undo.';
    case 'import':
      return 'This entry cannot be restored because an import is taken back as a whole, with POST /imports/{importId}/revert.';
    case 'mapping':
      return 'This entry cannot be restored because a mapping holds for files to come. Set the values yourself with PATCH /import-mappings/{mappingId}.';
    case 'report':
      return 'This entry cannot be restored because a link that was revoked stays so. Make another with POST /surveys/{surveyId}/reports.';
    case 'source-rules':
      return 'This entry cannot be restored because rules of sources are put as a whole, with PUT /customers/source-rules.';
    default:
      return 'This entry cannot be restored because it tells of something that has happened, and not of values.';
  }
}

/** Throws `not-allowed-now` for an entry about another kind of record, which says how that is restored, or why not. */
export function assertRestoredAs(kind: string, type: string): void {
  if (kindOfEvent(type) === kind) return;
  const reason = whyNotRestored(type);
  if (reason !== undefined) throw new AppError('not-allowed-now', reason);
  const route = restoredBy[kindOfEvent(type)];
  throw new AppError(
    'not-allowed-now',
    `This entry cannot be restored because it is about another record here. Use POST ${route}.`,
  );
}

/**
 * Entries, newest first, none of which offers a way back to a record that another one of them says was deleted; of who
 * can be brought back, only the last deletion does. It is told why.
 */
export function withoutDeadEnds(
  entries: readonly AuditEntry[],
  { deletedSince, restoredSince }: { readonly deletedSince: string; readonly restoredSince: string },
): AuditEntry[] {
  const named = ({ record }: AuditEntry) => `${record?.kind}/${record?.id}`;
  const isDeletion = ({ type }: AuditEntry) => type.endsWith('.deleted');
  const isTurn = (entry: AuditEntry) => isDeletion(entry) || entry.type.endsWith('.restored');
  // What became of each record last, of what its entries tell here.
  const last = new Map(
    entries
      .filter(isTurn)
      .toReversed()
      .map((entry) => [named(entry), entry]),
  );
  return entries.map((entry) => {
    const turn = last.get(named(entry));
    if (entry.restore === undefined || turn === undefined || turn === entry) return entry;
    if (!isDeletion(turn) && !isDeletion(entry)) return entry;
    const { restore, ...told } = entry;
    return { ...told, notRestored: isDeletion(turn) ? deletedSince : restoredSince };
  });
}

/** The kind of record that an event is about. */
export function kindOfEvent(type: string): string {
  return type.slice(0, type.indexOf('.'));
}

/** The path that takes back a change of a kind that has a route. */
export function pathToRestore({
  id,
  type,
  data,
}: {
  readonly id: string;
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}): string | undefined {
  const names: Readonly<Record<string, unknown>> = { ...data, eventId: id };
  return restoredBy[kindOfEvent(type)]?.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(names[name])),
  );
}

/** Values before and after may be anything that is kept of anybody. */
export function seesValues(principal: Principal): boolean {
  const readsAll = permissions.every(
    (permission) => permission.endsWith('.write') || principal.rowAccess[permission] === 'all',
  );
  return readsAll && sees(principal, 'contact');
}
