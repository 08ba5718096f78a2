import { Duration } from 'aws-cdk-lib';
import {
  platformDueSweepEnvironment,
  platformHttpEnvironment,
  platformParkedEnvironment,
  platformRelayEnvironment,
} from '../../functions/platform/platform.environment.ts';
import type { Area } from './area.ts';
import { parkIn, publishEvents, readParkedRecords } from './uses.ts';

/** What belongs to no domain: recorded events → bus, waiting work → bus, the description of the API. */
export const platform: Area = {
  name: 'platform',
  functions: [
    {
      entryPoint: 'platform.http',
      purpose: 'Serves the API description, and answers where no route matches.',
      impact: 'the API reference is away, and a wrong address gets no explanation.',
      environment: platformHttpEnvironment,
      servesDefault: true,
    },
    {
      entryPoint: 'platform.relay.stream',
      purpose: 'Publishes every recorded event on the bus.',
      impact: 'nothing that should follow from a change happens: no lists, mails or callbacks.',
      environment: platformRelayEnvironment,
      uses: [publishEvents, parkIn('platform-parked', 'PARKED_QUEUE_URL')],
    },
    {
      // What the relay could not publish waits, whole, and is tried again a quarter of an hour later.
      entryPoint: 'platform.parked.queue',
      purpose: 'Publishes events that the relay had to put aside.',
      impact: 'events that were put aside stay unpublished.',
      environment: platformParkedEnvironment,
      uses: [publishEvents, readParkedRecords],
      reports: ({ parkedRecords }) => [{ pattern: parkedRecords.eventPattern }],
      delay: Duration.minutes(15),
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'platform.due-sweep.schedule',
      purpose: 'Brings up everything that has waited for this minute.',
      impact: 'uncertain sends and other waiting work are not taken up again.',
      environment: platformDueSweepEnvironment,
      table: { items: ['UpdateItem'], query: ['gsi3'] },
      uses: [publishEvents],
      jobs: { 'platform-due-sweep': 'rate(1 minute)' },
      batchSize: 1,
      maximumConcurrency: 2,
    },
  ],
};
