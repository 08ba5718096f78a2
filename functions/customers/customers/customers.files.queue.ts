/** Removes the files of attachments that are no more. */
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { customersFiles } from './customers.domain.ts';
import { customersFilesEnvironment } from './customers.environment.ts';
import { attachmentFile } from './customers.rules.ts';

const removal = consumers(({ env }) => {
  const files = createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET);
  return [
    on(customersFiles, async ({ data }) => {
      const { removedFiles = [], customerId, interactionId } = data;
      for (const id of removedFiles) await files.remove(attachmentFile({ customerId, interactionId, id }));
    }),
  ];
}, customersFilesEnvironment);

export const handler = eventsFunction({ removal });
