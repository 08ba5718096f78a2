import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../../shared/events/restore.ts';
import { sees } from '../../../../shared/identity/fields.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { mergePatch } from '../../../../shared/values/merge-patch.ts';
import { type FieldReader, fieldsSeenBy } from '../../../customers/fields/index.ts';
import { asFilter } from '../../../customers/filters/filters.schema.ts';
import { filterViolations } from '../../../customers/filters/index.ts';
import type { ListReader } from '../../../customers/lists/index.ts';
import type { SurveyReader } from '../../../surveys/surveys/index.ts';
import { planId } from '../../callbacks/callbacks.schema.ts';
import type { PlanRecord } from '../plans.items.ts';
import { shownStatus } from '../plans.rules.ts';
import { maximumPlans, type NewPlan, type Plan, type PlanAudience, PlanPatch } from '../plans.schema.ts';
import type { PlansStore } from '../plans.store.ts';

export interface CheckContext {
  readonly lists: Pick<ListReader, 'isThere'>;
  readonly fields: Pick<FieldReader, 'listNow'>;
  readonly surveys: Pick<SurveyReader, 'find'>;
  readonly principal: Principal;
}

interface Context extends CheckContext {
  readonly plans: Pick<
    PlansStore,
    'get' | 'getToRestore' | 'create' | 'change' | 'delete' | 'valuesBefore' | 'listGoingOn'
  >;
  readonly origin: EventContext;
}

/** The furthest place that a plan can have. */
const lastOrder = 1000;

/** Creates a plan; its event has all customers looked at whom it may mean. */
export async function createPlan(input: NewPlan, context: Context): Promise<Change<Plan>> {
  const { plans, principal, origin } = context;
  assertManages(principal);
  await assertPossible(input, context);
  const others = await plans.listGoingOn();
  assertRoom(others.length);
  const behind = Math.max(0, ...others.map(({ order }) => order)) + 1;
  const plan: PlanRecord = {
    ...input,
    order: input.order ?? Math.min(behind, lastOrder),
    id: newId(planId),
    version: 1,
    status: 'active',
    createdAt: origin.at,
    updatedAt: origin.at,
  };
  return { result: shownPlan(plan), writes: plans.create(plan, origin) };
}

/** Changes, pauses, resumes or ends a plan. A patch that changes nothing is free. */
export async function patchPlan(
  { id, version, patch }: { id: string; version: IfMatch; patch: PlanPatch },
  context: Context,
): Promise<Change<Plan>> {
  const { plans, principal, origin } = context;
  assertManages(principal);
  const before = await plans.get(id);
  assertVersion(before, version);
  if (before.status === 'ended' && Object.keys(patch).length > 0)
    throw new AppError('not-allowed-now', 'This plan has ended. Create a new one.');
  await assertPossible(patch, context);
  const { holdReason, ...merged } = mergePatch(before, patch);
  // Only another audience, which was looked at just now, lets a plan go whose list is gone.
  const held = patch.audience === undefined && holdReason !== undefined ? { holdReason } : {};
  const after = { ...merged, ...held, version: before.version + 1, updatedAt: origin.at };
  const writes = plans.change(before, after, origin);
  return { result: shownPlan(writes.length === 0 ? before : after), writes };
}

/** Gives a plan back what it was before a change. Throws what `valuesBefore` throws. */
export async function restorePlan(
  { id, changeId }: { id: string; changeId: string },
  context: Context,
): Promise<Change<Plan>> {
  assertManages(context.principal);
  const present = await context.plans.getToRestore(id, changeId);
  const patch = asPatch(PlanPatch, await context.plans.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchPlan({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Deletes a plan. Its customers leave it when their entries fall due. */
export async function deletePlan(
  { id, version }: { id: string; version: IfMatch },
  { plans, principal, origin }: Pick<Context, 'plans' | 'principal' | 'origin'>,
): Promise<Change<undefined>> {
  assertManages(principal);
  const before = await plans.get(id);
  assertVersion(before, version);
  const after = {
    ...before,
    status: 'deleted' as const,
    version: before.version + 1,
    updatedAt: origin.at,
  };
  return { result: undefined, writes: plans.delete(before, after, origin) };
}

/** A plan as the API shows it. */
export function shownPlan(record: PlanRecord): Plan {
  const status = shownStatus(record);
  if (status === 'deleted') throw new Error('A deleted plan is not shown');
  return { ...record, status };
}

function assertManages(principal: Principal): void {
  if (principal.rowAccess['callbacks.write'] !== 'all')
    throw new AppError('forbidden', 'Plans of periodic callbacks are made and changed by managers.');
}

function assertRoom(goingOn: number): void {
  if (goingOn < maximumPlans) return;
  throw new AppError(
    'not-allowed-now',
    `There are ${maximumPlans} plans already. End or delete one first, or give one a wider audience.`,
  );
}

/** Refuses an audience that nobody can be found by, and a script that is not there. */
async function assertPossible(
  { audience, surveyId }: { audience?: PlanAudience | undefined; surveyId?: string | null | undefined },
  context: CheckContext,
): Promise<void> {
  const violations = [
    ...(audience === undefined ? [] : await violationsOf(audience, context)),
    ...(surveyId == null || (await context.surveys.find(surveyId)) !== undefined
      ? []
      : [{ pointer: '/body/surveyId', reason: 'No survey has this id.' }]),
  ];
  if (violations.length > 0)
    throw new AppError('invalid-request', 'The plan is not possible.', { violations });
}

/** What is wrong with an audience for whoever asks for it. */
export async function violationsOf(
  audience: PlanAudience,
  { lists, fields, principal }: Pick<CheckContext, 'lists' | 'fields' | 'principal'>,
): Promise<readonly Violation[]> {
  if (audience.kind === 'all') return [];
  if (audience.kind === 'list')
    return (await lists.isThere(audience.listId))
      ? []
      : [{ pointer: '/body/audience/listId', reason: 'No list of customers has this id.' }];
  const who = {
    definitions: await fields.listNow(),
    sees: fieldsSeenBy(principal),
    seesContact: sees(principal, 'contact'),
  };
  return filterViolations(asFilter(audience.filter), who, '/body/audience/filter');
}
