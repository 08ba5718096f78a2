import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { CampaignsStore } from '../campaigns.store.ts';

/** Some of what came of a survey: what a campaign or a run has brought, or the answers to a question. */
export interface Part {
  readonly surveyId: string;
  readonly campaignId?: string | undefined;
  readonly runId?: string | undefined;
  readonly questionId?: string | undefined;
}

const unknown = 'is not known of answers to an anonymous survey';

/** Where in a request they stand, such as `/query/campaignId`. */
export type PartPointers = Readonly<Partial<Record<'campaignId' | 'runId' | 'questionId', string>>>;

/**
 * Refuses a campaign and a question that are none of the survey, and of an anonymous one whatever its answers do not name,
 * for what is told of them would read as if nobody had answered. Those that are there no more may be named. Reads nothing
 * where nothing is.
 *
 * @param about invitations are known by campaign and run also of an anonymous survey
 */
export async function assertPart(
  { surveyId, campaignId, runId, questionId }: Part,
  pointers: PartPointers,
  {
    surveys,
    campaigns,
  }: {
    readonly surveys: Pick<SurveyReader, 'get' | 'formerQuestions'>;
    readonly campaigns: Pick<CampaignsStore, 'findKept'>;
  },
  about: 'answers' | 'invitations' = 'answers',
): Promise<void> {
  if (campaignId === undefined && runId === undefined && questionId === undefined) return;
  const [survey, campaign] = await Promise.all([
    surveys.get(surveyId),
    campaignId === undefined ? undefined : campaigns.findKept(campaignId),
  ]);
  const isAsked =
    questionId === undefined ||
    survey.questions.some(({ id }) => id === questionId) ||
    (await surveys.formerQuestions(surveyId, [questionId])).length > 0;
  const isUnknown = survey.anonymous === true && about === 'answers';
  const pointer = (name: keyof PartPointers) => pointers[name] ?? '';
  const violations: Violation[] = [];
  if (campaign?.surveyId !== (campaignId && surveyId))
    violations.push({ pointer: pointer('campaignId'), reason: 'is no campaign of this survey' });
  else if (isUnknown && campaignId !== undefined)
    violations.push({ pointer: pointer('campaignId'), reason: unknown });
  if (isUnknown && runId !== undefined) violations.push({ pointer: pointer('runId'), reason: unknown });
  if (!isAsked) violations.push({ pointer: pointer('questionId'), reason: 'is no question of this survey' });
  if (violations.length > 0)
    throw new AppError('invalid-request', 'This is no part of the survey.', { violations });
}
