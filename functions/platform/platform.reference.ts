/** The reference of the API as one page: no script, no third party, made from the OpenAPI document. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { OpenApiDocument } from '../../shared/contract/openapi.ts';
import { html, SafeHtml } from '../../shared/messaging/template.ts';
import {
  componentOf,
  describeShape,
  fieldTable,
  meaningOf,
  optional,
  prose,
} from './platform.reference.shapes.ts';
import { style } from './platform.reference.style.ts';

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

/** The page may load and run nothing; its one style sheet is known by its hash. */
export const referenceHeaders = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export function referencePage(document: OpenApiDocument): string {
  const view = View.parse(document);
  const operations = Object.entries(view.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      method: method.toUpperCase(),
      path,
    })),
  );
  const { title, description, version } = view.info;
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: API reference</title><style>${new SafeHtml(style)}</style></head><body>
<a class="skip" href="#routes">To the routes</a>
<header><h1>${title}: API reference</h1><p>${description ?? ''} Version ${version}.
For programs: <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p></header>
${manners}
<nav aria-label="Routes"><h2 id="routes">Routes</h2><ul>${operations.map(
    ({ operationId, method, path, summary }) =>
      html`<li><a href="#${operationId}"><code>${method} ${path}</code></a> <span class="soft">${summary}</span></li>`,
  )}</ul></nav>
<main>${view.tags.map(
    ({ name }) =>
      html`<section aria-labelledby="tag-${name}"><h2 id="tag-${name}">${name}</h2>${operations
        .filter((operation) => operation.tags.includes(name))
        .map((operation) => routeSection(operation, view))}</section>`,
  )}
<section aria-labelledby="schemas"><h2 id="schemas">Schemas</h2>${Object.entries(view.components.schemas).map(
    ([name, schema]) => html`<div class="route" id="schema-${name}"><h3>${name}</h3>
<p class="soft">${meaningOf(schema)}</p>${fieldTable(schema, 'Fields')}</div>`,
  )}</section></main></body></html>`.toString();
}

/** What holds for every route. */
const manners = html`<section aria-labelledby="manners"><h2 id="manners">What holds for every route</h2><ul>
<li>Send an access token as <code>Authorization: Bearer …</code>. Without a valid one the gateway answers 401 with <code>{"message":"Unauthorized"}</code>.</li>
<li>Every other error is a problem document (RFC 9457). Its <code>code</code> never changes; its <code>detail</code> says how to correct it.</li>
<li>A POST needs an <code>Idempotency-Key</code> of your own for each new thing: repeated, it changes nothing and gets the first answer.</li>
<li>A change needs <code>If-Match</code> with the <code>ETag</code> that you have read. A PATCH is a JSON merge patch: <code>null</code> removes.</li>
<li>A list comes in pages; pass its <code>cursor</code> back unchanged to get the next one. It may lag a second or two behind.</li>
<li>HEAD is answered for pages that need no token, and has no other use.</li></ul></section>`;

function routeSection(operation: Placed, view: View): SafeHtml {
  const parameters = operation.parameters.flatMap((each) => {
    const found = '$ref' in each ? view.components.parameters[componentOf(each.$ref)] : each;
    return found === undefined ? [] : [found];
  });
  const body = Object.entries(operation.requestBody?.content ?? {});
  return html`<article class="route" id="${operation.operationId}" aria-labelledby="${operation.operationId}-name">
<h3 id="${operation.operationId}-name"><span class="method">${operation.method}</span><code>${operation.path}</code></h3>
<p>${operation.summary}. ${prose(operation.description ?? '')}</p><p class="soft">${access(operation)}</p>
${parameters.length > 0 && parameterTable(parameters)}
${body.length > 0 && html`<h4>Body</h4><p>${describeShape(body[0]?.[1].schema)} <span class="soft">as ${body.map(([type]) => type).join(' or ')}</span></p>`}
<div class="wide" tabindex="0" role="group" aria-label="Table"><table><caption>Answers</caption><tbody>${Object.entries(
    operation.responses,
  ).map(([status, response]) => replyRow(status, response, view))}</tbody></table></div></article>`;
}

function access({ security }: Placed): SafeHtml {
  const scopes = security.flatMap((requirement) => Object.values(requirement).flat());
  if (scopes.length === 0) return html`Needs no token.`;
  const named = scopes.map((scope, index) => html`${index === 0 ? '' : ' or '}<code>${scope}</code>`);
  return html`Needs a token with the scope ${named}.`;
}

function parameterTable(parameters: readonly z.output<typeof Parameter>[]): SafeHtml {
  return html`<div class="wide" tabindex="0" role="group" aria-label="Table"><table><caption>Parameters</caption>
<thead><tr><th scope="col">Name</th><th scope="col">Where</th><th scope="col">Value</th><th scope="col">Meaning</th></tr></thead><tbody>
${parameters.map(
  (
    each,
  ) => html`<tr><th scope="row"><code>${each.name}</code>${each.required ? '' : optional}</th><td>${each.in}</td>
<td>${describeShape(each.schema)}</td><td>${meaningOf(each.schema)}</td></tr>`,
)}</tbody></table></div>`;
}

function replyRow(
  status: string,
  response: View['paths'][string][string]['responses'][string],
  view: View,
): SafeHtml {
  const reply = '$ref' in response ? view.components.responses[componentOf(response.$ref)] : response;
  const schema = '$ref' in response ? undefined : reply?.content?.['application/json']?.schema;
  return html`<tr><th scope="row">${status}</th><td>${prose(reply?.description ?? '')}</td>
<td>${schema === undefined ? '' : describeShape(schema)}</td></tr>`;
}
