import { Duration } from 'aws-cdk-lib';
import { correctionsWorkEnvironment } from '../../functions/customers/corrections/corrections.environment.ts';
import { customersFilesEnvironment } from '../../functions/customers/customers/customers.environment.ts';
import {
  importsHttpEnvironment,
  importsWorkEnvironment,
} from '../../functions/customers/imports/imports.environment.ts';
import { listsJobsEnvironment } from '../../functions/customers/lists/lists.environment.ts';
import { reindexingWalkingEnvironment } from '../../functions/customers/reindexing/reindexing.environment.ts';
import type { Area } from './area.ts';
import {
  handOutExtracts,
  keepExtracts,
  keepImportFiles,
  knowImportDays,
  missImportFiles,
  paceBulk,
  publishEvents,
  removeAttachments,
  sendTo,
  takeAttachments,
} from './uses.ts';

export const customers: Area = {
  name: 'customers',
  http: {
    purpose: 'Answers the routes of customers, their interactions, relations, corrections and imports.',
    impact: 'nobody can open, find or change a customer.',
    environment: importsHttpEnvironment,
    uses: [keepImportFiles, knowImportDays, handOutExtracts, takeAttachments],
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
      query: ['table', 'gsi1', 'gsi2', 'gsi3'],
    },
  },
  events: {
    purpose: 'Keeps lists of customers in step with the customers, and ends their relations with them.',
    impact:
      'new customers are missing in lists and in the audience of campaigns, and deleted ones stand with others.',
    table: {
      items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'UpdateItem', 'ConditionCheckItem'],
      query: ['table'],
    },
  },
  functions: [
    {
      entryPoint: 'customers.files.queue',
      purpose:
        'Removes files that were attached to a contact with a customer, when they or the contact are removed.',
      impact: 'files that nobody can reach any more stay where they lie.',
      environment: customersFilesEnvironment,
      uses: [removeAttachments, sendTo('customers-files', 'FILES_QUEUE_URL')],
    },
    {
      entryPoint: 'quality.checks.queue',
      purpose: 'Looks at customers who are new or have changed for what should be corrected.',
      impact: 'worklists and scores of completeness stay as they were.',
      table: { items: ['GetItem', 'PutItem', 'DeleteItem'] },
    },
    {
      entryPoint: 'search.indexing.queue',
      purpose: 'Keeps what customers are found by in step with the customers.',
      impact: 'new customers are not found, and changed ones by what they were called before.',
      // The table: which fields are defined.
      table: { items: ['GetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'], query: ['table'] },
      // Ten customers at once are some 300 a second, at two write units an entry: so a beginning that all of an import
      // have in common, such as the prefix of their numbers, stays below the 1,000 units a second of its partition.
      batchSize: 5,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'duplicates.finding.queue',
      purpose: 'Looks for duplicates of customers who are new or have changed.',
      impact: 'nobody is told which customers may be there twice.',
      table: {
        items: ['GetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table'],
      },
      // A block that all of an import have in common stays below what its partition can take.
      batchSize: 5,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'reindexing.walking.queue',
      purpose: 'Walks through all customers, so that what is kept of each is brought up to date.',
      impact: 'after an update customers are not found by what it has added.',
      environment: reindexingWalkingEnvironment,
      table: { items: ['GetItem', 'PutItem'], query: ['table'] },
      uses: [publishEvents, sendTo('reindexing-walking', 'WALKING_QUEUE_URL')],
      continuesItself: true,
      // A page is ten requests to the bus.
      batchSize: 1,
      maximumConcurrency: 2,
    },
    {
      entryPoint: 'imports.work.queue',
      purpose: 'Reads files of customers, checks and stores their rows, and takes imports back.',
      impact: 'imports stand still.',
      environment: importsWorkEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'UpdateItem', 'ConditionCheckItem'],
        query: ['table', 'gsi1'],
      },
      uses: [keepImportFiles, missImportFiles, paceBulk, sendTo('imports-work', 'IMPORTS_QUEUE_URL')],
      continuesItself: true,
      // It works for a minute, and has to finish the part in hand.
      timeout: Duration.minutes(4),
      // A workbook of 64 MB, unpacked, takes some 700 MB; and a whole processor.
      memorySize: 1769,
      batchSize: 1,
      // Two jobs at once, each at the pace of the setting bulkPerSecond.
      maximumConcurrency: 2,
      lateAfter: Duration.minutes(30),
    },
    {
      entryPoint: 'corrections.work.queue',
      purpose: 'Looks up what corrections would make of customers, makes them, and undoes them.',
      impact: 'corrections of many customers stand still.',
      environment: correctionsWorkEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table', 'gsi1', 'gsi2'],
      },
      uses: [paceBulk, sendTo('corrections-work', 'CORRECTIONS_QUEUE_URL')],
      continuesItself: true,
      // It works for a minute, and has to finish the part in hand.
      timeout: Duration.minutes(2),
      batchSize: 1,
      // Two jobs at once, each at the pace of the setting bulkPerSecond.
      maximumConcurrency: 2,
      lateAfter: Duration.minutes(30),
    },
    {
      entryPoint: 'lists.jobs.queue',
      purpose:
        'Fills lists of customers from filters, empties those that were deleted, and makes exports of customers.',
      impact: 'lists that are filled from a filter stay as they are, and exports are not made.',
      environment: listsJobsEnvironment,
      table: {
        items: ['GetItem', 'BatchGetItem', 'PutItem', 'DeleteItem', 'ConditionCheckItem'],
        query: ['table', 'gsi1'],
      },
      uses: [keepExtracts, sendTo('lists-jobs', 'LISTS_QUEUE_URL')],
      // A file is 20,000 customers.
      timeout: Duration.minutes(4),
      continuesItself: true,
      batchSize: 1,
      maximumConcurrency: 4,
    },
  ],
};
