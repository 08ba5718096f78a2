/** JSON schemas in words, for the reference page. */
import * as z from 'zod';
import { type Html, html } from '../../shared/pages/html.ts';
import { table } from '../../shared/pages/table.ts';

/** What the page reads of a schema; anything else is passed over. */
const Shape = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
type Shape = z.infer<typeof Shape>;

/** Name of the component that a reference points to. */
export function componentOf(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** A schema in a few words: `text, at most 120 characters`, `list of Customer`. */
export function describeShape(schema: unknown): Html {
  const shape = Shape.parse(schema ?? {});
  if (shape.$ref !== undefined) {
    const name = componentOf(shape.$ref);
    return html`<a href="#schema-${name}">${name}</a>`;
  }
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices) return joined(choices.map(describeShape), ' or ');
  if (shape.allOf) return joined(shape.allOf.map(describeShape), ' and ');
  if (shape.enum) return joined(shape.enum.map(literal), ' or ');
  if (shape.const !== undefined) return literal(shape.const);
  if (shape.type === 'array') return html`list of ${describeShape(shape.items)}${bounds(shape)}`;
  if (shape.properties) return html`object${fieldList(shape)}`;
  const name = [shape.type ?? 'anything']
    .flat()
    .map((type) => typeNames[type] ?? type)
    .join(' or ');
  return html`${name}${bounds(shape)}`;
}

/** Said of what may be left out. */
export const optional = html` <small class="soft">optional</small>`;

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  object: 'object with any fields',
};

/** The fields of an object schema as rows: name, whether it must be there, what it is, what it means. */
export function fieldTable(schema: unknown, caption: string): Html {
  const shape = Shape.parse(schema ?? {});
  if (shape.properties === undefined) return html`<div>${describeShape(schema)}</div>`;
  const required = new Set(shape.required);
  return table({
    caption,
    heads: ['Field', 'Value', 'Meaning'],
    rows: Object.entries(shape.properties).map(([name, field]) => [
      html`<code>${name}</code>${!required.has(name) && optional}`,
      describeShape(field),
      meaningOf(field),
    ]),
    empty: 'No fields.',
  });
}

/** Text in which what stands between backticks is code. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 0 ? part : html`<code>${part}</code>`))}`;
}

/** What the schema's author says about it. */
export function meaningOf(schema: unknown): Html {
  const shape = Shape.parse(schema ?? {});
  const byDefault = shape.default === undefined ? '' : `Default: ${JSON.stringify(shape.default)}.`;
  return prose([shape.description ?? '', byDefault].filter((sentence) => sentence !== '').join(' '));
}

function fieldList(shape: Shape): Html {
  const required = new Set(shape.required);
  return html`<ul>${Object.entries(shape.properties ?? {}).map(
    ([name, field]) =>
      html`<li><code>${name}</code>${required.has(name) ? '' : optional}: ${describeShape(field)}</li>`,
  )}</ul>`;
}

function bounds(shape: Shape): Html {
  const between = (from: number | undefined, to: number | undefined, unit: string) => {
    if (from === undefined && to === undefined) return [];
    if (from === undefined) return [`at most ${to}${unit}`];
    return [
      to === undefined || to === Number.MAX_SAFE_INTEGER
        ? `at least ${from}${unit}`
        : `${from} to ${to}${unit}`,
    ];
  };
  const facts = [
    ...(shape.format === undefined ? [] : [shape.format]),
    ...between(shape.minLength, shape.maxLength, ' characters'),
    ...between(shape.minItems, shape.maxItems, ' entries'),
    ...between(shape.minimum, shape.maximum, ''),
  ];
  const pattern = shape.pattern === undefined ? '' : html`, like <code>${shape.pattern}</code>`;
  return html`${facts.map((fact) => `, ${fact}`)}${pattern}`;
}

function literal(value: unknown): Html {
  return html`<code>${JSON.stringify(value)}</code>`;
}

function joined(parts: readonly Html[], word: string): Html {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${word}${part}`))}`;
}
