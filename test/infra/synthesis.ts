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

export interface SynthesizedStack {
  readonly name: string;
  readonly text: string;
  readonly dependencies: readonly string[];
  /** Names of everything that it exports to, and imports from, other stacks. */
  readonly exports: readonly string[];
  readonly imports: readonly string[];
}

export interface Synthesis {
  readonly app: App;
  /** `data`, `identity` … in the order of deployment. */
  readonly stacks: readonly SynthesizedStack[];
  readonly resources: readonly TemplateResource[];
  /** What CDK says about the stacks: level → texts. */
  readonly messages: Readonly<Record<string, readonly string[]>>;
  ofType(type: string): readonly TemplateResource[];
  /** Resources in a stack, by its short name. */
  inStack(name: string): readonly TemplateResource[];
}

/** A folder for a cloud assembly of its own. */
export const newOutdir = () => mkdtempSync(path.join(tmpdir(), 'assembly-'));

const known = new Map<string, Promise<Synthesis>>();

/** What the whole app becomes, as on the command line. Built once for each set of settings: do not change it. */
export function synthesize(context: Record<string, unknown> = {}): Promise<Synthesis> {
  const key = JSON.stringify(context);
  const found = known.get(key) ?? buildApp(context).then(readSynthesis);
  known.set(key, found);
  return found;
}

/** The app before anything is synthesized. */
export function buildApp(context: Record<string, unknown>): Promise<App> {
  return createApp({ outdir: newOutdir(), context, validate: false });
}

/** Synthesizes an app and reads what came out. */
export function readSynthesis(app: App): Synthesis {
  const assembly = app.synth();
  const shortName = (id: string) => id.split('-').at(-1) ?? id;
  const stacks = assembly.stacks.map((stack) => {
    const text = readFileSync(stack.templateFullPath, 'utf8');
    return {
      name: shortName(stack.stackName),
      text,
      dependencies: stack.dependencies
        .filter((dependency) => !dependency.id.endsWith('.assets'))
        .map((dependency) => shortName(dependency.id)),
      exports: exportsOf(text),
      imports: [
        ...new Set([...text.matchAll(/"Fn::ImportValue":\s*"([^"]+)"/g)].map(([, name = '']) => name)),
      ],
    };
  });
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
  const messages = Object.groupBy(
    assembly.stacks.flatMap((stack) => stack.messages),
    ({ level }) => level,
  );
  return {
    app,
    stacks,
    resources,
    messages: Object.fromEntries(
      Object.entries(messages).map(([level, said]) => [level, said.map(({ entry }) => String(entry.data))]),
    ),
    ofType: (type) => resources.filter((resource) => resource.Type === type),
    inStack: (name) => resources.filter((resource) => resource.stack === name),
  };
}

function exportsOf(text: string): string[] {
  const outputs: Record<string, { Export?: { Name: string } }> = JSON.parse(text).Outputs ?? {};
  return Object.values(outputs)
    .flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]))
    .sort();
}

/** Logical id in a `Ref` or `Fn::GetAtt` of the same stack. */
export function target(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('Ref' in value) return String(value.Ref);
  if ('Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt'])) return String(value['Fn::GetAtt'][0]);
  return undefined;
}
