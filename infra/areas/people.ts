import { Duration } from 'aws-cdk-lib';
import { handoversMovingEnvironment } from '../../functions/people/handovers/handovers.environment.ts';
import type { Area } from './area.ts';
import { sendTo } from './uses.ts';

export const people: Area = {
  name: 'people',
  http: {
    purpose: 'Answers the routes of staff, of teams, of who gets work, of hand-overs and of who did what.',
    impact: 'colleagues cannot be registered, found or changed, and nobody sees who did what.',
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
  ],
};
