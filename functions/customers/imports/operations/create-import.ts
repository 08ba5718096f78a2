import { AppError, notFound } from '../../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import { askerOf } from '../../../../shared/identity/on-behalf.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { ListFiller } from '../../lists/index.ts';
import { expiryOf, formatOf, placesOf } from '../imports.rules.ts';
import { importId, type NewImport, type StoredImport } from '../imports.schema.ts';
import type { ImportFiles, ImportsStore, MappingsStore } from '../imports.store.ts';

interface Context {
  readonly imports: Pick<ImportsStore, 'create'>;
  readonly mappings: Pick<MappingsStore, 'find'>;
  readonly files: Pick<ImportFiles, 'putBytes'>;
  readonly lists: Pick<ListFiller, 'assertMayFill'>;
  readonly importDays: number;
  readonly principal: Principal;
  readonly origin: EventContext;
}

/** Begins an import: its file is kept and read, or waited for. */
export async function createImport(
  { text, base64, mappingId, mapping, ...input }: NewImport,
  { imports, mappings, files, lists, importDays, principal, origin }: Context,
): Promise<Change<StoredImport>> {
  const format = input.format ?? formatOf(input.name);
  if (format === undefined) throw noFormat();
  const saved = mappingId === undefined ? undefined : await mappings.find(mappingId);
  if (mappingId !== undefined && saved === undefined) throw notFound('mapping');
  if (input.listId !== undefined) await lists.assertMayFill(input.listId, principal);
  const content = text === undefined ? base64 && Buffer.from(base64, 'base64') : Buffer.from(text);
  const { at } = origin;
  const result: StoredImport = {
    ...{ id: newId(importId), version: 1, ...input, format },
    status: content === undefined ? 'waiting' : 'reading',
    ...{ by: origin.actor, createdAt: at, updatedAt: at, expiresAt: expiryOf(at, importDays) },
    told: { ...saved?.mapping, ...mapping },
    asker: askerOf(principal),
    ...{ step: content === undefined ? 0 : 1, chunk: 0, chunks: 0 },
  };
  if (content !== undefined && content !== '') await files.putBytes(placesOf(result.id).file, content);
  return { result, writes: imports.create(result, origin) };
}

function noFormat(): AppError {
  return new AppError('invalid-request', 'The name of the file does not tell its format.', {
    violations: [{ pointer: '/body/format', reason: 'Say csv, xlsx or jsonl.' }],
  });
}
