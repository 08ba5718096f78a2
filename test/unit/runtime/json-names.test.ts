import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedNames } from '../../../shared/runtime/json-names.ts';

describe('a name that stands twice in an object', () => {
  it.each([
    ['{"a":1,"a":2}', [['a']]],
    ['{"a":1,"\\u0061":2}', [['a']]],
    [' { "a" : { "b" : 1 , "b" : [ ] } } ', [['a', 'b']]],
    [
      '[[{"x":1},{"x":1,"y":[{"z":0,"z":0,"z":0}]}]]',
      [
        ['0', '1', 'y', '0', 'z'],
        ['0', '1', 'y', '0', 'z'],
      ],
    ],
    ['{"a":"b","b":"a","c":["a","a"],"d":{"a":1}}', []],
    [String.raw`{"a":"\\","a\"":"}{,\",\"a\":1","b":"{\"b\":1,\"b\":2}"}`, []],
    ['{"__proto__":1,"constructor":2,"toString":3}', []],
    ['{"":1,"":2}', [['']]],
    ['"a"', []],
    ['12', []],
  ])('%s: %j', (json, expected) => {
    JSON.parse(json);
    expect(repeatedNames(json)).toEqual(expected);
  });

  it('is found in no JSON that was made from a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 2 }), (value, space) => {
        expect(repeatedNames(JSON.stringify(value, undefined, space))).toEqual([]);
      }),
    );
  });

  it('is found wherever one is repeated', () => {
    const fields = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
    fc.assert(
      fc.property(fields, fc.nat(), fc.jsonValue(), (object, at, value) => {
        const names = Object.keys(object);
        const name = names[at % names.length] ?? '';
        const json = `${JSON.stringify(object).slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`;
        expect(repeatedNames(json)).toEqual([[name]]);
      }),
    );
  });
});
