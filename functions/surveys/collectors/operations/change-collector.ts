/** Making, changing and deleting links for anybody. */
import { randomBytes } from 'node:crypto';
import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CollectorRecord } from '../collectors.items.ts';
import { CollectorPatch, collectorId, type NewCollector } from '../collectors.schema.ts';
import type { CollectorsStore } from '../collectors.store.ts';

interface Context {
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly origin: EventContext;
}

/** 72 bits: nobody comes upon one by guessing. */
const codeBytes = 9;

export async function createCollector(
  { surveyId, ...input }: NewCollector & { readonly surveyId: string },
  { surveys, collectors, origin }: Context & { readonly collectors: Pick<CollectorsStore, 'create'> },
): Promise<Change<CollectorRecord>> {
  const collector: CollectorRecord = {
    ...input,
    id: newId(collectorId),
    version: 1,
    surveyId,
    status: 'open',
    code: randomBytes(codeBytes).toString('base64url'),
    createdAt: origin.at,
    updatedAt: origin.at,
  };
  await assertFits(collector, input, { surveys, origin });
  return { result: collector, writes: collectors.create(collector, origin) };
}

type PatchContext = Context & {
  readonly collectors: Pick<CollectorsStore, 'get' | 'getToRestore' | 'change' | 'valuesBefore'>;
};

/** Changes, closes or opens a link for anybody. A patch that changes nothing is free. */
export async function patchCollector(
  { id, version, patch }: { id: string; version: IfMatch; patch: CollectorPatch },
  context: PatchContext,
): Promise<Change<CollectorRecord>> {
  const { collectors, origin } = context;
  const before = await collectors.get(id);
  assertVersion(before, version);
  const after = { ...mergePatch(before, patch), version: before.version + 1, updatedAt: origin.at };
  await assertFits(after, patch, context);
  const writes = collectors.change(before, after, origin);
  return { result: writes.length === 0 ? before : after, writes };
}

/** Gives a link for anybody back what it was before a change. Throws what `valuesBefore` throws. */
export async function restoreCollector(
  { id, changeId }: { id: string; changeId: string },
  context: PatchContext,
): Promise<Change<CollectorRecord>> {
  const present = await context.collectors.getToRestore(id, changeId);
  const patch = asPatch(CollectorPatch, await context.collectors.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchCollector({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

export async function deleteCollector(
  { id, version }: { id: string; version: IfMatch },
  {
    collectors,
    origin,
  }: { readonly collectors: Pick<CollectorsStore, 'get' | 'delete'>; readonly origin: EventContext },
): Promise<Change<undefined>> {
  const before = await collectors.get(id);
  assertVersion(before, version);
  const after = {
    ...before,
    version: before.version + 1,
    status: 'deleted' as const,
    updatedAt: origin.at,
  };
  return { result: undefined, writes: collectors.delete(before, after, origin) };
}

async function assertFits(
  { surveyId, startsAt, endsAt, language }: CollectorRecord,
  sent: CollectorPatch,
  { surveys, origin }: Context,
): Promise<void> {
  const { languages } = await surveys.get(surveyId);
  const violations: Violation[] = [];
  if (startsAt !== undefined && endsAt !== undefined && endsAt <= startsAt)
    violations.push({ pointer: '/body/endsAt', reason: 'must lie after startsAt' });
  else if (typeof sent.endsAt === 'string' && sent.endsAt <= origin.at)
    violations.push({ pointer: '/body/endsAt', reason: 'lies in the past: nobody could answer' });
  if (language !== undefined && !languages.includes(language))
    violations.push({ pointer: '/body/language', reason: 'must be one of the languages of the survey' });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The link for anybody does not fit together.', { violations });
}
