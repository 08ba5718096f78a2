import { describe, expect, it } from 'vitest';
import { encodingOf } from '../../../shared/runtime/http-body.ts';

describe('the encoding of a body', () => {
  // RFC 9110, section 12.5.3.
  it.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['gzip', 'gzip'],
    ['gzip, deflate, br', 'br'],
    ['GZIP;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['br; q=0, *', 'gzip'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['zstd, deflate', undefined],
    ['br;q=much', undefined],
  ])('asked for as %j is %s', (accepted, expected) => {
    expect(encodingOf(accepted)).toBe(expected);
  });
});
