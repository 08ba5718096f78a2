/** Answers at the desk: what customers wrote, word for word, and all that one of them has answered. */
import { callbackOfAnswer } from '../../callbacks/closed-loop/closed-loop.schema.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { auditContract } from '../../people/audit/audit.contract.ts';
import { responsesContract } from '../../surveys/responses/responses.contract.ts';
import { textsContract } from '../../surveys/texts/texts.contract.ts';
import { CommentPatch } from '../../surveys/texts/texts.schema.ts';
import {
  deskPages,
  type Filled,
  filledIn,
  fillForm,
  goTo,
  listStaff,
  mayCall,
  unlessRefused,
  unlessRepeated,
  untouched,
  type Visit,
  versionIn,
} from '../desk/index.ts';
import { filledFields } from '../results-desk/index.ts';
import { answersDeskContract } from './answers-desk.contract.ts';
import { commentPage, commentsPage, responsePage } from './answers-desk.page.ts';
import { commentsQuery, correctionFrom, isBackwards, wrongMonths } from './answers-desk.rules.ts';
import type { CommentsFilter } from './answers-desk.schema.ts';
import { texts } from './answers-desk.texts.ts';

/** What the API takes of a form is for it to say: what was chosen goes there as it is. */
type Chosen = never;

const { listSurveyComments, patchComment } = textsContract.routes;

export const answersDeskPages = deskPages(
  answersDeskContract,
  () => ({
    showComments: async ({ params, query, ...visit }) => {
      const { api, show } = visit;
      const reader = readerOf(visit);
      const { cursor, ...filter } = filledFields(query);
      const seesAll = reader.permissions['surveys.read'] === 'all';
      const [
        { body: survey },
        { body: topics },
        campaigns,
        collectors,
        gone,
        people,
        teams,
        { found, filled },
      ] = await Promise.all([
        api.surveys.getSurvey({ params }),
        api.texts.countTopics({ params }),
        api.campaigns.listCampaigns({ query: { ...params, limit: 100 } }),
        api.collectors.listCollectors({ params, query: { limit: 100 } }),
        api.collectors.listCollectors({ params, query: { limit: 100, deleted: 'true' } }),
        // Agents look for the customers of no colleague.
        seesAll ? listStaff(api) : [],
        api.teams.listTeams({ query: { limit: 100 } }),
        readComments(visit, params.surveyId, filter, cursor),
      ]);
      const known = {
        campaigns: campaigns.body.items,
        collectors: [...collectors.body.items, ...gone.body.items],
      };
      const groups = { people, teams: seesAll ? teams.body.items : [] };
      const view = { survey, topics, filter, found, filled, seesAll, isFirst: cursor === undefined };
      const main = commentsPage({ ...view, ...known, ...groups }, reader);
      return show({ title: texts[reader.language].title(survey.name), part: 'surveys', main }, filled.status);
    },

    showComment: ({ params, query, ...visit }) =>
      showComment(visit, params.commentId, untouched, query.done !== undefined),

    sendComment: async ({ params, body, ...visit }) => {
      const { texts: comments } = visit.api;
      const sent = correctionFrom(body);
      try {
        await comments
          .patchComment({ params, body: sent as Chosen }, { ifMatch: versionIn(body) })
          .catch((error: unknown) =>
            unlessRepeated(error, {
              ...{ sent, schema: CommentPatch },
              read: async () => {
                const { sentiment, topics } = (await comments.getComment({ params })).body;
                return { sentiment, topics };
              },
            }),
          );
      } catch (error) {
        return showComment(visit, params.commentId, filledIn(body, error, visit), false);
      }
      return goTo(`/desk/comments/${params.commentId}?done=1`);
    },

    showResponse: async ({ params, ...visit }) => {
      const { api, show } = visit;
      const reader = readerOf(visit);
      const { body: response } = await api.responses.getResponse({ params });
      const { surveyId, campaignId, customerId } = response;
      const callbackId = callbackOfAnswer(response);
      const [survey, campaign, customer, call] = await Promise.all([
        unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]),
        campaignId && unlessRefused(api.campaigns.getCampaign({ params: { campaignId } }), [404]),
        customerId && unlessRefused(api.customers.getCustomer({ params: { customerId } }), [403, 404]),
        customerId && unlessRefused(api.callbacks.getCallback({ params: { callbackId } }), [403, 404]),
      ]);
      const names = {
        survey: survey?.name,
        campaign: campaign ? campaign.name : undefined,
        customer: customer ? customer.name : undefined,
      };
      const main = responsePage({ response, names, call: call || undefined }, reader);
      return show({ title: texts[reader.language].response, part: 'surveys', main });
    },
  }),
  {
    showComments: listSurveyComments,
    showComment: patchComment,
    showResponse: responsesContract.routes.getResponse,
  },
);

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  return {
    ...reader,
    mayOpenCustomers: mayCall(reader, customersContract.routes.getCustomer),
    mayCorrect: mayCall(reader, patchComment),
  };
}

/** How one text was understood. Who has corrected it is told to whoever reads the trail. */
async function showComment(visit: Visit, commentId: string, filled: Filled, isDone: boolean) {
  const { api, reader, show } = visit;
  const [{ body: comment }, { body: topics }, changes] = await Promise.all([
    api.texts.getComment({ params: { commentId } }),
    api.texts.getTextTopics(),
    mayCall(reader, auditContract.routes.listAudit)
      ? api.audit.listAudit({ query: { record: commentId, limit: 20 } })
      : undefined,
  ]);
  const { surveyId } = comment;
  const survey = await unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]);
  const view = { comment, survey, topics: topics.topics, changes: changes?.body.items, filled, isDone };
  const main = commentPage(view, reader);
  return show({ title: texts[reader.language].understand, part: 'surveys', main }, filled.status);
}

/** So many texts stand on a page. */
const shownComments = 20;

async function readComments(visit: Visit, surveyId: string, filter: CommentsFilter, cursor?: string) {
  const form = filter as Readonly<Record<string, string>>;
  const { refused: detail, wrongMonth: reason, backwards } = texts[visit.reader.language];
  const errors = wrongMonths(filter).map((name) => ({ pointer: `/query/${name}`, reason }));
  if (errors.length === 0 && isBackwards(filter)) errors.push({ pointer: '/query/to', reason: backwards });
  if (errors.length > 0) return { found: undefined, filled: fillForm(form, { status: 400, detail, errors }) };
  try {
    const query = { ...commentsQuery(filter), cursor, limit: shownComments } as Chosen;
    const { body: found } = await visit.api.texts.listSurveyComments({ params: { surveyId }, query });
    return { found, filled: untouched };
  } catch (error) {
    return { found: undefined, filled: filledIn(form, error, visit) };
  }
}
