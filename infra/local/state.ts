import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { State } from './cloud.ts';

/** A service changes its document many times in a burst; one write per so many milliseconds is enough. */
const writeDelay = 200;

/** JSON documents in `<directory>/state/`, each replaced as a whole so that a crash leaves an old or a new one. */
export function createState(directory: string | undefined): State {
  if (directory === undefined) {
    return {
      load: () => undefined,
      keep: () => ({ changed: () => undefined }),
      close: async () => undefined,
    };
  }
  const folder = join(directory, 'state');
  mkdirSync(folder, { recursive: true });
  const documents = new Map<string, { timer: NodeJS.Timeout | undefined; write: () => void }>();

  return {
    load: (name) => readDocument(join(folder, `${name}.json`)),
    keep(name, snapshot) {
      const file = join(folder, `${name}.json`);
      const document = { timer: undefined as NodeJS.Timeout | undefined, write };
      function write(): void {
        clearTimeout(document.timer);
        document.timer = undefined;
        writeFileSync(`${file}.new`, JSON.stringify(snapshot()));
        renameSync(`${file}.new`, file);
      }
      documents.set(name, document);
      return {
        changed() {
          document.timer ??= setTimeout(write, writeDelay);
        },
      };
    },
    async close() {
      for (const document of documents.values()) document.write();
      documents.clear();
    },
  };
}

function readDocument(file: string) {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} is not JSON: delete it (or the whole data folder) and start again.`, {
      cause: error,
    });
  }
}
