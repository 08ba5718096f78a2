/** `npm run restore`: brings the content of a table that point-in-time recovery has made into the table of a stage. */
import { parseArgs } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as declarations from '../../functions/declarations.ts';
import { restoreTable } from './restore/restore-table.ts';

const usage = `Usage: npm run restore -- --from <restored table> --to <table of the stage> --moment <instant> --yes

Makes the table of the stage hold exactly what the restored one does: items that came after the restored moment are
removed. Read "Restoring the table" in docs/operations.md first.

  --from <table>        made by RestoreTableToPointInTime
  --to <table>          the name of the table of the stage (output of its data stack)
  --moment <instant>    the one that was restored, e.g. 2026-11-25T08:30:00Z
  --republish <hours>   events of so many hours before it are published once more (default 24)
  --yes                 really do it

Credentials and region as for the AWS command line. They need dynamodb:Scan on both tables, and on that of the stage
dynamodb:BatchWriteItem and dynamodb:UpdateItem. Stop the functions that write before you begin.`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      moment: { type: 'string' },
      republish: { type: 'string', default: '24' },
      yes: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const { from, to, moment = '' } = values;
  const hours = Number(values.republish);
  const isComplete = from !== undefined && to !== undefined && from !== to && values.yes;
  if (values.help || !isComplete || Number.isNaN(Date.parse(moment)) || !(hours >= 0)) {
    (values.help ? console.log : console.error)(usage);
    return values.help ? 0 : 2;
  }
  const restored = await restoreTable({
    client: DynamoDBDocumentClient.from(new DynamoDBClient({}), {
      marshallOptions: { removeUndefinedValues: true },
    }),
    ...{ from, to, now: new Date().toISOString() },
    republishSince: new Date(Date.parse(moment) - hours * 3_600_000).toISOString(),
    items: Object.values(declarations).flatMap(({ items }) => items),
    report: (line) => console.log(line),
  });
  console.log(
    `${to} holds ${restored.copied} items. ${restored.republished} events are published once more. ` +
      `${restored.changed} messages that had not been sent wait for news of the mail service.`,
  );
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
