import type { EventContext } from '../../../../shared/events/event.ts';
import { untimed } from '../../../../shared/events/untimed.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { languageOf } from '../../../../shared/texts/features.ts';
import { bandOfScored, type ResponseReader, responseStays } from '../../responses/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import { commentIdOf, textsOf, topicsIn } from '../texts.rules.ts';
import type { Comment } from '../texts.schema.ts';
import type { TextsStore } from '../texts.store.ts';
import type { TextReader } from './text-readers.ts';

/** An answer that was given to a survey. */
export interface Answer {
  readonly responseId: string;
  readonly surveyId: string;
  readonly surveyVersion: number;
  readonly campaignId?: string | undefined;
  readonly collectorId?: string | undefined;
  /** Absent: nobody knows who has answered. */
  readonly customerId?: string | undefined;
  readonly answeredAt: string;
}

interface Context {
  readonly texts: Pick<TextsStore, 'find' | 'getTopics' | 'keep'>;
  readonly responses: ResponseReader;
  readonly surveys: Pick<SurveyReader, 'findVersion'>;
  readonly reader: TextReader;
  readonly origin: EventContext;
}

/**
 * Reads the texts of an answer and keeps each as a comment.
 */
export async function readTexts(answer: Answer, context: Context): Promise<Change<undefined>> {
  const { texts, responses, surveys, reader, origin } = context;
  const given = await responses.find(answer);
  if (given === undefined || !Object.values(given.answers).some((each) => typeof each === 'string'))
    return { result: undefined, writes: [] };
  const [survey, { topics }] = await Promise.all([
    surveys.findVersion(answer.surveyId, answer.surveyVersion),
    texts.getTopics(),
  ]);
  const { responseId, surveyId, campaignId, collectorId, customerId, answeredAt } = answer;
  const { score, scale } = given;
  // When it was read would tell when an answer of nobody was given, of which only the day may be known.
  const at = customerId === undefined ? answeredAt : origin.at;
  const read = textsOf(survey?.questions ?? [], given.answers).map(async ({ questionId, text }) => {
    const id = commentIdOf(answer, questionId);
    if ((await texts.find(id)) !== undefined) return [];
    const language = languageOf(text);
    const comment: Comment = {
      ...{ id, version: 1, surveyId, responseId, questionId, campaignId, customerId, answeredAt },
      collectorId,
      ...{ text, language, score, scale, band: bandOfScored({ score, scale }) },
      ...(await reader.read(text, language)),
      ...{ topics: [...topicsIn(text, topics)], sentimentBy: 'reader', topicsBy: 'reader' },
      updatedAt: at,
    };
    const kept = texts.keep(comment, { ...origin, at });
    return customerId === undefined ? kept.map(untimed) : kept;
  });
  const writes = (await Promise.all(read)).flat();
  // Whoever is erased in this moment leaves no text behind.
  return { result: undefined, writes: writes.length === 0 ? [] : [responseStays(answer), ...writes] };
}
