/**
 * Event patterns as EventBridge rules and the filters of event source mappings share them.
 * Source: EventBridge user guide, "Comparison operators", and the rules of the open-source matcher
 * aws/event-ruler: an event is its leaves; an object or an empty array is no leaf.
 */
import { isRecord } from '../../reading.ts';

type Test = (value: unknown) => boolean;
/** Judges the leaves found under one key; none means the key is absent. */
type LeafTest = (leaves: readonly unknown[]) => boolean;

const compiled = new WeakMap<object, Test>();

/** Throws on a pattern AWS would refuse and on an operator the local cloud does not know. */
export function matchesPattern(pattern: unknown, value: unknown): boolean {
  if (!isRecord(pattern)) throw new Error(`An event pattern is an object, not ${JSON.stringify(pattern)}.`);
  let test = compiled.get(pattern);
  if (!test) {
    test = compile(pattern);
    compiled.set(pattern, test);
  }
  return test(value);
}

function compile(pattern: Record<string, unknown>): Test {
  const tests = Object.entries(pattern).map(([key, wanted]) => {
    if (key === '$or') return anyOf(wanted);
    if (Array.isArray(wanted)) {
      const test = compileLeaf(key, wanted);
      return (value: unknown) => test(leavesOf(field(value, key)));
    }
    if (isRecord(wanted)) {
      const test = compile(wanted);
      return (value: unknown) => inside(field(value, key), test);
    }
    throw new Error(`"${key}" of an event pattern must be an array or an object: write ["…"].`);
  });
  return (value) => tests.every((test) => test(value));
}

function anyOf(alternatives: unknown): Test {
  if (!Array.isArray(alternatives) || !alternatives.every(isRecord)) {
    throw new Error('"$or" of an event pattern must be an array of patterns.');
  }
  const tests = alternatives.map(compile);
  return (value) => tests.some((test) => test(value));
}

/** All fields of a nested pattern must be met by one and the same element of an array of objects. */
function inside(value: unknown, test: Test): boolean {
  return Array.isArray(value) ? value.some((element) => inside(element, test)) : test(value);
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function leavesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || isRecord(value) ? [] : [value];
}

function compileLeaf(key: string, wanted: readonly unknown[]): LeafTest {
  if (wanted.length === 0) throw new Error(`"${key}" of an event pattern has an empty array.`);
  const tests = wanted.map((condition): LeafTest => {
    if (Array.isArray(condition)) throw new Error(`"${key}" of an event pattern has an array in an array.`);
    if (!isRecord(condition)) return (leaves) => leaves.includes(condition);
    const [operator, argument] = only(condition);
    if (operator === 'exists') return exists(argument);
    const test = compileOperator(operator, argument);
    return (leaves) => leaves.some(test);
  });
  return (leaves) => tests.some((test) => test(leaves));
}

function only(condition: Record<string, unknown>): readonly [string, unknown] {
  const [entry, second] = Object.entries(condition);
  if (!entry || second) {
    throw new Error(`An event pattern wants one operator in ${JSON.stringify(condition)}.`);
  }
  return entry;
}

function exists(argument: unknown): LeafTest {
  if (typeof argument !== 'boolean') throw wrong('exists', argument);
  return (leaves) => leaves.length > 0 === argument;
}

function compileOperator(operator: string, argument: unknown): Test {
  switch (operator) {
    case 'prefix':
      return affix(operator, argument, (value, part) => value.startsWith(part));
    case 'suffix':
      return affix(operator, argument, (value, part) => value.endsWith(part));
    case 'equals-ignore-case': {
      const wanted = textOf(operator, argument).toLowerCase();
      return onText((value) => value.toLowerCase() === wanted);
    }
    case 'wildcard': {
      const expression = wildcard(textOf(operator, argument));
      return onText((value) => expression.test(value));
    }
    case 'numeric':
      return numeric(argument);
    case 'anything-but':
      return anythingBut(argument);
    default:
      throw new Error(`The local cloud does not know the event-pattern operator "${operator}".`);
  }
}

function affix(operator: string, argument: unknown, holds: (value: string, part: string) => boolean): Test {
  if (!isRecord(argument)) {
    const part = textOf(operator, argument);
    return onText((value) => holds(value, part));
  }
  const [inner, text] = only(argument);
  if (inner !== 'equals-ignore-case') throw wrong(operator, argument);
  const part = textOf(inner, text).toLowerCase();
  return onText((value) => holds(value.toLowerCase(), part));
}

/** `*` stands for any text; `\*` and `\\` for the signs themselves. */
function wildcard(pattern: string): RegExp {
  const parts = pattern.match(/\\[*\\]|./gsu) ?? [];
  const source = parts.map((part) => (part === '*' ? '.*' : literal(part.length > 1 ? part.slice(1) : part)));
  return new RegExp(`^${source.join('')}$`, 'su');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

const COMPARISONS: Record<string, (value: number, limit: number) => boolean> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

function numeric(argument: unknown): Test {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2) {
    throw wrong('numeric', argument);
  }
  const tests: ((value: number) => boolean)[] = [];
  for (let index = 0; index < argument.length; index += 2) {
    const compare = COMPARISONS[String(argument[index])];
    const limit: unknown = argument[index + 1];
    if (!compare || typeof limit !== 'number') throw wrong('numeric', argument);
    tests.push((value) => compare(value, limit));
  }
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function anythingBut(argument: unknown): Test {
  if (isRecord(argument)) {
    const [operator, excluded] = only(argument);
    if (operator === 'exists' || operator === 'numeric' || operator === 'anything-but') {
      throw wrong('anything-but', argument);
    }
    const tests = (Array.isArray(excluded) ? excluded : [excluded]).map((one) =>
      compileOperator(operator, one),
    );
    return onText((value) => !tests.some((test) => test(value)));
  }
  const excluded: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (excluded.length === 0 || excluded.some((one) => typeof one === 'object')) {
    throw wrong('anything-but', argument);
  }
  return (value) => !excluded.includes(value);
}

function onText(test: (value: string) => boolean): Test {
  return (value) => typeof value === 'string' && test(value);
}

function textOf(operator: string, argument: unknown): string {
  if (typeof argument !== 'string') throw wrong(operator, argument);
  return argument;
}

function wrong(operator: string, argument: unknown): Error {
  return new Error(`The event-pattern operator "${operator}" cannot take ${JSON.stringify(argument)}.`);
}
