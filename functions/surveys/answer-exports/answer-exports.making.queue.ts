/** Makes the files of exports of answers, one for each message, continuing itself through its own queue. */
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createCustomerReader } from '../../customers/customers/index.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallerReader, createTeamReader } from '../../people/teams/index.ts';
import { createCampaignReader } from '../campaigns/index.ts';
import { createCollectorReader } from '../collectors/index.ts';
import { createAnswerPages } from '../responses/index.ts';
import { createCountedTags } from '../results/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { answerExportsMaking } from './answer-exports.domain.ts';
import { answerExportsMakingEnvironment } from './answer-exports.environment.ts';
import { ExportMessage } from './answer-exports.messages.ts';
import { createAnswerExportsStore } from './answer-exports.store.ts';
import { exportStep } from './operations/make-export.ts';

const making = consumers(({ table, env }) => {
  const services = {
    exports: createAnswerExportsStore(table),
    answers: createAnswerPages(table),
    surveys: createSurveyReader(table),
    customers: createCustomerReader(table),
    callers: createCallerReader(table),
    names: {
      staff: createStaffReader(table),
      teams: createTeamReader(table),
      tags: createCountedTags(table),
      campaigns: createCampaignReader(table),
      collectors: createCollectorReader(table),
    },
    files: createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET),
    exportDays: env.EXPORT_DAYS,
    commit: <Result>(decide: Parameters<typeof commitWithRetry<Result>>[1]) => commitWithRetry(table, decide),
  };
  const queue = createQueueSender(ExportMessage, {
    client: createSqsClient(),
    queueUrl: env.ANSWER_EXPORTS_QUEUE_URL,
  });
  return [
    on(answerExportsMaking, async ({ data }) => queue.send([{ answers: data.answerExportId, step: 1 }])),

    onMessage('answers-exporting', ExportMessage, async (message, origin) => {
      const next = await exportStep(message, { ...services, origin });
      logger.info('answers exported', { ...message, next: next ?? 'none' });
      if (next !== undefined) await queue.send([{ answers: message.answers, step: next }]);
    }),
  ];
}, answerExportsMakingEnvironment);

export const handler = eventsFunction({ making });
