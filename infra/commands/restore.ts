/** `npm run restore`: brings the content of a table that point-in-time recovery has made into the table of a stage. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as declarations from '../../functions/declarations.ts';
import { erasuresOf, readTombstones } from './restore/erasures.ts';
import { restoreTable } from './restore/restore-table.ts';
import { Misuse, runCommand } from './run-command.ts';

const usage = `Usage: npm run restore -- --from <restored table> --to <table of the stage> --tombstones <bucket> --moment <instant> --yes

Makes the table of the stage hold exactly what the restored one does: items that came after the restored moment are
removed, and customers who were erased since are erased again. Read "Restoring the table" in docs/operations.md first.

  --from <table>        made by RestoreTableToPointInTime
  --to <table>          the name of the table of the stage (output of its data stack)
  --tombstones <bucket> tells who was erased since: the bucket of personal files of the stage
  --nobody-erased       says that none of these is missing there: nobody has ever been erased in this stage
  --moment <instant>    the one that was restored, e.g. 2026-11-25T08:30:00Z
  --republish <hours>   events of so many hours before it are published once more (default 24)
  --yes                 really do it

Credentials and region as for the AWS command line. They need dynamodb:Scan on both tables, and on that of the stage
dynamodb:BatchWriteItem and dynamodb:UpdateItem, s3:ListBucket and s3:GetObject on the bucket. Stop the functions that write before you begin.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      tombstones: { type: 'string' },
      'nobody-erased': { type: 'boolean', default: false },
      moment: { type: 'string' },
      republish: { type: 'string', default: '24' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { from, to, tombstones, moment = '' } = values;
  const hours = Number(values.republish);
  if (from === undefined) throw new Misuse('Say with --from which table has been restored.');
  if (to === undefined) throw new Misuse('Say with --to which is the table of the stage.');
  if (from === to) throw new Misuse(`--from and --to are both ${from}, and have to be two tables.`);
  if (tombstones === undefined) {
    throw new Misuse(
      'Say with --tombstones which bucket tells who was erased: without it they would come back.',
    );
  }
  if (Number.isNaN(Date.parse(moment))) {
    throw new Misuse('Say with --moment which instant was restored, e.g. 2026-11-25T08:30:00Z.');
  }
  if (!(hours >= 0)) throw new Misuse(`--republish takes a number of hours, not ${values.republish}.`);
  if (!values.yes) throw new Misuse(`${to} will be overwritten. Say --yes if it really is to be.`);
  const erased = await readTombstones(new S3Client({}), tombstones);
  if (erased.length === 0 && !values['nobody-erased']) {
    throw new Misuse(
      `${tombstones} tells of nobody who was erased. If it is the bucket of personal files and nobody was, say --nobody-erased; if it is another, they would come back.`,
    );
  }
  const restored = await restoreTable({
    client: DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    ...{ from, to, now: new Date().toISOString() },
    republishSince: new Date(Date.parse(moment) - hours * 3_600_000).toISOString(),
    items: Object.values(declarations).flatMap(({ items }) => items),
    erasures: erasuresOf(erased),
    report: (line) => console.log(line),
  });
  console.log(
    `${to} holds ${restored.copied} items. ${restored.republished} events are published once more. ` +
      `${restored.changed} items were changed, such as messages that had not been sent and wait for news of the mail ` +
      `service. ${restored.erased} customers are erased again.`,
  );
  return 0;
}

await runCommand(usage, main);
