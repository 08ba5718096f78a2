/** Decisions about surveys that need nothing but their arguments. */
import { mergePatch } from '../../../shared/values/merge-patch.ts';
import type { NewSurvey, Survey, SurveyPatch } from './surveys.schema.ts';

/** Versions of a survey as their sort keys write them. */
export function editionOf(version: number): string {
  return String(version).padStart(4, '0');
}

export function newSurvey(id: string, input: NewSurvey, at: string): Survey {
  return { ...input, id, version: 1, createdAt: at, updatedAt: at };
}

/** The survey after a merge patch: null removes the introduction or the thanks. */
export function patchedSurvey(survey: Survey, patch: SurveyPatch, at: string): Survey {
  return { ...mergePatch(survey, patch), version: survey.version + 1, updatedAt: at };
}
