/** Decisions about surveys, campaigns and scores that need nothing but their arguments. */
import type { NpsBand } from './surveys.answers.schema.ts';
import type { NewSurvey, Survey, SurveyPatch, SurveyResults } from './surveys.schema.ts';

/** The band of an answer (Reichheld 2003): 9 and 10 promote, 7 and 8 are passive, 0 to 6 detract. */
export function npsBand(score: number): NpsBand {
  if (score >= 9) return 'promoter';
  return score >= 7 ? 'passive' : 'detractor';
}

export type NpsCounts = Readonly<Record<NpsBand, number>>;

export const noCounts: NpsCounts = { promoter: 0, passive: 0, detractor: 0 };

export function addCounts(left: NpsCounts, right: NpsCounts): NpsCounts {
  return {
    promoter: left.promoter + right.promoter,
    passive: left.passive + right.passive,
    detractor: left.detractor + right.detractor,
  };
}

/** Percentage of promoters minus percentage of detractors, to one decimal; null without answers. */
export function npsScore({ promoter, passive, detractor }: NpsCounts): number | null {
  const total = promoter + passive + detractor;
  if (total === 0) return null;
  // Adding zero turns -0 into 0.
  return Math.round(((promoter - detractor) / total) * 1000) / 10 + 0;
}

export function resultsOf(surveyId: string, counts: NpsCounts): SurveyResults {
  return {
    surveyId,
    promoters: counts.promoter,
    passives: counts.passive,
    detractors: counts.detractor,
    total: counts.promoter + counts.passive + counts.detractor,
    score: npsScore(counts),
    source: 'Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003',
  };
}

/** Rows over which the counter of a survey is spread, so that batches counted at the same time do not collide. */
export const counterShards = 8;

/** Versions of a survey as their sort keys write them. */
export function editionOf(version: number): string {
  return String(version).padStart(4, '0');
}

export function newSurvey(id: string, input: NewSurvey, at: string): Survey {
  return { ...input, id, version: 1, createdAt: at, updatedAt: at };
}

/** The survey after a merge patch: null removes the introduction or the thanks. */
export function patchedSurvey(survey: Survey, patch: SurveyPatch, at: string): Survey {
  const { intro: oldIntro, thanks: oldThanks, ...rest } = survey;
  const { intro = oldIntro, thanks = oldThanks, ...told } = patch;
  return {
    ...rest,
    ...withoutUndefined(told),
    ...(intro === undefined || intro === null ? {} : { intro }),
    ...(thanks === undefined || thanks === null ? {} : { thanks }),
    version: survey.version + 1,
    updatedAt: at,
  };
}

type Told<Patch> = { [Key in keyof Patch]?: Exclude<Patch[Key], undefined> };

/** What a patch says, without the fields it leaves out. */
export function withoutUndefined<Patch extends object>(patch: Patch): Told<Patch> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Told<Patch>;
}
