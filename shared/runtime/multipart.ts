/** Forms with files. */

/** A part of a form. */
interface Part {
  readonly name: string;
  readonly fileName: string | undefined;
  readonly content: Buffer;
}

/** Whether a body is a form with files. */
export function isMultipart(contentType = ''): boolean {
  return /^\s*multipart\/form-data\s*(;|$)/i.test(contentType);
}

/**
 * The fields of a form with files (RFC 7578). A file is given in base64 under the name of its field, and what it is called
 * under `<name>.name`; one that was not chosen is left out. A field that comes several times is a list.
 *
 * @returns undefined where the body is not such a form
 */
export function multipartValues(
  contentType: string,
  body: Buffer,
): Record<string, string | string[]> | undefined {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const parts = boundary && partsOf(body, boundary[1] ?? boundary[2] ?? '');
  if (!parts) return undefined;
  const values = parts.flatMap(({ name, fileName, content }): [string, string][] => {
    if (fileName === undefined) return [[name, content.toString('utf8')]];
    if (fileName === '') return [];
    return [
      [name, content.toString('base64')],
      [`${name}.name`, fileName],
    ];
  });
  return Object.fromEntries(
    [...Map.groupBy(values, ([name]) => name)].map(([name, all]) => {
      const [first = '', ...others] = all.map(([, value]) => value);
      return [name, others.length === 0 ? first : [first, ...others]];
    }),
  );
}

const end = Buffer.from('\r\n\r\n');

/** Undefined where the last boundary is missing, so that half a file is never taken for a whole one. */
function partsOf(body: Buffer, boundary: string): Part[] | undefined {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  // The first one may stand at the very beginning.
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const parts: Part[] = [];
  let at = whole.indexOf(delimiter);
  while (at !== -1) {
    const begin = at + delimiter.length;
    if (whole.toString('latin1', begin, begin + 2) === '--') return parts;
    const next = whole.indexOf(delimiter, begin);
    const head = whole.indexOf(end, begin);
    if (next === -1 || head === -1 || head > next) return undefined;
    const headers = whole.toString('utf8', begin, head);
    const name = /[;\s]name="([^"]*)"/i.exec(headers)?.[1];
    if (name === undefined) return undefined;
    const fileName = /\bfilename="([^"]*)"/i.exec(headers)?.[1];
    parts.push({
      name,
      fileName: fileName?.replaceAll('%22', '"'),
      content: whole.subarray(head + end.length, next),
    });
    at = next;
  }
  return undefined;
}
