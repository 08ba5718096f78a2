/** Bundles every function with one esbuild run, and skips the run while nothing that goes in has changed. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import * as z from 'zod';
import { folderOf, hashOf, isCurrent, type Manifest, projectRoot, readManifest } from './bundle-cache.ts';
import { pureSchemas } from './pure-schemas.ts';

/** Where bundles go when nobody says otherwise; ignored by git. */
export const defaultBundleFolder = path.join(projectRoot, '.build', 'functions');

export interface BundledFunction {
  /** The entry point without its ending, e.g. `messaging.sending.queue`. */
  readonly name: string;
  /** Absolute folder that holds `index.mjs` and `index.mjs.map`: the code asset. */
  readonly folder: string;
  /** Size of `index.mjs`. */
  readonly bytes: number;
}

export interface BundleOptions {
  /** @default `.build/functions` in the project */
  readonly outdir?: string | undefined;
  /** Told in one line what was done. @default silent */
  readonly log?: ((line: string) => void) | undefined;
}

/** What esbuild reports about a run, as far as the size test and the benchmark read it. */
export const Metafile = z.object({
  inputs: z.record(z.string(), z.object({ imports: z.array(z.object({ path: z.string() })) })),
  outputs: z.record(
    z.string(),
    z.object({
      bytes: z.number(),
      entryPoint: z.string().optional(),
      inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })),
    }),
  ),
});
export type Metafile = z.output<typeof Metafile>;

const entryPointPattern = /\.(http|queue|stream|schedule)\.ts$/;

/** Name of each entry point in `functions/` → its file, relative to the project. */
export function findEntryPoints(): ReadonlyMap<string, string> {
  const files = readdirSync(path.join(projectRoot, 'functions'), { recursive: true, encoding: 'utf8' })
    .filter((file) => entryPointPattern.test(file))
    .sort();
  return new Map(
    files.map((file) => [path.basename(file, '.ts'), `functions/${file.split(path.sep).join('/')}`]),
  );
}

/** `messaging.sending.queue` → `MessagingSending`; `customers.http` has no job of its own → `CustomersHttp`. */
export function constructIdOf(entryPoint: string): string {
  const parts = entryPoint.split('.');
  const words = parts.length > 2 ? parts.slice(0, -1) : parts;
  return words
    .flatMap((word) => word.split('-'))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Everything esbuild is told besides the entry points. Part of the key that decides about a new run. */
const buildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  sourcemap: true,
  // Lines suffice for a stack trace; with the sources inside, a map weighs more than its bundle.
  sourcesContent: false,
  metafile: true,
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  // In Lambda credentials come from the environment. The SDK's default chain (SSO, ini files, web identity …)
  // is 132 KB that could never be reached.
  alias: { '@aws-sdk/credential-provider-node': './infra/lambda-credentials.ts' },
  // Packages in the old module format ask for `require`. The long name cannot meet a minified one.
  banner: {
    js: "import{createRequire as createRequireForThisWholeBundle}from'node:module';const require=createRequireForThisWholeBundle(import.meta.url);",
  },
  logLevel: 'silent',
} as const satisfies esbuild.BuildOptions;

/** Bundles every entry point of `functions/` into a folder of its own; the same input gives the same bytes. */
export async function bundleFunctions(options: BundleOptions = {}): Promise<readonly BundledFunction[]> {
  const outdir = path.resolve(options.outdir ?? defaultBundleFolder);
  const entryPoints = findEntryPoints();
  const key = keyOf(entryPoints);
  const known = readManifest(outdir);
  if (known !== undefined && isCurrent(known, key, outdir)) {
    options.log?.(`${entryPoints.size} bundles unchanged`);
    return bundlesOf(known, outdir);
  }
  const started = performance.now();
  const manifest = await build(entryPoints, key, outdir);
  options.log?.(`${entryPoints.size} functions bundled in ${Math.round(performance.now() - started)} ms`);
  return bundlesOf(manifest, outdir);
}

/** The report of the last run in this folder: which module has how many bytes in which bundle. */
export function readMetafile(outdir: string = defaultBundleFolder): Metafile {
  return Metafile.parse(JSON.parse(readFileSync(path.join(outdir, 'metafile.json'), 'utf8')));
}

async function build(
  entryPoints: ReadonlyMap<string, string>,
  key: string,
  outdir: string,
): Promise<Manifest> {
  const startedAt = Date.now();
  const result = await bundleAll(entryPoints, outdir);
  mkdirSync(outdir, { recursive: true });
  removeOthers(outdir, new Set([...entryPoints.keys()].map(folderOf)));
  const sizes = new Map<string, number>();
  for (const { path: file, contents } of result.outputFiles) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeWhole(file, contents);
    sizes.set(path.relative(outdir, file), contents.byteLength);
  }
  const inputs = Object.keys(result.metafile.inputs).filter((file) => !file.startsWith('node_modules/'));
  const manifest: Manifest = {
    key,
    inputs: Object.fromEntries(inputs.sort().map((file) => [file, hashOf(file, startedAt)])),
    bytes: Object.fromEntries(
      [...entryPoints.keys()].map((name) => [name, sizes.get(path.join(folderOf(name), 'index.mjs')) ?? 0]),
    ),
  };
  writeWhole(path.join(outdir, 'metafile.json'), JSON.stringify(result.metafile));
  writeWhole(path.join(outdir, 'manifest.json'), JSON.stringify(manifest, null, 1));
  return manifest;
}

/** One run for all functions, and one for what some of them load only when they need it. */
async function bundleAll(entryPoints: ReadonlyMap<string, string>, outdir: string) {
  const sources = new Map<string, string>();
  const run = (files: { in: string; out: string }[]) =>
    esbuild.build({
      ...buildOptions,
      plugins: [pureSchemas, loadedLater(sources)],
      absWorkingDir: projectRoot,
      entryPoints: files,
      outdir,
      write: false,
      logLevel: 'error',
    });
  const first = await run(
    [...entryPoints].map(([name, file]) => ({ in: file, out: `${folderOf(name)}/index` })),
  );
  const later = Object.entries(first.metafile.outputs).flatMap(([output, { imports }]) =>
    imports.flatMap(({ path: name, external }) => {
      const source = external ? sources.get(name) : undefined;
      const folder = path.basename(path.dirname(output));
      return source === undefined ? [] : [{ in: source, out: `${folder}/${path.basename(name, '.mjs')}` }];
    }),
  );
  if (later.length === 0) return first;
  const second = await run(later);
  const { inputs, outputs } = second.metafile;
  return {
    outputFiles: [...first.outputFiles, ...second.outputFiles],
    metafile: {
      inputs: { ...first.metafile.inputs, ...inputs },
      outputs: { ...first.metafile.outputs, ...outputs },
    },
  };
}

/** What is imported when it is needed (`await import('./x.ts')`) becomes a file of its own beside the bundle. */
function loadedLater(sources: Map<string, string>): esbuild.Plugin {
  return {
    name: 'loaded-later',
    setup({ onResolve }) {
      onResolve({ filter: /^\..*\.ts$/ }, ({ kind, path: file, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        const name = `./${path.basename(file, '.ts')}.mjs`;
        sources.set(name, path.resolve(resolveDir, file));
        return { path: name, external: true };
      });
    },
  };
}

/** Bundles of functions that are no more. */
function removeOthers(outdir: string, folders: ReadonlySet<string>): void {
  for (const entry of readdirSync(outdir, { withFileTypes: true })) {
    if (entry.isDirectory() && !folders.has(entry.name))
      rmSync(path.join(outdir, entry.name), { recursive: true });
  }
}

/** Two processes may bundle at once: each file appears whole, and both write the same bytes. */
function writeWhole(file: string, contents: string | Uint8Array): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, file);
}

function bundlesOf(manifest: Manifest, outdir: string): readonly BundledFunction[] {
  return Object.entries(manifest.bytes)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, bytes]) => ({ name, folder: path.join(outdir, folderOf(name)), bytes }));
}

function keyOf(entryPoints: ReadonlyMap<string, string>): string {
  const parts = [
    esbuild.version,
    JSON.stringify(buildOptions),
    [...entryPoints.values()].join('\n'),
    hashOf('package-lock.json'),
    hashOf('tsconfig.json'),
    hashOf('infra/pure-schemas.ts'),
  ];
  return createHash('sha256').update(parts.join('\0')).digest('hex');
}
