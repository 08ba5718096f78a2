/**
 * The reference of the API as one page, made from the OpenAPI document: nothing of a third party, everything folded that
 * not every reader needs, and whole without its script.
 */
import * as z from 'zod';
import type { OpenApiDocument } from '../../shared/contract/openapi.ts';
import { type Html, html } from '../../shared/pages/html.ts';
import { pageKind } from '../../shared/pages/layout.ts';
import { stackedCells, table } from '../../shared/pages/table.ts';
import { copyable, curlOf } from './platform.reference.examples.ts';
import { referenceScript } from './platform.reference.script.ts';
import {
  componentOf,
  describeShape,
  fieldTable,
  meaningOf,
  optional,
  prose,
} from './platform.reference.shapes.ts';

const Reference = z.object({ $ref: z.string() });
const Content = z.record(z.string(), z.object({ schema: z.unknown(), example: z.unknown() }));
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
  tags: z.array(z.object({ name: z.string(), description: z.string() })),
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
summary{min-height:2rem;padding:.2rem 0;cursor:pointer;font-weight:600}
summary h3{display:inline}
nav{display:block}
nav ul{padding:0;list-style:none}
nav li a{display:block;padding:.35rem 0;text-decoration:none;overflow-wrap:anywhere}
.example p{display:flex;justify-content:space-between;align-items:center;margin:.75rem 0 0}
.example pre{user-select:all}
[hidden]{display:none}
.card,section{scroll-margin-top:1rem}
.up{position:fixed;right:1rem;bottom:1rem;padding:.5rem 1rem;border-radius:.5rem;background:var(--accent);color:var(--on-accent)}
@media (min-width:60rem){body{display:grid;grid-template-columns:21rem minmax(0,1fr)}body>header{position:sticky;top:0;align-self:start;width:100%;height:100vh;overflow-y:auto}body>header+main{margin:0;padding-top:1rem}.up{display:none}}
${stackedCells}
`,
  script: referenceScript,
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
  const main = html`${introduction(title, view)}
${view.tags.map((tag) => areaSection(tag, operations, view))}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${Object.entries(view.components.schemas).map(
    ([
      name,
      schema,
    ]) => html`<div class="card" id="schema-${name}"><details><summary><h3>${name}</h3></summary>
<p class="soft">${meaningOf(schema)}</p>${fieldTable(schema, `Fields of ${name}`)}</details></div>
`,
  )}</section>`;
  return pages.layOut({ language: 'en', title, header: navigation(operations, view), main });
}

function introduction(title: string, { info }: View): Html {
  return html`<h1>${title}</h1><p>${prose(info.description ?? '')} Version ${info.version}.
For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
${manners}`;
}

/** Beside the page where there is room; the search is shown by the script that does it. */
function navigation(operations: readonly Placed[], { tags }: View): Html {
  return html`<div id="searching" class="field" hidden><label for="search">Search</label>
<input class="text" type="search" id="search" autocomplete="off" aria-describedby="found"><p class="hint" id="found" role="status"></p></div>
<nav aria-label="Routes" id="routes">${tags.map(
    ({ name }) => html`<details><summary>${name}</summary><ul>${operations
      .filter((each) => each.tags.includes(name))
      .map(
        ({ operationId, method, path, summary }) =>
          html`<li><a href="#${operationId}"><code>${method} ${path}</code><br>${summary}</a></li>
`,
      )}</ul></details>
`,
  )}<p><a href="#schemas">Schemas</a></p><a class="up" href="#routes">Routes</a></nav>`;
}

function areaSection(
  { name, description }: View['tags'][number],
  operations: readonly Placed[],
  view: View,
): Html {
  const routes = operations.filter(({ tags }) => tags.includes(name));
  return html`<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2><p>${description}</p>
${routes.map((operation) => routeSection(operation, view))}</section>
`;
}

/** What holds for every route. */
const manners = html`<div aria-labelledby="manners" role="group"><h2 id="manners">What holds for every route</h2><ul>
<li>Send an access token as <code>Authorization: Bearer …</code>. Without a valid one the gateway answers 401 with <code>{"message":"Unauthorized"}</code>.</li>
<li>In the examples <code>$API</code> is the address of this page without <code>/reference</code>, and <code>$TOKEN</code> an access token.</li>
<li>Every other error is a problem document (RFC 9457). Its <code>code</code> never changes; its <code>detail</code> says how to correct it.</li>
<li>A POST needs an <code>Idempotency-Key</code> of your own for each new thing: repeated, it changes nothing and gets the first answer.</li>
<li>A change needs <code>If-Match</code> with the <code>ETag</code> that you have read. A PATCH is a JSON merge patch: <code>null</code> removes.</li>
<li>A list comes in pages; pass its <code>cursor</code> back unchanged to get the next one. It may lag a second or two behind.</li></ul></div>`;

function routeSection(operation: Placed, view: View): Html {
  const { operationId: id, method, path, summary, description = '' } = operation;
  const parameters = operation.parameters.flatMap((each) => {
    const found = '$ref' in each ? view.components.parameters[componentOf(each.$ref)] : each;
    return found === undefined ? [] : [found];
  });
  const body = Object.entries(operation.requestBody?.content ?? {});
  return html`<article class="card" id="${id}" aria-labelledby="${id}-name">
<h3 id="${id}-name"><span class="method">${method}</span><code>${path}</code></h3>
<p>${summary}. ${prose(description)}</p><p class="soft">${access(operation)}</p>
<details><summary>Example</summary>${examples(operation, parameters)}</details>
<details><summary>Parameters, body and answers</summary>
${parameters.length > 0 && parameterTable(`Parameters of ${id}`, parameters)}
${body.length > 0 && html`<h4>Body</h4><div>${describeShape(body[0]?.[1].schema)} <span class="soft">as ${body.map(([type]) => type).join(' or ')}</span></div>`}
${replyTable(`Answers of ${id}`, operation, view)}</details></article>
`;
}

function examples(operation: Placed, parameters: readonly z.output<typeof Parameter>[]): Html {
  const [body] = Object.entries(operation.requestBody?.content ?? {});
  const request = curlOf({
    ...operation,
    isPublic: operation.security.length === 0,
    parameters,
    body: body && { mediaType: body[0], example: body[1].example },
  });
  const [status, reply] = Object.entries(operation.responses).find(([code]) => code.startsWith('2')) ?? [];
  const [content] = Object.entries(reply === undefined || '$ref' in reply ? {} : (reply.content ?? {}));
  const isJson = content?.[0] === 'application/json';
  return html`${copyable('Request', request)}${
    isJson
      ? copyable(`Reply: ${status}`, JSON.stringify(content[1].example, null, 2))
      : html`<p>Reply: ${status}, ${content === undefined ? 'without a body' : `a page (${content[0]})`}.</p>`
  }`;
}

function access({ security }: Placed): Html {
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  if (scopes.length === 0) return security.length === 0 ? html`Needs no token.` : html`Needs any token.`;
  const named = scopes.map((scope, index) => html`${index === 0 ? '' : ' or '}<code>${scope}</code>`);
  return html`Needs a token with the scope ${named}.`;
}

function parameterTable(caption: string, parameters: readonly z.output<typeof Parameter>[]): Html {
  return table({
    caption,
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

function replyTable(caption: string, { responses }: Placed, view: View): Html {
  return table({
    caption,
    heads: ['Status', 'Meaning', 'Body'],
    rows: Object.entries(responses).map(([status, response]) => {
      const reply = '$ref' in response ? view.components.responses[componentOf(response.$ref)] : response;
      const schema = '$ref' in response ? undefined : reply?.content?.['application/json']?.schema;
      return [status, prose(reply?.description ?? ''), schema === undefined ? '' : describeShape(schema)];
    }),
    empty: 'No answers.',
  });
}
