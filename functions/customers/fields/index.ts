/** What other domains may ask the fields domain. */
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Table } from '../../../shared/table/table.ts';
import { fieldsSeenBy } from './fields.rules.ts';
import type { FieldDefinition } from './fields.schema.ts';
import { createFieldsStore } from './fields.store.ts';

export { fieldsSeenBy, isFor, uniqueFieldsOf, validateCustom } from './fields.rules.ts';
export { fieldsSentences } from './fields.sentences.ts';

export type FieldReader = ReturnType<typeof createFieldReader>;

/** A function reads definitions once in so many milliseconds: a change of them holds within that time. */
const freshMilliseconds = 5000;

export function createFieldReader(table: Table) {
  const fields = createFieldsStore(table);
  let read: { readonly at: number; readonly all: Promise<readonly FieldDefinition[]> } | undefined;

  /** Of definitions that were read some seconds ago; one that fails is read again. */
  const renewed = () => {
    const all = fields.listAll();
    const mine = { at: Date.now(), all };
    read = mine;
    all.catch(() => {
      if (read === mine) read = undefined;
    });
    return all;
  };
  return {
    /** All definitions by name, retired ones among them, as they were at most 5 seconds ago. */
    list(): Promise<readonly FieldDefinition[]> {
      const age = read === undefined ? undefined : Date.now() - read.at;
      const isFresh = age !== undefined && age >= 0 && age < freshMilliseconds;
      return read !== undefined && isFresh ? read.all : renewed();
    },

    /** All definitions as they are now: before somebody is refused a value of one that is new. */
    listNow: renewed,
  };
}

/** Tells which fields the replies to a caller do not show, for the runtime of the routes. */
export function createHiddenFields(table: Table) {
  const fields = createFieldReader(table);
  return async (principal: Principal): Promise<ReadonlySet<string>> => {
    const sees = fieldsSeenBy(principal);
    return new Set((await fields.list()).filter((each) => !sees(each)).map(({ name }) => name));
  };
}
