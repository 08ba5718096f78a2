/** Does the work of imports a part at a time, continuing itself through its own queue. */

import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import { againWhenBusy } from '../../../shared/runtime/again-when-busy.ts';
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { now } from '../../../shared/time/clock.ts';
import { createPace } from '../../../shared/time/pace.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { createCallerReader } from '../../people/teams/index.ts';
import { createCustomerIntake, customersSentences } from '../customers/index.ts';
import { createFieldReader, fieldsSentences } from '../fields/index.ts';
import { createListFiller } from '../lists/index.ts';
import { importsWork } from './imports.domain.ts';
import { importsWorkEnvironment } from './imports.environment.ts';
import { ImportStepMessage } from './imports.messages.ts';
import { createImportFiles, createImportsStore } from './imports.store.ts';
import { workOn } from './operations/work-on.ts';

/**
 * Of the four minutes of an invocation: the part in hand is finished, at the slowest pace in 50 seconds, and the file of
 * refused rows written, in what is left.
 */
const workingMilliseconds = 60_000;

const work = consumers(({ table, env }) => {
  const bucket = createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET, { mayList: true });
  const queue = createQueueSender(ImportStepMessage, {
    client: createSqsClient(),
    queueUrl: env.IMPORTS_QUEUE_URL,
  });
  const services = {
    imports: createImportsStore(table),
    files: createImportFiles(bucket),
    open: bucket.open,
    openIntake: () => createCustomerIntake(table),
    lists: createListFiller(table),
    callers: createCallerReader(table),
    inChinese: rewordedBy([customersSentences, fieldsSentences, sharedSentences]),
    fields: createFieldReader(table),
    staff: createStaffReader(table),
    now,
    pace: createPace(env.BULK_PER_SECOND),
  };
  const goOn = (message: ImportStepMessage) =>
    againWhenBusy(queue, message, async () => {
      const begun = performance.now();
      const hasTime = () => performance.now() - begun < workingMilliseconds;
      const step = await workOn(message, { ...services, hasTime });
      logger.info('import went on', { ...message, next: step ?? 'none' });
      if (step !== undefined) await queue.send([{ importId: message.importId, step }]);
    });
  return [
    on(importsWork, ({ data: { importId, step } }) => goOn({ importId, step })),
    onMessage('imports-work', ImportStepMessage, goOn),
  ];
}, importsWorkEnvironment);

export const handler = eventsFunction({ work });
