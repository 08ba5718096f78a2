import { Duration } from 'aws-cdk-lib';
import { callbacksEventsEnvironment } from '../../functions/callbacks/callbacks/callbacks.environment.ts';
import { plansPlanningEnvironment } from '../../functions/callbacks/plans/plans.environment.ts';
import { schedulesEnvironment } from '../../shared/runtime/environment.ts';
import type { Area } from './area.ts';
import { keepSchedules, knowCallbackMailDetails, listSchedules, paceBulk, sendTo } from './uses.ts';

/** A poor answer → callback → its one-time schedule → due → its owner is told. */
export const callbacks: Area = {
  name: 'callbacks',
  http: {
    purpose: 'Answers the routes of callbacks.',
    impact: 'agents cannot see their queue or complete a callback.',
    table: {
      items: ['ConditionCheckItem', 'GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      query: ['table', 'gsi1', 'gsi2'],
    },
  },
  events: {
    purpose:
      'Follows answers up by the rules, opens callbacks by plan, hands them over with the customer, and tells whose turn it is.',
    impact: 'unhappy customers are not called back, and plans of periodic callbacks stand still.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      query: ['table', 'gsi1', 'gsi2'],
    },
    environment: callbacksEventsEnvironment,
    uses: [knowCallbackMailDetails],
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
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
        query: ['gsi1', 'gsi2', 'gsi3'],
      },
      uses: [
        keepSchedules('callbacks-events', ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule']),
        listSchedules,
      ],
      jobs: { 'callbacks-sweep': 'rate(1 hour)' },
      lateAfter: Duration.minutes(30),
    },
    {
      entryPoint: 'plans.planning.queue',
      purpose: 'Walks through the customers whom a plan of periodic callbacks may mean.',
      impact: 'customers do not join new plans, and changed plans keep those they had.',
      environment: plansPlanningEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
        query: ['table', 'gsi1'],
      },
      uses: [paceBulk, sendTo('plans-planning', 'PLANNING_QUEUE_URL')],
      continuesItself: true,
      batchSize: 1,
      // Each at the pace of the setting bulkPerSecond.
      maximumConcurrency: 2,
    },
  ],
};
