/** Makes the files of an export of answers, one in each step. */
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerLater, type Callers } from '../../../../shared/identity/on-behalf.ts';
import { hasRowAccess, type Principal } from '../../../../shared/identity/principal.ts';
import type { FileStore } from '../../../../shared/runtime/file-store.ts';
import type { commitWithRetry } from '../../../../shared/table/retry.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { csvLine, csvMark } from '../../../../shared/values/csv.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import type { CampaignReader } from '../../campaigns/index.ts';
import type { CollectorReader } from '../../collectors/index.ts';
import type { AnswerPages } from '../../responses/index.ts';
import type { Response } from '../../responses/responses.schema.ts';
import type { CountedTags } from '../../results/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import type { AnswerExportRecord, QuestionColumn } from '../answer-exports.schema.ts';
import type { AnswerExportsStore } from '../answer-exports.store.ts';
import { askedIn, cellsOf, columnsOf, headsOf, type Names } from './answer-cells.ts';

interface Context {
  readonly exports: Pick<AnswerExportsStore, 'find' | 'advance'>;
  readonly answers: AnswerPages;
  readonly surveys: Pick<SurveyReader, 'findVersion' | 'listVersions'>;
  readonly customers: Pick<CustomerReader, 'findContacts'>;
  readonly callers: Callers;
  readonly names: NameReaders;
  readonly files: Pick<FileStore, 'put'>;
  readonly commit: <Result>(
    decide: Parameters<typeof commitWithRetry<Result>>[1],
  ) => ReturnType<typeof commitWithRetry<Result>>;
  readonly exportDays: number;
  readonly origin: EventContext;
}

interface NameReaders {
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly teams: Pick<TeamReader, 'namesOf'>;
  readonly tags: CountedTags;
  readonly campaigns: Pick<CampaignReader, 'namesOf'>;
  readonly collectors: Pick<CollectorReader, 'namesOf'>;
}

const pageSize = 100;
/** A file ends after so many pages, or where it has become so long: texts may be. */
const pagesOfFile = 100;
const bytesOfFile = 5_000_000;

/** Where the file of a step lies. */
export function fileOf(id: string, step: number): string {
  return `extracts/${id}/${step}.csv`;
}

/**
 * Makes the file of the next step, and answers the step that comes then; undefined when nothing does. A step that comes
 * twice makes the same file again.
 */
export async function exportStep(
  { answers: id, step }: { readonly answers: string; readonly step: number },
  context: Context,
): Promise<number | undefined> {
  const record = await context.exports.find(id);
  if (record?.progress === undefined) return undefined;
  const { progress } = record;
  if (progress.step !== step) return progress.step === step + 1 ? progress.step : undefined;
  const asker = await askerLater(progress.asker, context.callers);
  if (asker === undefined) return advance(record, { state: 'stopped' }, undefined, context);
  const columns = progress.columns ?? (await everyColumn(record.surveyId, context));
  const asked = askedIn(columns, await versionsOf(record.surveyId, columns, context));
  const { words: wording } = record;
  const { responses, read, next } = await answersOf(record, asker, context);
  if (responses.length > 0) {
    const names = await namesIn(responses, context.names);
    const lines = responses.map((response) => csvLine(cellsOf(response, asked, { wording, names })));
    const content = `${csvMark}${csvLine(headsOf(asked, wording))}${lines.join('')}`;
    await context.files.put(fileOf(id, step), Buffer.from(content));
  }
  const made = {
    read: record.read + read,
    rows: record.rows + responses.length,
    files: responses.length > 0 ? [...record.files, step] : record.files,
  };
  const goesOn = next === undefined ? undefined : { after: next, columns };
  return advance(record, goesOn === undefined ? { ...made, state: 'done' } : made, goesOn, context);
}

/** The columns of the survey as it is, and behind them those that it had while it was answered. */
async function everyColumn(
  surveyId: string,
  { surveys }: Pick<Context, 'surveys'>,
): Promise<QuestionColumn[]> {
  const columns = new Map<string, QuestionColumn>();
  for (let cursor: string | undefined; ; ) {
    const page = await surveys.listVersions(surveyId, { limit: 25, cursor });
    const [last] = page.items;
    const asked = page.items.filter(
      (each) => each.status !== 'draft' || (each === last && cursor === undefined),
    );
    for (const survey of await Promise.all(
      asked.map(({ version }) => surveys.findVersion(surveyId, version)),
    ))
      for (const column of survey === undefined ? [] : columnsOf(survey)) {
        const name = JSON.stringify([column.question, column.row]);
        if (!columns.has(name)) columns.set(name, column);
      }
    if (page.cursor === null) return [...columns.values()];
    cursor = page.cursor;
  }
}

async function versionsOf(
  surveyId: string,
  columns: readonly QuestionColumn[],
  { surveys }: Pick<Context, 'surveys'>,
): Promise<ReadonlyMap<number, Survey>> {
  const versions = [...new Set(columns.map(({ version }) => version))];
  const found = await Promise.all(versions.map((version) => surveys.findVersion(surveyId, version)));
  return new Map(found.flatMap((survey) => (survey === undefined ? [] : [[survey.version, survey]])));
}

/** The answers of the next file that whoever has asked may see. */
async function answersOf(
  record: AnswerExportRecord,
  asker: Principal,
  { answers, customers }: Pick<Context, 'answers' | 'customers'>,
) {
  const { surveyId, campaignId, from, to = record.requestedAt, progress } = record;
  const responses: Response[] = [];
  let read = 0;
  let bytes = 0;
  let next = progress?.after;
  for (let page = 0; page < pagesOfFile && bytes < bytesOfFile; page += 1) {
    const found = await answers.list(
      { surveyId, campaignId },
      { limit: pageSize, cursor: next, between: { from, to } },
    );
    const seen = await seenBy(asker, found.items, customers);
    responses.push(...seen);
    read += found.items.length;
    bytes += Buffer.byteLength(JSON.stringify(seen.map((each) => each.answers)));
    if (found.cursor === null) return { responses, read, next: undefined };
    next = found.cursor;
  }
  return { responses, read, next };
}

/** Whose rows are own ones sees the answers of own customers, of those of nobody, and of nobody in particular. */
async function seenBy(
  asker: Principal,
  responses: readonly Response[],
  customers: Pick<CustomerReader, 'findContacts'>,
): Promise<readonly Response[]> {
  if (asker.rowAccess['surveys.read'] === 'all') return responses;
  const ids = [...new Set(responses.flatMap(({ customerId }) => customerId ?? []))];
  const contacts = await customers.findContacts(ids, { consistent: true });
  const seen = new Set(
    contacts.filter(({ owner }) => hasRowAccess(asker, 'surveys.read', owner)).map(({ id }) => id),
  );
  return responses.filter(({ customerId }) => customerId === undefined || seen.has(customerId));
}

/** What all ids in these answers stand for. */
async function namesIn(
  responses: readonly Response[],
  { staff, teams, tags, campaigns, collectors }: NameReaders,
): Promise<Names> {
  const all = (of: (response: Response) => readonly (string | undefined)[]) => [
    ...new Set(responses.flatMap(of).filter((id) => id !== undefined)),
  ];
  const named = await Promise.all([
    campaigns.namesOf(all(({ campaignId }) => [campaignId])),
    teams.namesOf(all(({ group }) => group?.teams ?? [])),
    tags.findTags(all(({ group }) => group?.tags ?? [])),
    staff
      .findMany(all(({ group }) => [group?.ownerThen]))
      .then((found) => new Map(found.map(({ id, name }) => [id, name]))),
    collectors.namesOf(all(({ collectorId }) => [collectorId])),
  ]);
  return new Map(named.flatMap((each) => [...each]));
}

async function advance(
  record: AnswerExportRecord,
  made: Partial<AnswerExportRecord>,
  next: { readonly after: string; readonly columns: QuestionColumn[] } | undefined,
  { exports, commit, origin, exportDays }: Pick<Context, 'exports' | 'commit' | 'origin' | 'exportDays'>,
): Promise<number | undefined> {
  const { progress, ...rest } = record;
  if (progress === undefined) return undefined;
  const going = { ...rest, ...made, version: record.version + 1 };
  const step = progress.step + 1;
  const advanced =
    next === undefined
      ? { ...going, doneAt: origin.at, expiresAt: instantAfter(origin.at, { days: exportDays }) }
      : { ...going, progress: { asker: progress.asker, step, ...next } };
  const { result } = await commit(async () => {
    const present = await exports.find(record.id);
    if (present?.version !== record.version) return { result: undefined, writes: [] };
    return { result: next && step, writes: exports.advance(record, advanced, origin) };
  });
  return result;
}
