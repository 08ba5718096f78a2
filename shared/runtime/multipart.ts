/** Forms with files (RFC 7578). */

/** Whether a body is a form with files. */
export function isMultipart(contentType = ''): boolean {
  return /^\s*multipart\/form-data\s*(;|$)/i.test(contentType);
}

/** The fields of a form in their order, undefined where the body is no whole form. */
export async function readMultipart(
  contentType: string,
  body: Buffer<ArrayBuffer>,
): Promise<FormData | undefined> {
  try {
    return await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/**
 * The fields of a form with files. A file is given in base64 under the name of its field, and what it is called under
 * `<name>.name`; one that was not chosen is left out. A field that comes several times is a list.
 *
 * @returns undefined where the body is not such a form
 */
export async function multipartValues(
  contentType: string,
  body: Buffer<ArrayBuffer>,
): Promise<Record<string, string | string[]> | undefined> {
  const form = await readMultipart(contentType, body);
  if (form === undefined) return undefined;
  const values: [name: string, value: string][] = [];
  for (const [name, value] of form) {
    if (typeof value === 'string') values.push([name, value]);
    else if (value.name !== '')
      values.push(
        [name, Buffer.from(await value.arrayBuffer()).toString('base64')],
        [`${name}.name`, value.name],
      );
  }
  return Object.fromEntries(
    [...Map.groupBy(values, ([name]) => name)].map(([name, all]) => {
      const [first = '', ...others] = all.map(([, value]) => value);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}
