/** Reads what `cdk synth` leaves behind: the manifest, the templates and the asset manifests. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as z from 'zod';

const properties = z.record(z.string(), z.unknown());

const manifestShape = z.object({
  artifacts: z
    .record(
      z.string(),
      z.object({
        type: z.string(),
        displayName: z.string().optional(),
        properties: z
          .object({
            templateFile: z.string().optional(),
            stackName: z.string().optional(),
            file: z.string().optional(),
            directoryName: z.string().optional(),
          })
          .optional(),
      }),
    )
    .default({}),
});

const templateShape = z.object({
  Resources: z
    .record(
      z.string(),
      z.object({
        Type: z.string(),
        Properties: properties.optional(),
        Metadata: properties.optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
  Outputs: z
    .record(
      z.string(),
      z.object({
        Value: z.unknown(),
        Export: z.object({ Name: z.unknown() }).optional(),
        Condition: z.string().optional(),
      }),
    )
    .default({}),
  Conditions: properties.default({}),
  Parameters: z.record(z.string(), z.object({ Default: z.unknown().optional() })).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), properties)).default({}),
});

const assetsShape = z.object({
  files: z.record(z.string(), z.object({ source: z.object({ path: z.string().optional() }) })).default({}),
});

/** A template as CloudFormation would be given it: nothing is resolved yet. */
export type StackTemplate = z.infer<typeof templateShape> & { readonly name: string };

export interface Assembly {
  readonly stacks: readonly StackTemplate[];
  /** Asset hash → absolute path of its folder or file. */
  readonly assets: ReadonlyMap<string, string>;
}

export function readAssembly(directory: string): Assembly {
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, string>();
  const read = <Shape extends z.ZodType>(folder: string, file: string, shape: Shape): z.infer<Shape> =>
    shape.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));

  function readFolder(folder: string): void {
    for (const [id, artifact] of Object.entries(read(folder, 'manifest.json', manifestShape).artifacts)) {
      const facts = artifact.properties ?? {};
      if (artifact.type === 'aws:cloudformation:stack' && facts.templateFile) {
        stacks.push({ ...read(folder, facts.templateFile, templateShape), name: facts.stackName ?? id });
      } else if (artifact.type === 'cdk:asset-manifest' && facts.file) {
        const { files } = read(folder, facts.file, assetsShape);
        for (const [hash, { source }] of Object.entries(files)) {
          if (source.path) assets.set(hash, resolve(folder, source.path));
        }
      } else if (artifact.type === 'cdk:cloud-assembly' && facts.directoryName) {
        readFolder(join(folder, facts.directoryName));
      }
    }
  }

  readFolder(resolve(directory));
  return { stacks, assets };
}
