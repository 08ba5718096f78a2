/** Asking for an export of answers, following it, and giving it up. */
import { AppError } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerOf } from '../../../../shared/identity/on-behalf.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { PartCheck } from '../../campaigns/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import {
  type AnswerExport,
  type AnswerExportRecord,
  answerExportId,
  type NewAnswerExport,
} from '../answer-exports.schema.ts';
import type { AnswerExportsStore } from '../answer-exports.store.ts';
import { fileOf } from './make-export.ts';

interface Context {
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Asks for the answers to a survey as CSV; the files are made because of the event. */
export async function requestExport(
  { surveyId, ...input }: NewAnswerExport & { readonly surveyId: string },
  {
    exports,
    surveys,
    assertPart,
    principal,
    origin,
  }: Context & {
    readonly exports: Pick<AnswerExportsStore, 'create'>;
    readonly surveys: Pick<SurveyReader, 'get'>;
    readonly assertPart: PartCheck;
  },
): Promise<Change<AnswerExport>> {
  const { from, to, campaignId } = input;
  await surveys.get(surveyId);
  if (from !== undefined && to !== undefined && to < from)
    throw new AppError('invalid-request', 'Not all of this can be exported.', {
      violations: [{ pointer: '/body/to', reason: 'must not lie before `from`' }],
    });
  await assertPart({ surveyId, campaignId }, { campaignId: '/body/campaignId' });
  const record: AnswerExportRecord = {
    ...{ ...input, surveyId, id: newId(answerExportId), version: 1, state: 'running' },
    ...{ read: 0, rows: 0, files: [] },
    requestedBy: { kind: principal.kind, id: principal.id },
    requestedAt: origin.at,
    progress: { step: 1, asker: askerOf(principal) },
  };
  return { result: shownExport(record), writes: exports.create(record, origin) };
}

/** An export as the API shows it to whoever has asked for it; that links were handed out is kept. */
export async function showExport(
  id: string,
  {
    exports,
    surveys,
    principal,
    linkTo,
    origin,
  }: Context & {
    readonly exports: Pick<AnswerExportsStore, 'get' | 'tellHandedOut'>;
    readonly surveys: Pick<SurveyReader, 'find'>;
    readonly linkTo: (key: string, name: string) => Promise<string>;
  },
): Promise<Change<AnswerExport>> {
  const record = await getOwn(id, { exports, principal });
  const { state, files, expiresAt } = record;
  const isReady = state === 'done' && expiresAt !== undefined && origin.at < expiresAt;
  if (!isReady) return { result: shownExport(record), writes: [] };
  const survey = await surveys.find(record.surveyId);
  const links = files.map((step, index) => linkTo(fileOf(id, step), nameOfFile(survey, record, index)));
  return {
    result: { ...shownExport(record), links: await Promise.all(links) },
    writes: exports.tellHandedOut(record, origin),
  };
}

/** As it lies among the files of whoever downloads it: without what is no name of a file everywhere. */
function nameOfFile(
  survey: { readonly name: string } | undefined,
  { requestedAt }: Pick<AnswerExportRecord, 'requestedAt'>,
  index: number,
): string {
  const name = survey?.name.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '').trim() || 'answers';
  return `${name}-${requestedAt.slice(0, 'yyyy-mm-dd'.length)}-${index + 1}.csv`;
}

/** What is being made of it is dropped, and what was made is handed out no more. The same twice changes nothing. */
export async function cancelExport(
  id: string,
  { exports, principal, origin }: Context & { readonly exports: Pick<AnswerExportsStore, 'get' | 'cancel'> },
): Promise<Change<AnswerExport>> {
  const record = await getOwn(id, { exports, principal });
  if (record.state === 'cancelled') return { result: shownExport(record), writes: [] };
  const { progress: _, ...rest } = record;
  const cancelled: AnswerExportRecord = {
    ...{ ...rest, version: record.version + 1, state: 'cancelled', doneAt: origin.at },
  };
  return { result: shownExport(cancelled), writes: exports.cancel(record, cancelled, origin) };
}

/** Throws `forbidden` for everybody but whoever has asked for it. */
async function getOwn(
  id: string,
  { exports, principal }: Pick<Context, 'principal'> & { readonly exports: Pick<AnswerExportsStore, 'get'> },
): Promise<AnswerExportRecord> {
  const record = await exports.get(id);
  const { requestedBy } = record;
  if (requestedBy.kind === principal.kind && requestedBy.id === principal.id) return record;
  throw new AppError('forbidden', 'Only whoever has asked for an export reads and cancels it.');
}

function shownExport({ files, progress, ...shown }: AnswerExportRecord): AnswerExport {
  return shown;
}
