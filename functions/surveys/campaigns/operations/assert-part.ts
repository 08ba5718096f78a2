import { AppError } from '../../../../shared/errors/app-error.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignsStore } from '../campaigns.store.ts';

/** Some of what came of a survey: what a campaign has brought, or the answers to a question. */
export interface Part {
  readonly surveyId: string;
  readonly campaignId?: string | undefined;
  readonly questionId?: string | undefined;
}

/** Where in a request they stand, such as `/query/campaignId`. */
export type PartPointers = Readonly<Partial<Record<'campaignId' | 'questionId', string>>>;

/**
 * Refuses a campaign and a question that are none of the survey, for what is told of them would read as if nobody had
 * answered. Those that are there no more may be named. Reads nothing where neither is.
 */
export async function assertPart(
  { surveyId, campaignId, questionId }: Part,
  pointers: PartPointers,
  {
    surveys,
    campaigns,
  }: {
    readonly surveys: Pick<SurveyReader, 'get' | 'formerQuestions'>;
    readonly campaigns: Pick<CampaignsStore, 'findKept'>;
  },
): Promise<void> {
  if (campaignId === undefined && questionId === undefined) return;
  const [survey, campaign] = await Promise.all([
    surveys.get(surveyId),
    campaignId === undefined ? undefined : campaigns.findKept(campaignId),
  ]);
  const isAsked =
    questionId === undefined ||
    survey.questions.some(({ id }) => id === questionId) ||
    (await surveys.formerQuestions(surveyId, [questionId])).length > 0;
  const violations = [
    ...(campaign?.surveyId === (campaignId && surveyId)
      ? []
      : [{ pointer: pointers.campaignId ?? '', reason: 'is no campaign of this survey' }]),
    ...(isAsked ? [] : [{ pointer: pointers.questionId ?? '', reason: 'is no question of this survey' }]),
  ];
  if (violations.length > 0)
    throw new AppError('invalid-request', 'This is no part of the survey.', { violations });
}
