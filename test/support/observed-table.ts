import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createTable, type Table } from '../../shared/table/table.ts';

/** What the engine has counted while it was observed. */
export interface Observed {
  queries: number;
  rowsRead: number;
  readUnits: number;
  writeUnits: number;
}

interface Output {
  ScannedCount?: number;
  ConsumedCapacity?: { CapacityUnits?: number } | { CapacityUnits?: number }[];
}

/** A table that tells what an action costs the engine. */
export function observedTable(client: DynamoDBDocumentClient, name: string) {
  const counted: Observed = { queries: 0, rowsRead: 0, readUnits: 0, writeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
        const result = await next(args);
        const output = result.output as Output;
        const capacity = [output.ConsumedCapacity ?? []].flat();
        const units = capacity.reduce((sum, each) => sum + (each.CapacityUnits ?? 0), 0);
        if (/Put|Delete|Update|TransactWrite/.test(commandName)) counted.writeUnits += units;
        else counted.readUnits += units;
        if (commandName === 'QueryCommand') counted.queries += 1;
        counted.rowsRead += output.ScannedCount ?? 0;
        return result;
      },
    { step: 'initialize', priority: 'high' },
  );
  const table: Table = createTable(client, name);
  return {
    table,
    /** Counts what one action causes. */
    async count(act: () => Promise<unknown>): Promise<Observed> {
      Object.assign(counted, { queries: 0, rowsRead: 0, readUnits: 0, writeUnits: 0 });
      await act();
      return { ...counted };
    },
  };
}
