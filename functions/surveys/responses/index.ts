/** What other domains may ask the responses domain. */
import type { EventContext } from '../../../shared/events/event.ts';
import type { Between } from '../../../shared/table/expressions.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import type { Write } from '../../../shared/table/write.ts';
import type { Page } from '../../../shared/values/page.ts';
import type { Answers, Scale } from '../questions/questions.schema.ts';
import { takeDown } from './operations/take-down.ts';
import { anonymousResponseItem, responseItem } from './responses.items.ts';
import { commentOf } from './responses.rules.ts';
import type { Response, ResponseSummary, Score } from './responses.schema.ts';
import { createResponsesStore } from './responses.store.ts';

export { bandOf, bandOfScored, dayOf, nearestToEnd } from './responses.rules.ts';
export { responsesSentences } from './responses.sentences.ts';
export {
  createBegunCounts,
  createUncountedResponses,
  type ResponseKey,
  type UncountedResponses,
} from './responses.store.ts';

/** What somebody answered. `comment` is the first free text of the answers. */
export interface AnsweredSurvey {
  readonly responseId: string;
  readonly surveyId: string;
  readonly surveyVersion: number;
  /** Absent: nobody knows who it was. */
  readonly customerId?: string | undefined;
  readonly invitationId?: string | undefined;
  readonly answeredAt: string;
  /** By which way it came; undefined of those that were given before that was kept. */
  readonly channel: Response['channel'];
  readonly score?: number | undefined;
  readonly scale?: Scale | undefined;
  readonly scores: readonly Score[];
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
      return found && answeredIn(found);
    },

    /** What a customer has answered since an instant, oldest first; the last 100 of it. */
    async listSince(customerId: string, from: string): Promise<readonly ResponseSummary[]> {
      const { items } = await responses.list({ customerId }, { limit: 100, between: { from } });
      return items.filter(({ suspect }) => suspect !== true).toReversed();
    },

    /**
     * The last answers of customers to a survey, newest first; those of nobody in particular, and those that a program seems
     * to have sent, are not among them.
     */
    async listLast(surveyId: string, limit: number): Promise<readonly AnsweredSurvey[]> {
      const { items } = await responses.list({ surveyId }, { limit });
      const found = await responses.findMany(items.filter(({ suspect }) => suspect !== true));
      return found.map(answeredIn).toSorted((one, other) => (one.answeredAt < other.answeredAt ? 1 : -1));
    },
  };
}

export type AnswerPages = ReturnType<typeof createAnswerPages>;

/** The answers to a survey page by page, with all that was answered. */
export function createAnswerPages(table: Table) {
  const responses = createResponsesStore(table);
  return {
    /**
     * One page of them, newest first. Those that a program seems to have sent are not among them, so it may be short although
     * the list goes on.
     */
    async list(
      filters: { readonly surveyId: string; readonly campaignId?: string | undefined },
      page: PageRequest & { readonly between?: Between },
    ): Promise<Page<Response>> {
      const { items, cursor } = await responses.list(filters, page);
      const counting = items.filter(({ suspect }) => suspect !== true);
      const byId = new Map((await responses.findAll(counting)).map((each) => [each.id, each]));
      return { items: counting.flatMap(({ id }) => byId.get(id) ?? []), cursor };
    },
  };
}

function answeredIn(response: Response): AnsweredSurvey {
  const { id: responseId, surveyId, surveyVersion, customerId, invitationId, answeredAt } = response;
  const { channel, score, scale, scores, answers } = response;
  const comment = commentOf(response);
  return {
    ...{ responseId, surveyId, surveyVersion, customerId, invitationId, answeredAt },
    ...{ channel, score, scale, scores, answers },
    ...(comment === undefined ? {} : { comment }),
  };
}

export type AnswerTaker = ReturnType<typeof createAnswerTaker>;

/** What takes down answers that are given in a call. */
export function createAnswerTaker(table: Table) {
  const responses = createResponsesStore(table);
  return {
    takeDown: (spoken: Parameters<typeof takeDown>[0], origin: EventContext) =>
      takeDown(spoken, { responses, origin }),
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
