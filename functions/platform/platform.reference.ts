/** The reference of the API as one page: no script, no third party, made from the OpenAPI document. */
import * as z from 'zod';
import type { OpenApiDocument } from '../../shared/contract/openapi.ts';
import { type Html, html } from '../../shared/pages/html.ts';
import { pageKind } from '../../shared/pages/layout.ts';
import { table } from '../../shared/pages/table.ts';
import {
  componentOf,
  describeShape,
  fieldTable,
  meaningOf,
  optional,
  prose,
} from './platform.reference.shapes.ts';

const Reference = z.object({ $ref: z.string() });
const Content = z.record(z.string(), z.object({ schema: z.unknown() }));
const Reply = z.object({ description: z.string(), content: Content.optional() });
const Parameter = z.object({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: z.unknown(),
});

const Operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()),
  summary: z.string(),
  description: z.string().optional(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.union([Reference, Parameter])).default([]),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.union([Reference, Reply])),
});

/** What the page reads of the document. */
const View = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().optional() }),
  tags: z.array(z.object({ name: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()).default({}),
    parameters: z.record(z.string(), Parameter).default({}),
    responses: z.record(z.string(), Reply).default({}),
  }),
});
type View = z.output<typeof View>;
type Placed = z.output<typeof Operation> & { readonly method: string; readonly path: string };

const pages = pageKind({
  rules: `
:root{--width:64rem}
.method{margin-right:.5rem;font-weight:700}
.scroll{margin:1rem 0 0}
td:last-child{min-width:10rem}
tbody th{min-width:5rem;white-space:nowrap}
small{font-weight:400}
nav{display:block}
@media (min-width:48rem){nav ul{columns:2;column-gap:2rem}}
`,
  isIndexed: true,
  policy: { 'form-action': "'none'" },
});

export const referenceHeaders = pages.headers;

export function referencePage(document: OpenApiDocument): string {
  const view = View.parse(document);
  const operations = Object.entries(view.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
  const title = `${view.info.title}: API reference`;
  const main = html`${view.tags.map(({ name }) => areaSection(name, operations, view))}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${Object.entries(view.components.schemas).map(
    ([name, schema]) => html`<div class="card" id="schema-${name}"><h3>${name}</h3>
<p class="soft">${meaningOf(schema)}</p>${fieldTable(schema, 'Fields')}</div>`,
  )}</section>`;
  return pages.layOut({ language: 'en', title, header: introduction(title, operations, view), main });
}

function introduction(title: string, operations: readonly Placed[], { info }: View): Html {
  return html`<h1>${title}</h1><p>${info.description} Version ${info.version}.
For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
${manners}
<nav aria-label="Routes"><h2 id="routes">Routes</h2><ul>${operations.map(
    ({ operationId, method, path, summary }) =>
      html`<li><a href="#${operationId}"><code>${method} ${path}</code></a> <span class="soft">${summary}</span></li>`,
  )}</ul></nav>`;
}

function areaSection(tag: string, operations: readonly Placed[], view: View): Html {
  const routes = operations.filter(({ tags }) => tags.includes(tag));
  return html`<section aria-labelledby="tag-${tag}"><h2 id="tag-${tag}">${tag}</h2>
${routes.map((operation) => routeSection(operation, view))}</section>`;
}

/** What holds for every route. */
const manners = html`<section aria-labelledby="manners"><h2 id="manners">What holds for every route</h2><ul>
<li>Send an access token as <code>Authorization: Bearer …</code>. Without a valid one the gateway answers 401 with <code>{"message":"Unauthorized"}</code>.</li>
<li>Every other error is a problem document (RFC 9457). Its <code>code</code> never changes; its <code>detail</code> says how to correct it.</li>
<li>A POST needs an <code>Idempotency-Key</code> of your own for each new thing: repeated, it changes nothing and gets the first answer.</li>
<li>A change needs <code>If-Match</code> with the <code>ETag</code> that you have read. A PATCH is a JSON merge patch: <code>null</code> removes.</li>
<li>A list comes in pages; pass its <code>cursor</code> back unchanged to get the next one. It may lag a second or two behind.</li>
<li>HEAD is answered for pages that need no token, and has no other use.</li></ul></section>`;

function routeSection(operation: Placed, view: View): Html {
  const parameters = operation.parameters.flatMap((each) => {
    const found = '$ref' in each ? view.components.parameters[componentOf(each.$ref)] : each;
    return found === undefined ? [] : [found];
  });
  const body = Object.entries(operation.requestBody?.content ?? {});
  return html`<article class="card" id="${operation.operationId}" aria-labelledby="${operation.operationId}-name">
<h3 id="${operation.operationId}-name"><span class="method">${operation.method}</span><code>${operation.path}</code></h3>
<p>${operation.summary}. ${prose(operation.description ?? '')}</p><p class="soft">${access(operation)}</p>
${parameterTable(parameters)}
${body.length > 0 && html`<h4>Body</h4><p>${describeShape(body[0]?.[1].schema)} <span class="soft">as ${body.map(([type]) => type).join(' or ')}</span></p>`}
${replyTable(operation, view)}</article>`;
}

function access({ security }: Placed): Html {
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  if (scopes.length === 0) return html`Needs no token.`;
  const named = scopes.map((scope, index) => html`${index === 0 ? '' : ' or '}<code>${scope}</code>`);
  return html`Needs a token with the scope ${named}.`;
}

function parameterTable(parameters: readonly z.output<typeof Parameter>[]): Html {
  return table({
    caption: 'Parameters',
    heads: ['Name', 'Where', 'Value', 'Meaning'],
    rows: parameters.map(({ name, required, schema, ...parameter }) => [
      html`<code>${name}</code>${!required && optional}`,
      parameter.in,
      describeShape(schema),
      meaningOf(schema),
    ]),
    empty: 'No parameters.',
  });
}

function replyTable({ responses }: Placed, view: View): Html {
  return table({
    caption: 'Answers',
    heads: ['Status', 'Meaning', 'Body'],
    rows: Object.entries(responses).map(([status, response]) => {
      const reply = '$ref' in response ? view.components.responses[componentOf(response.$ref)] : response;
      const schema = '$ref' in response ? undefined : reply?.content?.['application/json']?.schema;
      return [status, prose(reply?.description ?? ''), schema === undefined ? '' : describeShape(schema)];
    }),
    empty: 'No answers.',
  });
}
