import { Duration } from 'aws-cdk-lib';
import { handoversMovingEnvironment } from '../../functions/people/handovers/handovers.environment.ts';
import {
  privacyDownloadEnvironment,
  privacyHttpEnvironment,
  privacyWorkEnvironment,
} from '../../functions/people/privacy/privacy.environment.ts';
import type { Area } from './area.ts';
import {
  handOutPersonalFiles,
  keepPersonalFiles,
  knowBrand,
  knowErasureDays,
  knowPublicUrl,
  readLinkSecret,
  sendTo,
} from './uses.ts';

export const people: Area = {
  name: 'people',
  http: {
    purpose:
      'Answers the routes of staff, of teams, of who gets work, of hand-overs, of privacy and of who did what.',
    impact: 'colleagues cannot be registered, found or changed, and nobody sees who did what.',
    environment: privacyHttpEnvironment,
    uses: [readLinkSecret, knowPublicUrl, knowErasureDays],
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2'],
    },
  },
  functions: [
    {
      entryPoint: 'handovers.moving.queue',
      purpose:
        'Moves what is handed over to whoever gets it, and finds what somebody who has gone left behind.',
      impact: 'a hand-over stops half-way, and work of people who have gone stays theirs.',
      environment: handoversMovingEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table', 'gsi1', 'gsi2'],
      },
      uses: [sendTo('handovers-moving', 'MOVING_QUEUE_URL')],
      continuesItself: true,
      // A page is a hundred transactions.
      batchSize: 1,
      maximumConcurrency: 4,
      lateAfter: Duration.minutes(30),
      jobs: { 'handovers-sweep': 'rate(1 day)' },
    },
    {
      entryPoint: 'privacy.work.queue',
      purpose: 'Makes copies of what is kept of customers, and erases customers.',
      impact: 'customers who demand a copy or to be erased wait.',
      timeout: Duration.minutes(5),
      environment: privacyWorkEnvironment,
      uses: [readLinkSecret, keepPersonalFiles, knowErasureDays],
      table: {
        items: ['BatchGetItem', 'DeleteItem', 'GetItem', 'PutItem', 'UpdateItem'],
        query: ['table', 'gsi1'],
      },
      batchSize: 1,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'privacy.download.http',
      purpose: 'Hands out copies of what is kept of customers to whoever has the link.',
      impact: 'whoever opens the link to their copy sees an error.',
      environment: privacyDownloadEnvironment,
      uses: [knowBrand, handOutPersonalFiles],
      table: { items: ['GetItem', 'PutItem'] },
    },
  ],
};
