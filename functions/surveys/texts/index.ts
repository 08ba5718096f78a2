/** What other domains may ask the texts domain. */
import type { Table } from '../../../shared/table/table.ts';
import type { AnsweredSurvey } from '../responses/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { commentIdOf, textsOf } from './texts.rules.ts';
import type { Comment } from './texts.schema.ts';
import { createTextsStore } from './texts.store.ts';

/** What was written in an answer, as far as it was read. */
export interface ReadTexts {
  readonly comments: readonly Comment[];
  /** There is a text that is still to be read; `comment.read` tells when it was. */
  readonly isUnread: boolean;
}

export type CommentReader = ReturnType<typeof createCommentReader>;

export function createCommentReader(table: Table) {
  const texts = createTextsStore(table);
  const surveys = createSurveyReader(table);
  return {
    getTopics: texts.getTopics,

    /** The texts of an answer. */
    async ofAnswer(answer: AnsweredSurvey): Promise<ReadTexts> {
      const survey = await surveys.findVersion(answer.surveyId, answer.surveyVersion);
      const written = textsOf(survey?.questions ?? [], answer.answers);
      const ids = written.map(({ questionId }) => commentIdOf(answer, questionId));
      const comments = await texts.findMany(ids);
      return { comments, isUnread: comments.length < ids.length };
    },
  };
}
