import { Duration } from 'aws-cdk-lib';
import {
  answerExportsHttpEnvironment,
  answerExportsMakingEnvironment,
} from '../../functions/surveys/answer-exports/answer-exports.environment.ts';
import {
  campaignsHttpEnvironment,
  campaignsRunsEnvironment,
} from '../../functions/surveys/campaigns/campaigns.environment.ts';
import { invitationsPlanningEnvironment } from '../../functions/surveys/invitations/invitations.environment.ts';
import { responsesHttpEnvironment } from '../../functions/surveys/responses/responses.environment.ts';
import { textsReadingEnvironment } from '../../functions/surveys/texts/texts.environment.ts';
import { environment, linkPagesEnvironment, schedulesEnvironment } from '../../shared/runtime/environment.ts';
import type { Area } from './area.ts';
import {
  handOutExtracts,
  keepExtracts,
  keepSchedules,
  knowAskAgain,
  knowBrand,
  knowCampaignIntervals,
  knowDepartmentLanguage,
  knowPublicUrl,
  knowTextReader,
  knowTexts,
  listSchedules,
  readLinkSecret,
  sendTo,
} from './uses.ts';

/** Campaign changed → schedule; schedule → runs → pages of the audience → one invitation per customer; answers → results. */
export const surveys: Area = {
  name: 'surveys',
  http: {
    purpose: 'Answers the routes of surveys, campaigns and their results.',
    impact: 'managers cannot see or change surveys, campaigns and results.',
    environment: environment({
      ...responsesHttpEnvironment.shape,
      ...campaignsHttpEnvironment.shape,
      ...answerExportsHttpEnvironment.shape,
    }),
    uses: [knowBrand, knowPublicUrl, knowCampaignIntervals, knowTexts, handOutExtracts],
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      query: ['table', 'gsi1', 'gsi2', 'gsi3'],
    },
  },
  events: {
    purpose: 'Counts the answers of each survey, day and run, and by what customers have in common.',
    impact: 'the results of surveys lag behind the answers.',
    table: { items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'], query: ['table'] },
    // Answers are summed before they are written, so that a hot survey is one write per batch.
    batchSize: 50,
    batchingWindow: Duration.seconds(1),
  },
  functions: [
    {
      entryPoint: 'responses.answer.http',
      purpose: 'Shows the answer page behind a personal link and records the answer.',
      impact: 'customers who open the link in their mail see an error and cannot answer.',
      environment: linkPagesEnvironment,
      uses: [knowBrand, knowDepartmentLanguage],
      table: {
        items: ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        query: ['table'],
      },
      reservedConcurrency: 20,
    },
    {
      entryPoint: 'reports.shared.http',
      purpose: 'Tells what the answers to a survey come to, behind the links of reports.',
      impact: 'people who were given a link to results see an error.',
      table: { items: ['GetItem', 'BatchGetItem'], query: ['table', 'gsi2'] },
    },
    {
      entryPoint: 'texts.reading.queue',
      purpose: 'Reads what was written in answers: what it is about, and whether its writer is content.',
      impact: 'what customers wrote is missing among the comments and in the counts of topics.',
      environment: textsReadingEnvironment,
      uses: [knowTextReader],
      table: { items: ['ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'] },
    },
    {
      entryPoint: 'answer-exports.making.queue',
      purpose: 'Makes exports of the answers to a survey.',
      impact: 'exports of answers are not made.',
      environment: answerExportsMakingEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem'], query: ['table', 'gsi2'] },
      uses: [keepExtracts, sendTo('answer-exports-making', 'ANSWER_EXPORTS_QUEUE_URL')],
      // A file is 10,000 answers.
      timeout: Duration.minutes(4),
      continuesItself: true,
      batchSize: 1,
      maximumConcurrency: 4,
    },
    {
      entryPoint: 'campaigns.scheduling.queue',
      purpose:
        'Keeps the schedule of every campaign, holds those of closed surveys, and finds what was lost.',
      impact: 'campaigns start at an old time, or not at all.',
      environment: schedulesEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem'], query: ['gsi1', 'gsi2'] },
      uses: [
        keepSchedules('campaigns-runs', ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']),
        listSchedules,
      ],
      jobs: { 'campaigns-sweep': 'rate(1 hour)' },
    },
    {
      entryPoint: 'campaigns.runs.queue',
      purpose:
        'Pages through the audience of a campaign that has fired, and asks whom an event has triggered it for.',
      impact: 'a campaign stops half-way and the rest of its audience is not asked.',
      environment: campaignsRunsEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem'], query: ['table', 'gsi1', 'gsi3'] },
      uses: [
        sendTo('campaigns-runs', 'RUNS_QUEUE_URL'),
        sendTo('invitations-planning', 'AUDIENCE_QUEUE_URL'),
        knowAskAgain,
      ],
      scheduled: true,
      continuesItself: true,
      batchSize: 4,
      maximumConcurrency: 4,
      lateAfter: Duration.minutes(30),
    },
    {
      entryPoint: 'invitations.planning.queue',
      purpose:
        'Plans an invitation for each customer of a page of the audience, and reminds who has not answered.',
      impact: 'customers of a campaign are not invited or not reminded.',
      environment: invitationsPlanningEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'] },
      uses: [readLinkSecret],
      // Each message is fifty customers.
      batchSize: 4,
      lateAfter: Duration.minutes(30),
    },
  ],
};
