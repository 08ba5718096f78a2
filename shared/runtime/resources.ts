import * as z from 'zod';
import { openTable } from '../table/client.ts';
import type { Table } from '../table/table.ts';
import type { Environment } from './environment.ts';

/** What a function builds its services from, once, when it starts. */
export interface Resources<E extends Environment> {
  /** The values of its environment. */
  readonly env: ReturnType<E['read']>;
  readonly table: Table;
}

const Named = z.object({ TABLE_NAME: z.string().optional() });

/** Reads the environment of this function and opens the table. Throws when a variable is missing. */
export function openResources<E extends Environment>(environment: E): Resources<E> {
  const env = environment.read() as ReturnType<E['read']>;
  let table: Table | undefined;
  return {
    env,
    get table() {
      const name = Named.parse(env).TABLE_NAME;
      if (name === undefined) throw new Error('This function has declared an environment without the table.');
      table ??= openTable(name);
      return table;
    },
  };
}
