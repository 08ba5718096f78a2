/** What AWS has answered is not lost: the services are killed at once, ten times over. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createState } from '../../infra/local/state.ts';
import { queueArn, region, roleArn } from '../support/service-rig.ts';

let folder: string;
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true });
});

async function start() {
  running = spawn(process.execPath, ['test/support/killed-services.ts', folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(running.stdout!, 'data');
  const endpoints = JSON.parse(String(line));
  const settings = { region, credentials: { accessKeyId: 'Tester', secretAccessKey: 'x' } };
  return {
    scheduler: new SchedulerClient({ ...settings, endpoint: endpoints.scheduler }),
    ses: new SESv2Client({ ...settings, endpoint: endpoints.ses }),
  };
}

async function kill(): Promise<void> {
  if (running === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, 'exit');
  running.kill('SIGKILL');
  await ended;
}

it('keeps schedules and mails', async () => {
  const names = Array.from({ length: 10 }, (_, index) => `campaign-${index}`);
  for (const Name of names) {
    const { scheduler, ses } = await start();
    const mail = ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'care@rapport.example',
        Destination: { ToAddresses: ['li.na@rapport.example'] },
        Content: { Simple: { Subject: { Data: Name }, Body: { Text: { Data: 'x' } } } },
      }),
    );
    const schedule = scheduler.send(
      new CreateScheduleCommand({
        Name,
        ScheduleExpression: 'cron(0 9 ? * MON *)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: queueArn('runs'), RoleArn: roleArn },
      }),
    );
    await Promise.all([mail, schedule]);
    await kill();
  }
  const { scheduler } = await start();
  const { Schedules } = await scheduler.send(new ListSchedulesCommand({}));
  expect(Schedules?.map(({ Name }) => Name)).toEqual(names);
  await kill();
  const inbox = createState(join(folder, 'ses')).map<{ subject: string }>('inbox');
  expect([...inbox.values()].map(({ subject }) => subject)).toEqual(names);
}, 60_000);
