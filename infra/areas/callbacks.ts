import { Duration } from 'aws-cdk-lib';
import { callbacksEventsEnvironment } from '../../functions/callbacks/callbacks/callbacks.environment.ts';
import { schedulesEnvironment } from '../../shared/runtime/environment.ts';
import type { Area } from './area.ts';
import { keepSchedules, knowCallbackMailDetails, knowPublicUrl, listSchedules } from './uses.ts';

/** A poor answer → callback → its one-time schedule → due → its owner is told. */
export const callbacks: Area = {
  name: 'callbacks',
  http: {
    purpose: 'Answers the routes of callbacks.',
    impact: 'agents cannot see their queue or complete a callback.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      query: ['table', 'gsi1', 'gsi2'],
    },
  },
  events: {
    purpose:
      'Opens callbacks for poor answers, hands them over with the customer, and tells whose turn it is.',
    impact: 'unhappy customers are not called back.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      query: ['gsi1', 'gsi2'],
    },
    environment: callbacksEventsEnvironment,
    uses: [knowPublicUrl, knowCallbackMailDetails],
    scheduled: true,
    // What waits in the queue of a team is given out when somebody is there again.
    jobs: { 'callbacks-queue-sweep': 'rate(10 minutes)' },
    lateAfter: Duration.minutes(15),
  },
  functions: [
    {
      entryPoint: 'callbacks.schedules.queue',
      purpose:
        'Keeps the one-time schedule of every callback, finds those that have lost each other, and tells when holidays are not known.',
      impact: 'callbacks become due only with the hourly sweep, or not at all.',
      environment: schedulesEnvironment,
      table: { items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem'], query: ['gsi1', 'gsi3'] },
      uses: [
        keepSchedules('callbacks-events', ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']),
        listSchedules,
      ],
      jobs: { 'callbacks-sweep': 'rate(1 hour)' },
    },
  ],
};
