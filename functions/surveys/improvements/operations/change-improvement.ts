import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { measuredKinds } from '../../measures/measures.schema.ts';
import type { WaveReader } from '../../results/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import {
  baselineAmong,
  changedBy,
  firstReminder,
  isMeasured,
  measuresAnother,
} from '../improvements.rules.ts';
import {
  type Comparison,
  fieldsOfOwner,
  type Improvement,
  ImprovementPatch,
  type ImprovementRecord,
  improvementId,
  type NewImprovement,
} from '../improvements.schema.ts';
import type { ImprovementsStore } from '../improvements.store.ts';
import { groupViolations } from './check-group.ts';
import { measure, shownImprovement } from './show-improvement.ts';

interface Context {
  readonly improvements: Pick<ImprovementsStore, 'get' | 'create' | 'change' | 'valuesBefore'>;
  readonly staff: Pick<StaffReader, 'find' | 'listActive'>;
  readonly teams: Pick<TeamReader, 'namesOf' | 'idOfName'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly waves: WaveReader;
  readonly principal: Principal;
  readonly language: Language;
  readonly origin: EventContext;
}

/** Begins an improvement; without another one, the last wave that was answered is what it is compared with. */
export async function createImprovement(
  input: NewImprovement,
  context: Context,
): Promise<Change<Improvement>> {
  const { improvements, surveys, waves, principal, language, origin } = context;
  const owner = input.owner === undefined ? principal.id : input.owner;
  const survey = await surveys.find(input.surveyId);
  const { surveyId, questionId, group } = input;
  const known = survey === undefined ? [] : await waves.list({ surveyId, questionId, group });
  const violations: Violation[] = [
    ...(survey === undefined ? [{ pointer: '/body/surveyId', reason: 'No survey has this id.' }] : []),
    ...questionViolations(survey, questionId),
    ...(input.baseline !== undefined && !known.some(({ runId }) => runId === input.baseline)
      ? [{ pointer: '/body/baseline', reason: 'No wave of the survey that was answered has this id.' }]
      : []),
    ...(group === undefined ? [] : await groupViolations(group, context)),
    ...dayViolations(input.dueOn, origin.at),
    ...(await ownerViolations(owner, context)),
  ];
  assertNone(violations);
  const baseline = input.baseline ?? known.at(-1)?.runId;
  const created: ImprovementRecord = {
    ...input,
    owner,
    id: newId(improvementId),
    version: 1,
    status: 'open',
    ...(baseline === undefined ? {} : { baseline }),
    rounds: [],
    createdAt: origin.at,
    updatedAt: origin.at,
    remindAt: firstReminder(input.dueOn),
  };
  const result = await shownImprovement(created, { waves, principal, language, at: origin.at });
  return { result, writes: improvements.create(created, origin) };
}

/** Changes an improvement, or says how far it has come. A patch that changes nothing is free. */
export async function patchImprovement(
  {
    id,
    version,
    patch,
  }: { readonly id: string; readonly version: IfMatch; readonly patch: ImprovementPatch },
  context: Context,
): Promise<Change<Improvement>> {
  const { improvements, waves, principal, language, origin } = context;
  const before = await improvements.get(id);
  assertMayChange(before, patch, principal);
  assertVersion(before, version);
  assertNone([
    ...(patch.dueOn === undefined || patch.dueOn === before.dueOn
      ? []
      : dayViolations(patch.dueOn, origin.at)),
    ...(patch.owner === undefined || patch.owner === before.owner
      ? []
      : await ownerViolations(patch.owner, context)),
  ]);
  const now = await measure(before, waves);
  const remeasured = await measuredAnew(before, patch, now, context);
  const after = changedBy(remeasured, patch, { now, at: origin.at, by: origin.actor });
  const writes = improvements.change(before, after, origin);
  const shown = writes.length === 0 ? before : after;
  return { result: await shownImprovement(shown, { waves, principal, language, at: origin.at }), writes };
}

/** An improvement of which a patch measures something else, from the wave that this is compared with then. */
async function measuredAnew(
  before: ImprovementRecord,
  patch: ImprovementPatch,
  now: Comparison,
  context: Context,
): Promise<ImprovementRecord> {
  if (!measuresAnother(before, patch)) return before;
  if (isMeasured(before, now))
    throw new AppError(
      'not-allowed-now',
      'It was measured already, so its question and the customers whose answers count stay: nobody is to choose by what has turned out well. Begin another improvement.',
    );
  const { surveyId } = before;
  const { questionId = before.questionId } = patch;
  const group = patch.group === undefined ? before.group : (patch.group ?? undefined);
  assertNone([
    ...(questionId === before.questionId
      ? []
      : questionViolations(await context.surveys.find(surveyId), questionId)),
    ...(group === undefined ? [] : await groupViolations(group, context)),
  ]);
  const known = await context.waves.list({ surveyId, questionId, group });
  const { baseline: _, ...rest } = before;
  const baseline = baselineAmong(known, before);
  return baseline === undefined ? rest : { ...rest, baseline };
}

function questionViolations(
  survey: Awaited<ReturnType<Context['surveys']['find']>>,
  questionId: string,
): readonly Violation[] {
  const asked = survey?.questions.find(({ id }) => id === questionId);
  if (survey === undefined || measuredKinds.some((kind) => kind === asked?.kind)) return [];
  return [{ pointer: '/body/questionId', reason: 'The survey has no question of this id that is measured.' }];
}

export async function restoreImprovement(
  { id, changeId }: { readonly id: string; readonly changeId: string },
  context: Context,
): Promise<Change<Improvement>> {
  const present = await context.improvements.get(id);
  const patch = asPatch(ImprovementPatch, await context.improvements.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchImprovement({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Whoever sees to it moves it on, also without the permission to write. Throws `forbidden`. */
function assertMayChange(
  { owner }: Pick<ImprovementRecord, 'owner'>,
  patch: ImprovementPatch,
  { kind, id, rowAccess }: Principal,
): void {
  if (rowAccess['surveys.write'] !== undefined) return;
  if (kind !== 'person' || owner !== id)
    throw new AppError('forbidden', 'Only whoever sees to this improvement, or a manager, can change it.');
  const others = Object.keys(patch).filter((field) => !fieldsOfOwner.some((own) => own === field));
  if (others.length > 0)
    throw new AppError(
      'forbidden',
      `Of an improvement that you see to you change ${fieldsOfOwner.join(', ')}; a manager changes ${others.join(', ')}.`,
    );
}

function dayViolations(dueOn: string, at: string): readonly Violation[] {
  return dueOn < at.slice(0, dueOn.length) ? [{ pointer: '/body/dueOn', reason: 'must lie ahead' }] : [];
}

async function ownerViolations(
  owner: string | null,
  { staff }: Pick<Context, 'staff'>,
): Promise<readonly Violation[]> {
  if (owner === null || (await staff.find(owner))?.active === true) return [];
  const reason = 'Is nobody who works here. Name one of GET /staff who is active.';
  return [{ pointer: '/body/owner', reason }];
}

function assertNone(violations: readonly Violation[]): void {
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The improvement is not possible.', { violations });
}
