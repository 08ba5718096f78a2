/** Synthesizes the app for a test and reads its templates. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { App } from 'aws-cdk-lib';
import { createApp } from '../../infra/app.ts';

export interface TemplateResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read in many shapes, and a wrong guess fails the test
  readonly Properties: Record<string, any>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly DependsOn?: readonly string[];
}

export interface Synthesis {
  readonly app: App;
  /** `data`, `identity` … in the order of deployment. */
  readonly stacks: readonly {
    readonly name: string;
    readonly text: string;
    readonly dependencies: readonly string[];
  }[];
  readonly resources: readonly TemplateResource[];
  ofType(type: string): readonly TemplateResource[];
  /** Resources in a stack, by its short name. */
  inStack(name: string): readonly TemplateResource[];
}

/** Builds the whole app; the same settings give the same templates as the command line. */
export async function synthesize(context: Record<string, unknown> = {}): Promise<Synthesis> {
  const app = await createApp({
    outdir: mkdtempSync(path.join(tmpdir(), 'assembly-')),
    context,
    validate: false,
  });
  const assembly = app.synth();
  const shortName = (id: string) => id.split('-').at(-1) ?? id;
  const stacks = assembly.stacks.map((stack) => ({
    name: shortName(stack.stackName),
    text: readFileSync(stack.templateFullPath, 'utf8'),
    dependencies: stack.dependencies
      .filter((dependency) => !dependency.id.endsWith('.assets'))
      .map((dependency) => shortName(dependency.id)),
  }));
  const resources = stacks.flatMap(({ name, text }) =>
    Object.entries<Omit<TemplateResource, 'stack' | 'logicalId'>>(JSON.parse(text).Resources).map(
      ([logicalId, resource]) => ({
        ...resource,
        stack: name,
        logicalId,
        Properties: resource.Properties ?? {},
      }),
    ),
  );
  return {
    app,
    stacks,
    resources,
    ofType: (type) => resources.filter((resource) => resource.Type === type),
    inStack: (name) => resources.filter((resource) => resource.stack === name),
  };
}

/** Logical id in a `Ref` or `Fn::GetAtt` of the same stack. */
export function target(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  return undefined;
}
