/** Evaluates CloudFormation's intrinsic functions. */
import { isRecord, list, record, text } from './reading.ts';

/** What the functions need to know of the stack in which they stand. */
export interface Scope {
  ref(logicalId: string): unknown;
  attribute(logicalId: string, attribute: string): unknown;
  importValue(exportName: string): unknown;
  stackOutput(stackName: string, outputName: string): unknown;
  condition(name: string): boolean;
  mapping(map: string, first: string, second: string): unknown;
}

/** The value of `AWS::NoValue`: the property or list entry that has it is left out. */
export const noValue = Symbol('AWS::NoValue');

export function evaluate(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) {
    return value.map((entry) => evaluate(entry, scope)).filter((entry) => entry !== noValue);
  }
  if (!isRecord(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (
    name !== undefined &&
    others.length === 0 &&
    (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::'))
  ) {
    const applied = functions[name];
    // A policy statement, too, may consist of nothing but a "Condition".
    if (applied && !(name === 'Condition' && typeof value[name] !== 'string'))
      return applied(value[name], scope);
    if (name.startsWith('Fn::')) {
      throw new Error(
        `The local cloud does not know the intrinsic function ${name}; teach infra/local/intrinsics.ts.`,
      );
    }
  }
  const evaluated: Record<string, unknown> = {};
  for (const [key, entry] of Object.entries(value)) {
    const result = evaluate(entry, scope);
    if (result !== noValue) evaluated[key] = result;
  }
  return evaluated;
}

const functions: Record<string, (argument: unknown, scope: Scope) => unknown> = {
  Ref: (argument, scope) => scope.ref(text(argument)),
  Condition: (argument, scope) => scope.condition(text(argument)),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId = '', ...attribute] = Array.isArray(argument) ? argument : text(argument).split('.');
    return scope.attribute(text(logicalId), attribute.map((part) => text(evaluate(part, scope))).join('.'));
  },
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = list(argument);
    return list(evaluate(parts, scope)).map(written).join(text(separator));
  },
  'Fn::Sub': substitute,
  'Fn::Select': (argument, scope) => {
    const [index, values] = list(evaluate(argument, scope));
    return list(values)[Number(index)];
  },
  'Fn::Split': (argument, scope) => {
    const [separator, source] = list(evaluate(argument, scope));
    return text(source).split(text(separator));
  },
  'Fn::ImportValue': (argument, scope) => scope.importValue(text(evaluate(argument, scope))),
  'Fn::GetStackOutput': (argument, scope) => {
    const { StackName, OutputName } = record(evaluate(argument, scope));
    return scope.stackOutput(text(StackName), text(OutputName));
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, first, second] = list(evaluate(argument, scope));
    return scope.mapping(text(map), text(first), text(second));
  },
  'Fn::If': (argument, scope) => {
    const [condition, whenTrue, whenFalse] = list(argument);
    return evaluate(scope.condition(text(condition)) ? whenTrue : whenFalse, scope);
  },
  'Fn::Equals': (argument, scope) => {
    const [left, right] = list(evaluate(argument, scope));
    return JSON.stringify(left) === JSON.stringify(right);
  },
  'Fn::Not': (argument, scope) => !list(evaluate(argument, scope))[0],
  'Fn::And': (argument, scope) => list(evaluate(argument, scope)).every(Boolean),
  'Fn::Or': (argument, scope) => list(evaluate(argument, scope)).some(Boolean),
};

function substitute(argument: unknown, scope: Scope): string {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const values = record(evaluate(variables, scope));
  return text(pattern).replaceAll(/\$\{(!?)([^}]+)\}/g, (_, literal: string, name: string) => {
    if (literal) return `\${${name}}`;
    if (name in values) return written(values[name]);
    const dot = name.indexOf('.');
    return written(dot < 0 ? scope.ref(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
}

function written(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  throw new TypeError(`Expected a value to write into a text, got ${JSON.stringify(value)}.`);
}
