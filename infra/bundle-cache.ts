/** Remembers what went into the bundles of a folder, so that they are only built again when that has changed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';

export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const Manifest = z.object({
  key: z.string(),
  /** Project files that went in, with their hashes; packages are covered by the lock file in `key`. */
  inputs: z.record(z.string(), z.string()),
  bytes: z.record(z.string(), z.number()),
});
export type Manifest = z.output<typeof Manifest>;

export function readManifest(outdir: string): Manifest | undefined {
  const file = path.join(outdir, 'manifest.json');
  if (!existsSync(file)) return undefined;
  return Manifest.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}

/** Whether everything that went in is still the same. */
export function isCurrent(manifest: Manifest, key: string, outdir: string): boolean {
  return (
    manifest.key === key &&
    Object.entries(manifest.inputs).every(([file, hash]) => hashOf(file) === hash) &&
    Object.keys(manifest.bytes).every((name) => existsSync(path.join(outdir, folderOf(name), 'index.mjs')))
  );
}

/** `messaging.sending.queue` → `messaging-sending-queue`: a dot would pass for the ending of a file. */
export function folderOf(name: string): string {
  return name.replaceAll('.', '-');
}

/** Of a file that was saved after `unlessSavedAfter`, nobody knows whether the run has read it before or since. */
export function hashOf(file: string, unlessSavedAfter = Number.POSITIVE_INFINITY): string {
  const whole = path.resolve(projectRoot, file);
  if (!existsSync(whole)) return 'absent';
  if (statSync(whole).mtimeMs >= unlessSavedAfter) return 'saved meanwhile';
  return createHash('sha256').update(readFileSync(whole)).digest('hex');
}
