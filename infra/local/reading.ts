/** Readers for values whose shape is known from AWS but not to the compiler: template properties, API bodies. */

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An absent value is an empty record. */
export function record(value: unknown): Record<string, unknown> {
  if (value === undefined) return {};
  if (!isRecord(value)) throw new TypeError(`Expected an object, got ${JSON.stringify(value)}.`);
  return value;
}

/** An absent value is an empty list. */
export function list(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new TypeError(`Expected a list, got ${JSON.stringify(value)}.`);
  return value;
}

export function optionalText(value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw new TypeError(`Expected text, got ${JSON.stringify(value)}.`);
}

export function text(value: unknown): string {
  const read = optionalText(value);
  if (read === undefined) throw new TypeError('Expected text, got nothing.');
  return read;
}

/** CloudFormation writes numbers as numbers or as text. */
export function optionalNumber(value: unknown): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)))
    return Number(value);
  throw new TypeError(`Expected a number, got ${JSON.stringify(value)}.`);
}

export function texts(value: unknown): readonly string[] {
  return list(value).map(text);
}
