/** Does the work of corrections a part at a time, continuing itself through its own queue. */

import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import { againWhenBusy } from '../../../shared/runtime/again-when-busy.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { now } from '../../../shared/time/clock.ts';
import { createPace } from '../../../shared/time/pace.ts';
import { createCallerReader, createTeamReader } from '../../people/teams/index.ts';
import {
  createCustomerIntake,
  createCustomerReader,
  customerStays,
  customersSentences,
} from '../customers/index.ts';
import { createFieldReader, fieldsSentences } from '../fields/index.ts';
import { createListReader } from '../lists/index.ts';
import { createQualityReader } from '../quality/index.ts';
import { correctionsWork } from './corrections.domain.ts';
import { correctionsWorkEnvironment } from './corrections.environment.ts';
import { CorrectionStepMessage } from './corrections.messages.ts';
import { createCorrectionsStore } from './corrections.store.ts';
import { workOn } from './operations/work-on.ts';

/** Of the two minutes of an invocation: the part in hand is finished in what is left. */
const workingMilliseconds = 60_000;

const work = consumers(({ table, env }) => {
  const queue = createQueueSender(CorrectionStepMessage, {
    client: createSqsClient(),
    queueUrl: env.CORRECTIONS_QUEUE_URL,
  });
  const services = {
    corrections: createCorrectionsStore(table),
    customers: createCustomerReader(table),
    customerStays,
    openIntake: () => createCustomerIntake(table),
    quality: createQualityReader(table),
    lists: createListReader(table),
    teams: createTeamReader(table),
    fields: createFieldReader(table),
    callers: createCallerReader(table),
    inChinese: rewordedBy([customersSentences, fieldsSentences, sharedSentences]),
    now,
    pace: createPace(env.BULK_PER_SECOND),
  };
  const goOn = (message: CorrectionStepMessage) =>
    againWhenBusy(queue, message, async () => {
      const begun = performance.now();
      const hasTime = () => performance.now() - begun < workingMilliseconds;
      const step = await workOn(message, { ...services, hasTime });
      logger.info('correction went on', { ...message, next: step ?? 'none' });
      if (step !== undefined) await queue.send([{ correctionId: message.correctionId, step }]);
    });
  return [
    on(correctionsWork, ({ data: { correctionId, step } }) => goOn({ correctionId, step })),
    onMessage('corrections-work', CorrectionStepMessage, goOn),
  ];
}, correctionsWorkEnvironment);

export const handler = eventsFunction({ work });
