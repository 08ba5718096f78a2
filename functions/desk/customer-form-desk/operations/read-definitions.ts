import type { FieldDefinition } from '../../../customers/fields/fields.schema.ts';
import type { Visit } from '../../desk/index.ts';

export interface Definitions {
  /** Retired ones among them. */
  readonly all: readonly FieldDefinition[];
  /** Those that the reader may set. */
  readonly settable: readonly FieldDefinition[];
}

/** The fields that are defined for this deployment, and which of them are the reader's to set. */
export async function readDefinitions({ api }: Pick<Visit, 'api'>): Promise<Definitions> {
  const [{ body: page }, { body: schema }] = await Promise.all([
    api.fields.listFields({ query: { limit: 100 } }),
    api.fields.describeCustomers(),
  ]);
  const open = new Set([schema.then, schema.else].flatMap(namesIn));
  return { all: page.items, settable: page.items.filter(({ name }) => open.has(name)) };
}

/** Names of the fields in a JSON Schema of customers of one kind. */
function namesIn(schema: unknown): readonly string[] {
  const custom = propertiesOf(schema).custom;
  return Object.keys(propertiesOf(custom));
}

function propertiesOf(schema: unknown): Readonly<Record<string, unknown>> {
  const { properties = {} } = (schema ?? {}) as { properties?: Readonly<Record<string, unknown>> };
  return properties;
}
