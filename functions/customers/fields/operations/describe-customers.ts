import type { Principal } from '../../../../shared/identity/principal.ts';
import { fieldsSeenBy, isFor } from '../fields.rules.ts';
import { type FieldDefinition, maximumChoices, maximumText } from '../fields.schema.ts';
import type { FieldsStore } from '../fields.store.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * What this deployment takes of the caller as `custom` of a new customer, as a JSON Schema: a field that is retired or not
 * theirs to see is none of it. https://json-schema.org/draft/2020-12
 */
export async function describeCustomers({
  fields,
  principal,
}: {
  readonly fields: Pick<FieldsStore, 'listAll'>;
  readonly principal: Principal;
}): Promise<{ type: 'object' } & JsonSchema> {
  const sees = fieldsSeenBy(principal);
  const open = (await fields.listAll()).filter((each) => each.retiredAt === undefined && sees(each));
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What this deployment keeps of customers beside the fields that all have',
    type: 'object',
    if: { properties: { kind: { const: 'company' } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: the word of JSON Schema
    then: customOf(open, 'company'),
    else: customOf(open, 'person'),
  };
}

function customOf(definitions: readonly FieldDefinition[], kind: 'person' | 'company'): JsonSchema {
  const its = definitions.filter((each) => isFor(each, kind));
  const required = its.filter((each) => each.required).map(({ name }) => name);
  const custom = {
    type: 'object',
    properties: Object.fromEntries(its.map((each) => [each.name, schemaOf(each)])),
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
  return { properties: { custom }, ...(required.length === 0 ? {} : { required: ['custom'] }) };
}

function schemaOf(definition: FieldDefinition): JsonSchema {
  const { label } = definition;
  return { title: label.en ?? label['zh-CN'], ...formOf(definition) };
}

function formOf({ type, options = [] }: FieldDefinition): JsonSchema {
  const offered = options.filter(({ retired }) => retired !== true);
  const choice = { oneOf: offered.map(({ value, label }) => ({ const: value, title: label?.en ?? value })) };
  switch (type) {
    case 'text':
      return { type: 'string', minLength: 1, maxLength: maximumText };
    case 'url':
      return { type: 'string', format: 'uri', maxLength: maximumText };
    case 'date':
      return { type: 'string', format: 'date' };
    case 'number':
    case 'boolean':
      return { type };
    case 'choice':
      return { type: 'string', ...choice };
    case 'choices':
      return { type: 'array', items: choice, uniqueItems: true, maxItems: maximumChoices };
  }
}
