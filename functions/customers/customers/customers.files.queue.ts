/** Removes the files of attachments that are no more. */
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { customersFiles } from './customers.domain.ts';
import { customersFilesEnvironment } from './customers.environment.ts';
import { RemovedFiles } from './customers.messages.ts';
import { attachmentFile } from './customers.rules.ts';
import { uploadSeconds } from './customers.schema.ts';

/** Longer than anybody can have begun an upload, and no longer than SQS keeps a message back. */
const delaySeconds = Math.min(uploadSeconds + 300, 900);

const removal = consumers(({ env }) => {
  const store = createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET);
  const queue = createQueueSender(RemovedFiles, {
    client: createSqsClient(),
    queueUrl: env.FILES_QUEUE_URL,
  });
  const remove = async (files: readonly string[]) => {
    for (const file of files) await store.remove(file);
  };

  return [
    on(customersFiles, async ({ data }) => {
      const { removedFiles = [], customerId, interactionId } = data;
      if (removedFiles.length === 0) return;
      const files = removedFiles.map((id) => attachmentFile({ customerId, interactionId, id }));
      await remove(files);
      await queue.send([{ files }], { delaySeconds });
    }),

    onMessage('customers-files', RemovedFiles, ({ files }) => remove(files)),
  ];
}, customersFilesEnvironment);

export const handler = eventsFunction({ removal });
