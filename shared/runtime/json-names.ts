/**
 * Names that stand twice in an object of JSON. `JSON.parse` takes the last and loses the others in silence, and its
 * reviver does not see them; parsers that do, such as jsonc-parser, would parse every body a second time for 20 KB.
 */

/** What gives JSON its structure; numbers and words do not matter here. */
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},]/g;

/** An object or a list that is being read. */
interface Open {
  /** The names so far; undefined in a list. */
  readonly names: Set<string> | undefined;
  /** Name or index of the value that is being read. */
  step: string | number;
  isNameNext: boolean;
}

/**
 * Where a name stands again, as the steps from the root.
 *
 * @param json is valid: `JSON.parse` has taken it
 */
export function repeatedNames(json: string): readonly (readonly string[])[] {
  const open: Open[] = [];
  const repeated: string[][] = [];
  for (const [token] of json.matchAll(tokens)) {
    const inner = open.at(-1);
    if (token === '{') open.push({ names: new Set(), step: '', isNameNext: true });
    else if (token === '[') open.push({ names: undefined, step: 0, isNameNext: false });
    else if (token === '}' || token === ']') open.pop();
    else if (inner === undefined) continue;
    else if (token === ',') {
      if (typeof inner.step === 'number') inner.step += 1;
      else inner.isNameNext = true;
    } else if (inner.isNameNext) {
      inner.step = String(JSON.parse(token));
      inner.isNameNext = false;
      if (inner.names?.has(inner.step)) repeated.push(open.map(({ step }) => String(step)));
      inner.names?.add(inner.step);
    }
  }
  return repeated;
}
