import { describe, expect, it } from 'vitest';
import { suggestEmail } from '../../../shared/values/email-typo.ts';

describe('an e-mail address', () => {
  it.each([
    ['li@gmial.com', 'li@gmail.com'],
    ['li@qq.con', 'li@qq.com'],
    ['li@163.co', 'li@163.com'],
    ['li@foxmial.com', 'li@foxmail.com'],
    ['li@hotmial.com', 'li@hotmail.com'],
    ['li@icould.com', 'li@icloud.com'],
  ])('with a slip in the name of a large provider: %s', (written, meant) => {
    expect(suggestEmail(written)).toBe(meant);
  });

  it.each([
    ...['li@gmail.com', 'li@sina.cn', 'li@mac.com', 'li@ymail.com', 'li@vip.163.com', 'li@yahoo.co.jp'],
    ...['li@jd.com', 'li@sap.com', 'li@example.com', 'li@uni-bonn.de', 'li@company.cn'],
  ])('that is somebody’s own: %s', (written) => {
    expect(suggestEmail(written)).toBeUndefined();
  });
});
