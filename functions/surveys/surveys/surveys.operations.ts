/** Creating, changing, opening and closing surveys. */
import { AppError } from '../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../shared/events/restore.ts';
import type { Change, Write } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { holdTopic, releaseTopic } from '../../contact/messaging/index.ts';
import { newSurvey, patchedSurvey } from './surveys.rules.ts';
import { type NewSurvey, type Survey, SurveyPatch, surveyId, surveyViolations } from './surveys.schema.ts';
import type { SurveysStore } from './surveys.store.ts';

export async function createSurvey(
  input: NewSurvey,
  { surveys, origin }: { readonly surveys: Pick<SurveysStore, 'create'>; readonly origin: EventContext },
): Promise<Change<Survey>> {
  const survey = newSurvey(newId(surveyId), input, origin.at);
  return { result: survey, writes: surveys.create(survey, origin) };
}

interface PatchContext {
  readonly surveys: Pick<SurveysStore, 'get' | 'change' | 'valuesBefore'>;
  readonly origin: EventContext;
}

/** Changes a survey, which makes a new version of it. A patch that changes nothing is free. */
export async function patchSurvey(
  { id, version, patch }: { id: string; version: IfMatch; patch: SurveyPatch },
  { surveys, origin }: PatchContext,
): Promise<Change<Survey>> {
  const before = await surveys.get(id);
  assertVersion(before, version);
  const after = patchedSurvey(before, patch, origin.at);
  const violations = surveyViolations(after).map(({ path, reason }) => ({
    pointer: `/body/${path.join('/')}`,
    reason,
  }));
  if (violations.length > 0) {
    throw new AppError('invalid-request', 'The survey would not fit together any more.', { violations });
  }
  const writes = surveys.change(before, after, origin);
  if (writes.length === 0) return { result: before, writes };
  return { result: after, writes: [...writes, ...topicWrites(before, after, origin)] };
}

/** Gives a survey back what it was before a change, as a new version. Throws what `valuesBefore` throws. */
export async function restoreSurvey(
  { id, changeId }: { id: string; changeId: string },
  context: PatchContext,
): Promise<Change<Survey>> {
  const present = await context.surveys.get(id);
  const patch = asPatch(SurveyPatch, await context.surveys.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchSurvey({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

/** Invitations to a closed survey that have not gone out are not sent; one that is opened again is mailed again. */
function topicWrites(before: Survey, after: Survey, origin: EventContext): readonly Write[] {
  if (before.status === after.status) return [];
  if (after.status === 'closed') return [holdTopic(after.id, origin)];
  return before.status === 'closed' ? [releaseTopic(after.id)] : [];
}
