/** Campaigns at the desk: when which survey goes out to whom, and what came of it. */
import { randomUUID } from 'node:crypto';
import { auditContract } from '../../people/audit/audit.contract.ts';
import { campaignsContract } from '../../surveys/campaigns/campaigns.contract.ts';
import {
  deskPages,
  type Filled,
  filledIn,
  goTo,
  mayCall,
  refuseRight,
  unlessRefused,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { campaignsDeskContract } from './campaigns-desk.contract.ts';
import {
  campaignChangePage,
  campaignPage,
  campaignsPage,
  type Done,
  newCampaignPage,
} from './campaigns-desk.page.ts';
import { campaignFrom, changeFrom, fieldsOf, isChangeable } from './campaigns-desk.rules.ts';
import { texts } from './campaigns-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

const { createCampaign, patchCampaign, listCampaigns, getCampaign } = campaignsContract.routes;

export const campaignsDeskPages = deskPages(
  campaignsDeskContract,
  () => ({
    showCampaigns: async ({ api, query, show, ...visit }) => {
      const [{ body }, { body: surveys }, { body: archived }] = await Promise.all([
        api.campaigns.listCampaigns({ query: { ...query, limit: 50 } }),
        api.surveys.listSurveys({ query: { limit: 100 } }),
        api.surveys.listSurveys({ query: { limit: 100, archived: 'true' } }),
      ]);
      const reader = readerOf(visit);
      const main = campaignsPage(body, [...surveys.items, ...archived.items], reader);
      return show({ title: texts[reader.language].title, part: 'surveys', main });
    },

    showNewCampaign: ({ query, ...visit }) => showForm(visit, query.surveyId, untouched),

    sendNewCampaign: async ({ body, ...visit }) => {
      if (!mayCall(visit.reader, createCampaign)) return refuseRight(visit);
      try {
        const { body: campaign } = await visit.api.campaigns.createCampaign(
          { body: { surveyId: valueIn(body, 'surveyId'), ...campaignFrom(body) } as Typed },
          { idempotencyKey: valueIn(body, 'key') },
        );
        return goTo(`/desk/campaigns/${campaign.id}`);
      } catch (error) {
        return showForm(visit, undefined, filledIn(body, error, visit));
      }
    },

    showCampaign: ({ params, query, ...visit }) => showCampaign(visit, { ...params, ...query }, untouched),

    sendCampaign: async ({ params, body, ...visit }) => {
      if (!mayCall(visit.reader, patchCampaign)) return refuseRight(visit);
      try {
        if (valueIn(body, 'action') === 'run') {
          await visit.api.campaigns.runCampaign({ params }, { idempotencyKey: valueIn(body, 'key') });
          return goTo(`/desk/campaigns/${params.campaignId}?done=run`);
        }
        const patch = { status: valueIn(body, 'status') as Typed };
        await visit.api.campaigns.patchCampaign({ params, body: patch }, { ifMatch: versionIn(body) });
      } catch (error) {
        return showCampaign(visit, params, filledIn(body, error, visit));
      }
      return goTo(`/desk/campaigns/${params.campaignId}?done=status`);
    },

    showCampaignChange: ({ params, ...visit }) => showChange(visit, params.campaignId, untouched),

    sendCampaignChange: async ({ params, body, ...visit }) => {
      if (!mayCall(visit.reader, patchCampaign)) return refuseRight(visit);
      const path = `/desk/campaigns/${params.campaignId}`;
      try {
        const { body: before } = await visit.api.campaigns.getCampaign({ params });
        const patch = changeFrom(body, before);
        // Nothing is left to ask for: nothing was changed, or the button was pressed twice.
        const isSame = Object.keys(patch).length === 0;
        if (isSame && before.version === versionIn(body)) return goTo(`${path}?done=unchanged`);
        if (!isSame)
          await visit.api.campaigns.patchCampaign(
            { params, body: patch as Typed },
            { ifMatch: versionIn(body) },
          );
      } catch (error) {
        return showChange(visit, params.campaignId, filledIn(body, error, visit));
      }
      return goTo(`${path}?done=change&foresee=1`);
    },
  }),
  {
    ...{ showCampaigns: listCampaigns, showCampaign: getCampaign },
    ...{ showNewCampaign: createCampaign, showCampaignChange: patchCampaign },
  },
);

function readerOf({ reader }: Pick<Visit, 'reader'>) {
  return { ...reader, mayWrite: mayCall(reader, createCampaign) };
}

/** Whoever does not see lists sees none to choose from. */
async function readLists(api: Visit['api']) {
  const lists = await unlessRefused(api.lists.listLists({ query: { limit: 100 } }), [403]);
  return lists?.items ?? [];
}

async function showForm({ api, show, ...visit }: Visit, surveyId: string | undefined, filled: Filled) {
  const [{ body: surveys }, lists, { body: triggers }] = await Promise.all([
    api.surveys.listSurveys({ query: { limit: 100 } }),
    readLists(api),
    api.campaigns.listCampaignTriggers({}),
  ]);
  const reader = readerOf(visit);
  const open = surveys.items.filter(({ status }) => status === 'open');
  const view = { surveys: open, lists, triggers: triggers.items, surveyId, filled, key: randomUUID() };
  const main = newCampaignPage(view, reader);
  return show({ title: texts[reader.language].new, part: 'surveys', main }, filled.status);
}

/** The form of what was stopped meanwhile is the campaign itself, with why nothing is changed. */
async function showChange(visit: Visit, campaignId: string, filled: Filled) {
  const { api } = visit;
  const [{ body: campaign }, lists, { body: triggers }] = await Promise.all([
    api.campaigns.getCampaign({ params: { campaignId } }),
    readLists(api),
    api.campaigns.listCampaignTriggers({}),
  ]);
  if (!isChangeable(campaign)) {
    const done = filled.refused === undefined ? 'stopped' : undefined;
    return showCampaign(visit, { campaignId, done }, filled);
  }
  const reader = readerOf(visit);
  const known = fieldsOf(campaign, reader.timeZone, visit.at);
  const { surveyName } = await surveyOf(api, campaign);
  const view = { campaign, surveyName, lists, triggers: triggers.items, filled, known };
  const main = campaignChangePage(view, reader);
  return visit.show({ title: texts[reader.language].change, part: 'surveys', main }, filled.status);
}

/** What is said of the survey of a campaign; one that was deleted is called by its id. */
async function surveyOf(api: Visit['api'], { surveyId }: { readonly surveyId: string }) {
  const survey = await unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [404]);
  return { surveyName: survey?.name ?? surveyId, isAnonymous: survey?.anonymous === true };
}

interface Asked {
  readonly campaignId: string;
  readonly done?: Done | undefined;
  readonly foresee?: '1' | undefined;
}

async function showCampaign(
  { api, show, ...visit }: Visit,
  { campaignId, done, foresee }: Asked,
  filled: Filled,
) {
  const params = { campaignId };
  const [{ body: campaign }, { body: runs }, lists, preview, trail] = await Promise.all([
    api.campaigns.getCampaign({ params }),
    api.results.listCampaignRuns({ params, query: { limit: 20 } }),
    readLists(api),
    foresee === undefined ? undefined : unlessRefused(api.campaigns.getCampaignPreview({ params }), [403]),
    mayCall(visit.reader, auditContract.routes.listAudit)
      ? api.audit.listAudit({ query: { record: campaignId, limit: 20 } })
      : undefined,
  ]);
  const survey = await surveyOf(api, campaign);
  const view = {
    ...survey,
    ...{ campaign, lists, runs: runs.items, filled, trail: trail?.body },
    // What was stopped for good has nothing to be foreseen.
    preview: isChangeable(campaign) ? preview : undefined,
  };
  const main = campaignPage({ ...view, done, key: randomUUID() }, readerOf(visit));
  return show({ title: campaign.name, part: 'surveys', main }, filled.status);
}
