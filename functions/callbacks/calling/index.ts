/** What other domains may ask the calling domain. */
import type { Table } from '../../../shared/table/table.ts';
import { createCallSettingsStore } from './calling.store.ts';

export { codeOf, defaultCallSettings } from './calling.rules.ts';

export type CallSettingsReader = ReturnType<typeof createCallSettingsReader>;

/** How the department calls now. */
export function createCallSettingsReader(table: Pick<Table, 'find' | 'listRecords'>) {
  const { get } = createCallSettingsStore(table);
  return { get };
}
