/** A request and its reply for every route, ready to be copied into a shell. */
import * as z from 'zod';
import { type Html, html } from '../../shared/pages/html.ts';

const Examined = z.looseObject({
  examples: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
});

export interface ExampleRequest {
  readonly method: string;
  readonly path: string;
  readonly isPublic: boolean;
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean | undefined;
    readonly schema?: unknown;
  }[];
  readonly body: { readonly mediaType: string; readonly example?: unknown } | undefined;
}

/** The command line of a good request. `$API` is the address of the API, `$TOKEN` an access token. */
export function curlOf({ method, path, isPublic, parameters, body }: ExampleRequest): string {
  const required = (place: string) => parameters.filter((each) => each.in === place && each.required);
  const filled = required('path').reduce(
    (filling, { name, schema }) =>
      filling.replace(`{${name}}`, encodeURIComponent(exampleValue(name, schema))),
    path,
  );
  const headers = required('header').map(
    ({ name, schema }) => `-H ${quoted(`${name}: ${exampleValue(name, schema)}`)}`,
  );
  return [
    `curl ${method === 'GET' ? '' : `-X ${method} `}"$API${filled}"`,
    ...(isPublic ? [] : ['-H "Authorization: Bearer $TOKEN"']),
    ...headers,
    ...(body === undefined ? [] : dataOf(body)),
  ].join(' \\\n  ');
}

function dataOf({ mediaType, example }: NonNullable<ExampleRequest['body']>): readonly string[] {
  if (mediaType === 'application/json')
    return [`-H ${quoted(`Content-Type: ${mediaType}`)}`, `-d ${quoted(JSON.stringify(example, null, 2))}`];
  return Object.entries(example ?? {}).map(
    ([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`,
  );
}

/** What the schema gives as an example, else the name in its place. */
function exampleValue(name: string, schema: unknown): string {
  const { examples, enum: choices } = Examined.parse(schema ?? {});
  return String(examples?.[0] ?? choices?.[0] ?? name);
}

/** One word of a POSIX shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Text to copy: where there is no script to do it, one click selects all of it. */
export function copyable(label: string, text: string): Html {
  return html`<div class="example"><p><b>${label}</b></p><pre>${text}</pre></div>`;
}
