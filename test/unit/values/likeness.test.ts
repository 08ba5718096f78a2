import { describe, expect, it } from 'vitest';
import { jaroWinkler, slipsBetween, soundex } from '../../../shared/values/likeness.ts';

describe('two texts', () => {
  // Table 2.1 of Winkler, Overview of record linkage and current research directions, 2006.
  it.each([
    ['SHACKLEFORD', 'SHACKELFORD', 0.982],
    ['DUNNINGHAM', 'CUNNIGHAM', 0.896],
    ['NICHLESON', 'NICHULSON', 0.956],
    ['JONES', 'JOHNSON', 0.832],
    ['MASSEY', 'MASSIE', 0.933],
    ['ABROMS', 'ABRAMS', 0.922],
    ['JERALDINE', 'GERALDINE', 0.926],
    ['MARHTA', 'MARTHA', 0.961],
    ['MICHELLE', 'MICHAEL', 0.921],
    ['JULIES', 'JULIUS', 0.933],
    ['TANYA', 'TONYA', 0.88],
    ['DWAYNE', 'DUANE', 0.84],
    ['SEAN', 'SUSAN', 0.805],
    ['JON', 'JOHN', 0.933],
    ['', '', 1],
    ['', 'JOHN', 0],
  ])('%s and %s are alike by %d, as published', (one, other, expected) => {
    expect(jaroWinkler(one, other)).toBeCloseTo(expected, 3);
    expect(jaroWinkler(other, one)).toBeCloseTo(expected, 3);
  });

  it.each([
    ['kitten', 'sitting', 3],
    ['martha', 'marhta', 1],
    ['ca', 'abc', 3],
    ['', 'abc', 3],
    ['王小明', '王明小', 1],
  ])('%s and %s are %d slips apart', (one, other, expected) => {
    expect(slipsBetween(one, other)).toBe(expected);
  });

  // Examples of the National Archives.
  it.each([
    ['Washington', 'w252'],
    ['Lee', 'l000'],
    ['Gutierrez', 'g362'],
    ['Pfister', 'p236'],
    ['Jackson', 'j250'],
    ['Tymczak', 't522'],
    ['Ashcraft', 'a261'],
    ['王', ''],
  ])('%s sounds like %s', (word, expected) => {
    expect(soundex(word)).toBe(expected);
  });
});
