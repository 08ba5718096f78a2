/** What other domains may ask the lists domain. */
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { createListsStore } from './lists.store.ts';

export type ListReader = ReturnType<typeof createListReader>;

export function createListReader(table: Table) {
  const lists = createListsStore(table);
  return {
    isThere: async (listId: string): Promise<boolean> => (await lists.find(listId)) !== undefined,

    /** A page of who is in a list, as the index has it; a second or so late. */
    listMembers: (listId: string, page: PageRequest) => lists.listMembers(listId, page),
  };
}
