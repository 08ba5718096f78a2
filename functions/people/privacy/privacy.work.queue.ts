/** Makes the files of exports, and erases. */
import { createLinkSecrets } from '../../../shared/messaging/links.ts';
import { createS3Client } from '../../../shared/runtime/clients/s3.ts';
import { createSecretsClient } from '../../../shared/runtime/clients/secrets.ts';
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { createFileStore } from '../../../shared/runtime/file-store.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import * as personalData from '../../personal-data.ts';
import { erasePerson } from './operations/erase-person.ts';
import { makeFile } from './operations/make-file.ts';
import { privacyWork } from './privacy.domain.ts';
import { privacyWorkEnvironment } from './privacy.environment.ts';
import { createPeopleStore, createPrivacyStore } from './privacy.store.ts';

const work = consumers(({ table, env }) => {
  const links = createLinkSecrets(createSecretsClient(), env.LINK_SECRET_ARN);
  const services = {
    privacy: createPrivacyStore(table),
    people: createPeopleStore(table, { links, declarations: Object.values(personalData) }),
    files: createFileStore(createS3Client(), env.PERSONAL_FILES_BUCKET),
    links,
  };
  return [
    on(privacyWork, async (event, origin) => {
      if (event.type === 'export.requested') {
        const { exportId } = event.data;
        const state = await makeFile(exportId, { ...services, exportDays: env.EXPORT_DAYS, now: origin.at });
        logger.info('export handled', { exportId, state });
        return;
      }
      const asked = event.type === 'erasure.overdue' ? { erasureId: event.data.id } : { ...event.data };
      const demand = { ...asked, by: event.actor, at: event.at };
      const state = await erasePerson(demand, { ...services, erasureDays: env.ERASURE_DAYS, origin });
      const { erasureId } = asked;
      logger.info('erasure handled', { erasureId, state });
    }),
  ];
}, privacyWorkEnvironment);

export const handler = eventsFunction({ work });
