import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../../infra/local/services/events/event-pattern.ts';

const yes = true;
const no = false;

const table: [title: string, pattern: unknown, event: unknown, matches: boolean][] = [
  ['exact text', { a: ['x', 'y'] }, { a: 'y' }, yes],
  ['exact text, other value', { a: ['x'] }, { a: 'X' }, no],
  ['text is not a number', { a: [5] }, { a: '5' }, no],
  ['null', { a: [null] }, { a: null }, yes],
  ['null is not absence', { a: [null] }, {}, no],
  ['boolean', { a: [true] }, { a: true }, yes],
  ['all keys are needed', { a: [1], b: [2] }, { a: 1 }, no],
  ['nested', { a: { b: ['c'] } }, { a: { b: 'c', d: 1 } }, yes],
  ['any element of an event array', { a: ['y'] }, { a: ['x', 'y'] }, yes],
  ['one element meets the whole nested pattern', { a: { b: [1], c: [2] } }, { a: [{ b: 1 }, { c: 2 }] }, no],
  ['one element does', { a: { b: [1], c: [2] } }, { a: [{ b: 1, c: 2 }] }, yes],
  ['prefix', { a: [{ prefix: 'ev' }] }, { a: 'event' }, yes],
  ['prefix, any case', { a: [{ prefix: { 'equals-ignore-case': 'EV' } }] }, { a: 'event' }, yes],
  ['suffix', { a: [{ suffix: '.png' }] }, { a: 'x.png' }, yes],
  ['suffix, other end', { a: [{ suffix: '.png' }] }, { a: 'x.jpg' }, no],
  ['anything but a value', { a: [{ 'anything-but': 'x' }] }, { a: 'y' }, yes],
  ['anything but a value, that value', { a: [{ 'anything-but': 'x' }] }, { a: 'x' }, no],
  ['anything but a list', { a: [{ 'anything-but': [1, 2] }] }, { a: 2 }, no],
  ['anything but wants a value', { a: [{ 'anything-but': 'x' }] }, {}, no],
  ['anything but a prefix', { a: [{ 'anything-but': { prefix: 'x' } }] }, { a: 'xy' }, no],
  ['anything but prefixes', { a: [{ 'anything-but': { prefix: ['x', 'z'] } }] }, { a: 'y' }, yes],
  ['anything but a suffix', { a: [{ 'anything-but': { suffix: 'y' } }] }, { a: 'xy' }, no],
  ['anything but, any case', { a: [{ 'anything-but': { 'equals-ignore-case': ['X'] } }] }, { a: 'x' }, no],
  ['anything but a wildcard', { a: [{ 'anything-but': { wildcard: 'x*' } }] }, { a: 'xy' }, no],
  ['exists', { a: [{ exists: true }] }, { a: '' }, yes],
  ['exists with null', { a: [{ exists: true }] }, { a: null }, yes],
  ['exists only on leaves', { a: [{ exists: true }] }, { a: { b: 1 } }, no],
  ['a nested leaf exists', { a: { S: [{ exists: true }] } }, { a: { S: 'x' } }, yes],
  ['does not exist', { a: [{ exists: false }] }, {}, yes],
  ['does not exist below what is absent', { a: { b: [{ exists: false }] } }, {}, yes],
  ['does not exist, but does', { a: [{ exists: false }] }, { a: 1 }, no],
  ['numeric range', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 5 }, yes],
  ['numeric range, outside', { a: [{ numeric: ['>', 0, '<=', 5] }] }, { a: 0 }, no],
  ['numeric equality', { a: [{ numeric: ['=', 3e2] }] }, { a: 300 }, yes],
  ['numeric never on text, as of DynamoDB', { a: { N: [{ numeric: ['>', 0] }] } }, { a: { N: '5' } }, no],
  ['any case', { a: [{ 'equals-ignore-case': 'AlIce' }] }, { a: 'alice' }, yes],
  ['wildcard', { a: [{ wildcard: 'a*c.*' }] }, { a: 'abbc.x' }, yes],
  ['wildcard, a dot is a dot', { a: [{ wildcard: 'a.c' }] }, { a: 'abc' }, no],
  ['wildcard, escaped star', { a: [{ wildcard: 'a\\*c' }] }, { a: 'a*c' }, yes],
  ['wildcard, escaped star is no wildcard', { a: [{ wildcard: 'a\\*c' }] }, { a: 'abc' }, no],
  ['$or', { $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, yes],
  ['$or, none', { $or: [{ a: [1] }, { b: [2] }] }, { c: 2 }, no],
  ['$or besides a key', { c: [3], $or: [{ a: [1] }, { b: [2] }] }, { b: 2 }, no],
  ['$or below a key', { d: { $or: [{ a: [1] }, { b: [2] }] } }, { d: { a: 1 } }, yes],
  ['no inherited keys', { constructor: [{ exists: true }] }, {}, no],
];

describe('event patterns', () => {
  it.each(table)('%s', (_title, pattern, event, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it.each([
    ['an unknown operator', { a: [{ cidr: '10.0.0.0/24' }] }],
    ['an unknown operator in a part the event does not reach', { z: { a: [{ near: 1 }] } }],
    ['two operators in one condition', { a: [{ prefix: 'x', suffix: 'y' }] }],
    ['an empty array', { a: [] }],
    ['a bare value', { a: 'x' }],
    ['a numeric without pairs', { a: [{ numeric: ['>'] }] }],
    ['a pattern that is no object', []],
  ])('are refused with %s', (_title, pattern) => {
    expect(() => matchesPattern(pattern, {})).toThrow();
  });
});
