/** What every construct needs to know about the deployment it is part of. */
import type { BundledFunction } from '../bundling.ts';
import type { Settings } from '../settings.ts';

export interface Deployment {
  readonly settings: Settings;
  /** Absolute folder with the bundle of an entry point, e.g. `messaging.sending.queue`. */
  codeOf(entryPoint: string): string;
  /**
   * Physical name of a function or queue, e.g. `rapport-prod-messaging-sending`. Names are fixed so that alarms
   * can be written in another stack without exports: an export in use would block removing a function.
   */
  nameOf(part: string): string;
}

export function createDeployment(settings: Settings, bundles: readonly BundledFunction[]): Deployment {
  const folders = new Map(bundles.map((bundle) => [bundle.name, bundle.folder]));
  return {
    settings,
    codeOf(entryPoint) {
      const folder = folders.get(entryPoint);
      if (folder !== undefined) return folder;
      throw new Error(
        `There is no entry point ${entryPoint}: write ${entryPoint}.ts in its folder of functions/, ` +
          'or correct the name in infra/areas.',
      );
    },
    nameOf: (part) => `rapport-${settings.stage}-${part}`,
  };
}
