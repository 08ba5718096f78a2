/** Makes every stand-in, puts it behind the endpoint and joins them with each other. */
import path from 'node:path';
import type { Inbox, TextInbox } from '../cloud.ts';
import type { Closers, Foundation } from '../foundation.ts';
import { type Cognito, createCognito } from './cognito/cognito.ts';
import { createDynamoDb } from './dynamodb/dynamodb.ts';
import { startEngine } from './dynamodb/engine.ts';
import { createEventBus } from './events/event-bus.ts';
import { startEventSourceMappings } from './lambda/event-source-mappings.ts';
import { createS3 } from './s3/s3.ts';
import { createScheduler, type Scheduler } from './scheduler/scheduler.ts';
import { createSecretsManager } from './secrets-manager/secrets-manager.ts';
import { createSes } from './ses/ses.ts';
import { createSms } from './sms/sms.ts';
import { createSqs } from './sqs/sqs.ts';
import { createSts } from './sts/sts.ts';

export interface AwsServices {
  readonly inbox: Inbox;
  readonly texts: TextInbox;
  readonly scheduler: Scheduler;
  readonly cognito: Cognito;
  /** Lets queues and streams call their functions, once everything those need is in place. */
  begin(): void;
}

export async function startAwsServices(foundation: Foundation, closers: Closers): Promise<AwsServices> {
  const { cloud, endpoint, fill } = foundation;
  const folder = cloud.directory === undefined ? undefined : path.join(cloud.directory, 'dynamodb');
  const engine = await startEngine({ directory: folder, log: cloud.log });
  closers.push(() => engine.close());
  const dynamodb = createDynamoDb(cloud, engine);
  closers.push(() => dynamodb.close());
  await dynamodb.createTables();

  const queues = createSqs(cloud);
  closers.push(() => queues.close());
  fill({ queues });
  const bus = createEventBus(cloud);
  fill({ publish: bus.publish });
  const s3 = createS3(cloud);
  fill({ putObject: s3.put });
  const scheduler = createScheduler(cloud);
  const inbox = createSes(cloud);
  fill({ keep: inbox.keep });
  const cognito = createCognito(cloud);
  const sms = createSms(cloud);
  for (const service of [
    dynamodb,
    queues,
    bus,
    s3,
    scheduler,
    inbox,
    sms,
    createSecretsManager(cloud),
    createSts(cloud),
    cognito,
  ]) {
    endpoint.register(service);
  }

  function begin(): void {
    const sources = startEventSourceMappings(cloud, { queues, streams: dynamodb.streams });
    closers.push(() => sources.stop());
  }

  return { inbox, texts: sms.texts, scheduler, cognito, begin };
}
