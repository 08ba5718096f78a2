import { AppError } from '../../../../shared/errors/app-error.ts';
import { changedNames, fieldChanges } from '../../../../shared/events/change-event.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { patchedSurvey } from '../surveys.rules.ts';
import { type Survey, type SurveyPatch, surveyViolations } from '../surveys.schema.ts';
import type { SurveysStore } from '../surveys.store.ts';
import { assertVersion } from './version-guard.ts';

interface Context {
  readonly surveys: Pick<SurveysStore, 'getSurvey' | 'changeSurvey'>;
  readonly origin: EventContext;
}

/** Changes a survey, which makes a new version of it. A patch that changes nothing is free. */
export async function patchSurvey(
  { surveyId, version, patch }: { surveyId: string; version: number; patch: SurveyPatch },
  { surveys, origin }: Context,
): Promise<Change<Survey>> {
  const before = await surveys.getSurvey(surveyId);
  assertVersion(before, version);
  const after = patchedSurvey(before, patch, origin.at);
  const violations = surveyViolations(after).map(({ path, reason }) => ({
    pointer: `/body/${path.join('/')}`,
    reason,
  }));
  if (violations.length > 0) {
    throw new AppError('invalid-request', 'The survey would not fit together any more.', { violations });
  }
  if (changedNames(fieldChanges(before, after)).length === 0) return { result: before, writes: [] };
  return { result: after, writes: surveys.changeSurvey(before, after, origin) };
}
