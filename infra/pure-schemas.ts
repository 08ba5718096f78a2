/** An esbuild plugin that lets the unused schemas of an SDK client fall away. */
import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const schemaFiles = /[\\/]@aws-sdk[\\/]client-[^\\/]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/;

/**
 * Clients of REST services declare every operation with computed keys (`{ [_h]: ["POST", "/v2/email"] }`), which a
 * bundler has to keep because a key might have side effects. The keys are constants of the same file, so they can
 * stand there in plain words; then all operations that nobody calls are dropped (40 KB for SES alone).
 */
export const pureSchemas: Plugin = {
  name: 'pure-schemas',
  setup(build) {
    build.onLoad({ filter: schemaFiles }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const constants = new Map(
        [...source.matchAll(/^const (_\w+) = ("[^"\\]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      const contents = source.replaceAll(/\[(_\w+)\]:/g, (key, name) => {
        const text = constants.get(name);
        return text === undefined ? key : `${text}:`;
      });
      return { contents, loader: 'js' };
    });
  },
};
