/** The whole deployment on one screen: settings in, stacks out. */
import { readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Validations } from 'aws-cdk-lib';
import * as z from 'zod';
import * as contracts from '../functions/contracts.ts';
import * as declarations from '../functions/declarations.ts';
import { areas } from './areas/index.ts';
import { bundleFunctions } from './bundling.ts';
import { createDeployment } from './constructs/deployment.ts';
import { readSettings, SettingsError } from './settings.ts';
import { createStacks } from './stacks/all-stacks.ts';

const thisFile = fileURLToPath(import.meta.url);

export interface AppOptions {
  /** Folder of the cloud assembly. @default where the CDK command line says, else a temporary one */
  readonly outdir?: string | undefined;
  /** Context on top of cdk.json, e.g. `{ stage: 'local' }`: what `-c stage=local` is on the command line. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
  /** Has cdk-nag and CDK's own rules check the templates; takes some seconds. @default true */
  readonly validate?: boolean | undefined;
  /** Where the bundles are. @default `.build/functions` */
  readonly bundleFolder?: string | undefined;
  /** Told what bundling did. @default silent */
  readonly log?: ((line: string) => void) | undefined;
}

/** Builds the app; its `synth()` writes the cloud assembly. Rejects with `SettingsError` for wrong settings. */
export async function createApp(options: AppOptions = {}): Promise<App> {
  const validate = options.validate ?? true;
  const app = new App({
    ...(options.outdir === undefined ? {} : { outdir: options.outdir }),
    analyticsReporting: false,
    builtinCloudFormationValidation: validate,
    context: {
      ...contextOfProject(),
      // With these the local cloud finds the code of a function, and a reader the construct of a resource.
      'aws:cdk:enable-asset-metadata': true,
      'aws:cdk:enable-path-metadata': true,
      ...options.context,
    },
  });
  const settings = readSettings(z.record(z.string(), z.unknown()).parse(app.node.getAllContext()));
  const bundles = await bundleFunctions({ outdir: options.bundleFolder, log: options.log });
  const deployment = createDeployment(settings, bundles);
  createStacks(app, { deployment, areas, domains: Object.values(declarations), contracts });

  if (validate) {
    // Loading it takes half a second, which `npm start` and the tests have no use for.
    const { AwsSolutionsChecks, ServerlessChecks } = await import('cdk-nag');
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app));
  }
  return app;
}

function contextOfProject(): Record<string, unknown> {
  const file = path.join(path.dirname(thisFile), '..', 'cdk.json');
  return z
    .object({ context: z.record(z.string(), z.unknown()) })
    .parse(JSON.parse(readFileSync(file, 'utf8'))).context;
}

/** The command line of the CDK runs this file; tests and the local cloud only import it. */
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === realpathSync(thisFile)) {
  try {
    (await createApp()).synth();
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
