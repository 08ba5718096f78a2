/** What other domains may ask the responses domain. */
import { keyOf } from '../../../shared/table/item.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import type { Answers, Scale } from '../questions/questions.schema.ts';
import { anonymousResponseItem, responseItem } from './responses.items.ts';
import { commentOf } from './responses.rules.ts';
import { createResponsesStore } from './responses.store.ts';

export { bandOfScored } from './responses.rules.ts';
export { createUncountedResponses, type ResponseKey, type UncountedResponses } from './responses.store.ts';

/** What somebody answered. `comment` is the first free text of the answers. */
export interface AnsweredSurvey {
  readonly responseId: string;
  readonly surveyId: string;
  /** Absent: nobody knows who it was. */
  readonly customerId?: string | undefined;
  readonly answeredAt: string;
  readonly score?: number | undefined;
  readonly scale?: Scale | undefined;
  readonly comment?: string;
  readonly answers: Answers;
}

export type ResponseReader = ReturnType<typeof createResponseReader>;

export function createResponseReader(table: Table) {
  const responses = createResponsesStore(table);
  return {
    /** The answer behind an event `response.recorded`: its ids and the instant of the event. */
    async find(response: {
      readonly responseId: string;
      readonly customerId?: string | undefined;
      readonly answeredAt: string;
    }): Promise<AnsweredSurvey | undefined> {
      const { responseId, customerId, answeredAt } = response;
      const found = await responses.find({ id: responseId, customerId, answeredAt });
      if (found === undefined) return undefined;
      const { surveyId, score, scale, answers } = found;
      const comment = commentOf(found);
      return {
        ...{ responseId, surveyId, customerId, answeredAt, score, scale, answers },
        ...(comment === undefined ? {} : { comment }),
      };
    },
  };
}

/** Beside other writes: they happen only while the answer is there. Costs what a write does. */
export function responseStays(response: {
  readonly responseId: string;
  readonly customerId?: string | undefined;
  readonly answeredAt: string;
}): Write {
  const { responseId: id, customerId, answeredAt } = response;
  return {
    action: 'Check',
    key:
      customerId === undefined
        ? keyOf(anonymousResponseItem, { responseId: id })
        : keyOf(responseItem, { id, customerId, answeredAt }),
    condition: 'attribute_exists(pk)',
    onConflict: 'retry',
  };
}
