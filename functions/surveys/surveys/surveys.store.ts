/** Surveys and campaigns in the one table. */
import { notFound } from '../../../shared/errors/app-error.ts';
import { changedNames, changeEvent, fieldChanges } from '../../../shared/events/change-event.ts';
import { type EventContext, raise } from '../../../shared/events/event.ts';
import { shards } from '../../../shared/table/pattern.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, replace, type Write } from '../../../shared/table/write.ts';
import type { CampaignSummary, Run } from './surveys.campaigns.schema.ts';
import {
  campaignChanged,
  campaignCreated,
  campaignDeleted,
  surveyChanged,
  surveyCreated,
} from './surveys.events.ts';
import {
  type CampaignRecord,
  campaignItem,
  campaignsByChange,
  npsOfSurvey,
  responsesOfSurvey,
  runShardItem,
  runsOfCampaign,
  surveyItem,
  surveysByChange,
  surveyVersionItem,
} from './surveys.items.ts';
import { addCounts, counterShards, editionOf, type NpsCounts, noCounts } from './surveys.rules.ts';
import type { Survey } from './surveys.schema.ts';

export type SurveysStore = ReturnType<typeof createSurveysStore>;

export function createSurveysStore(table: Table) {
  return {
    findSurvey: (id: string): Promise<Survey | undefined> => table.find(surveyItem, { id }),

    async getSurvey(id: string): Promise<Survey> {
      const survey = await table.find(surveyItem, { id });
      if (survey === undefined) throw notFound('survey');
      return survey;
    },

    /** The survey as it was in one version. */
    findSurveyVersion: (id: string, version: number): Promise<Survey | undefined> =>
      table.find(surveyVersionItem, { id, edition: editionOf(version) }),

    listSurveys: (page: PageRequest) => table.listSummaries(surveysByChange, {}, page),

    createSurvey(survey: Survey, origin: EventContext): readonly Write[] {
      const data = { surveyId: survey.id, version: survey.version };
      return [
        insert(surveyItem, survey, { event: raise(surveyCreated, data, origin), onConflict: 'retry' }),
        insert(surveyVersionItem, survey, { onConflict: 'retry' }),
      ];
    },

    changeSurvey(before: Survey, after: Survey, origin: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const data = { surveyId: after.id, version: after.version, changed: changedNames(changes) };
      return [
        replace(surveyItem, after, { ifVersion: before.version, onConflict: 'retry' }),
        insert(surveyVersionItem, after, { onConflict: 'retry' }),
        changeEvent(`SURVEY#${after.id}`, surveyChanged, data, origin, changes),
      ];
    },

    /** One query over the rows of the counter: 8 rows of some 100 bytes, 0.5 read units. */
    async countNps(surveyId: string): Promise<NpsCounts> {
      const { items } = await table.listItems(npsOfSurvey, { surveyId }, { limit: counterShards });
      return items.reduce(addCounts, noCounts);
    },

    listResponses: (surveyId: string, page: PageRequest) =>
      table.listSummaries(responsesOfSurvey, { surveyId }, page),

    ...campaignsIn(table),
  };
}

function campaignsIn(table: Table) {
  return {
    findCampaign: (id: string): Promise<CampaignRecord | undefined> => table.find(campaignItem, { id }),

    async getCampaign(id: string): Promise<CampaignRecord> {
      const campaign = await table.find(campaignItem, { id });
      if (campaign === undefined || campaign.status === 'deleted') throw notFound('campaign');
      return campaign;
    },

    async listCampaigns(page: PageRequest): Promise<{ items: CampaignSummary[]; cursor: string | null }> {
      const { items, cursor } = await table.listSummaries(campaignsByChange, {}, page);
      return {
        // A deleted campaign leaves the list; the index may show it for a moment longer.
        items: items.flatMap(({ status, ...summary }) =>
          status === 'deleted' ? [] : [{ ...summary, status }],
        ),
        cursor,
      };
    },

    createCampaign(campaign: CampaignRecord, origin: EventContext): readonly Write[] {
      const event = raise(campaignCreated, subject(campaign), origin);
      return [insert(campaignItem, campaign, { event, onConflict: 'retry' })];
    },

    changeCampaign(before: CampaignRecord, after: CampaignRecord, origin: EventContext): readonly Write[] {
      const changes = fieldChanges(before, after);
      const write = replace(campaignItem, after, { ifVersion: before.version, onConflict: 'retry' });
      const collection = `CAMPAIGN#${after.id}`;
      if (after.status === 'deleted') {
        return [write, changeEvent(collection, campaignDeleted, subject(after), origin, changes)];
      }
      const data = { ...subject(after), changed: changedNames(changes) };
      return [write, changeEvent(collection, campaignChanged, data, origin, changes)];
    },

    /**
     * Notes that the schedule has followed this version of the campaign. Nothing that a person changed, so no
     * event and the version stays; whoever changes the campaign in between wins.
     */
    async markScheduled(campaign: CampaignRecord): Promise<void> {
      const scheduled = { ...campaign, schedulingState: 'scheduled' as const };
      await table.commit([
        replace(campaignItem, scheduled, { ifVersion: campaign.version, onConflict: 'retry' }),
      ]);
    },

    async listRuns(campaignId: string, page: PageRequest): Promise<{ items: Run[]; cursor: string | null }> {
      const { items, cursor } = await table.listItems(runsOfCampaign, { campaignId }, page);
      const progress = await table.findMany(
        runShardItem,
        items.flatMap(({ scheduledTime }) => shards.map((shard) => ({ campaignId, scheduledTime, shard }))),
      );
      return {
        items: items.map(({ secretVersion, expiresAt, ...run }): Run => {
          const own = progress.filter(({ scheduledTime }) => scheduledTime === run.scheduledTime);
          const done = own.filter(({ after }) => after === null).length === shards.length;
          return {
            ...run,
            status: done ? 'planned' : 'planning',
            planned: own.reduce((sum, { planned }) => sum + planned, 0),
          };
        }),
        cursor,
      };
    },
  };
}

function subject({ id, surveyId, version }: CampaignRecord) {
  return { campaignId: id, surveyId, version };
}
