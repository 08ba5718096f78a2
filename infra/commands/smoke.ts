/** `npm run smoke -- --url …`: proves after the first deployment that all parts work together, and cleans up. */
import { parseArgs } from 'node:util';
import { SQSClient } from '@aws-sdk/client-sqs';
import * as contracts from '../../functions/contracts.ts';
import { createClient } from '../../shared/contract/client.ts';
import { createControl } from '../demo/control-client.ts';
import { Misuse, runCommand } from './run-command.ts';
import { findBell } from './smoke/alarm.ts';
import { mailCampaign, type Smoke } from './smoke/campaign.ts';
import { findToken, isLocal } from './target.ts';

const usage = `Usage: npm run smoke -- --url <address of the API> [--stage <stage>]

Creates a customer at the mailbox simulator of SES, a survey and a campaign, waits until the mail has bounced and is
counted, and deletes what it made. A campaign asks every customer, so it is only for a stage that has none yet. Mails to
the simulator work in the sandbox too: https://docs.aws.amazon.com/ses/latest/dg/send-an-email-from-console.html

  --url <address>   of the API, e.g. https://abc.execute-api.eu-central-1.amazonaws.com
  --stage <stage>   also forces an alarm: a message lies among the dead letters for 25 minutes, and whoever is told of
                    alarms has to get a mail. Needs the credentials and region of the AWS command line, with
                    sqs:GetQueueUrl, sqs:SendMessage, sqs:ReceiveMessage and sqs:DeleteMessage on
                    rapport-<stage>-undelivered-events

An access token is read from the environment variable RAPPORT_TOKEN (a local cloud gives one itself). Best is one of the
machine client, with customers.read, customers.write, surveys.read and surveys.write: it is good for 60 minutes. That of a
manager is for 15, and may have run out when it is time to clean up.`;

/** Between two looks. */
const pauseSeconds = 5;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string' },
      stage: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const { url, stage } = values;
  if (values.help) {
    console.log(usage);
    return 0;
  }
  if (url === undefined) throw new Misuse('Say with --url where the API is.');
  const token = await findToken(url, 'li.na');
  const smoke: Smoke = {
    client: createClient(contracts, { baseUrl: url, token: () => token }),
    say: (line) => console.log(` ok  ${line}`),
    ...clockOf(url),
  };
  // Without credentials it would otherwise be a waste of time and of a mail.
  const ring = stage === undefined ? undefined : await findBell(new SQSClient({}), stage);
  await mailCampaign(smoke);
  if (ring === undefined) console.log('  -  no alarm was forced: say --stage to do so');
  else await ring(smoke);
  console.log('\nEverything works together.');
  return 0;
}

/** Time passes by itself, but on a local cloud, whose clock has to be moved. */
function clockOf(url: string): Pick<Smoke, 'now' | 'wait'> {
  if (!isLocal(url)) {
    return {
      now: async () => new Date(),
      wait: () => new Promise((resolve) => setTimeout(resolve, pauseSeconds * 1000)),
    };
  }
  const control = createControl(url);
  const now = async () => new Date(await control.now());
  return {
    now,
    async wait() {
      await control.advanceTo(new Date((await now()).valueOf() + 60_000).toISOString());
    },
  };
}

await runCommand(usage, main);
