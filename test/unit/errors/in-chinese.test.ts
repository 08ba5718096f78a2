import { expect, it } from 'vitest';
import { rewordedBy } from '../../../shared/errors/in-chinese.ts';

it('puts values where their numbers stand, whichever of them comes first', () => {
  const reword = rewordedBy([
    { '在 {1} 之前，此回访由 {0} 处理。': '{0} 正在处理，至 {1}。', '{1}: {0} of {1} ({0})': '{0}/{1}' },
  ]);
  expect(reword('在 10:00 之前，此回访由 王芳 处理。')).toBe('王芳 正在处理，至 10:00。');
  expect(reword('tags: 3 of tags (3)')).toBe('3/tags');
});

it('takes a value that stands twice for one value', () => {
  const reword = rewordedBy([{ '{0} is not {0}': '{0} 不相符' }]);
  expect(reword('a is not b')).toBe('a is not b');
});
