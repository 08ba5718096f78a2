/** What is typed into a field of the desk, and how what is wrong with it is said there. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { refusalMessage, told } from '../../../functions/desk/desk/desk.page.ts';
import { numberFrom } from '../../../functions/desk/desk/desk.schema.ts';
import { fillForm } from '../../../functions/desk/desk/operations/fill-form.ts';
import { wordingIn } from '../../../shared/errors/wording.ts';

const reader = { language: 'en', timeZone: 'UTC' } as const;
const chinese = { ...reader, language: 'zh-CN' } as const;

const said = (reason: string, by: typeof reader | typeof chinese = reader) =>
  told({ status: 400, detail: '', errors: [{ pointer: '/body/n', reason }] }, by).errors[0]?.reason;

describe('a number that is typed', () => {
  it.each([
    ['12', 12],
    ['１２', 12],
    [' 7 ', 7],
    ['1.5', 1.5],
    ['１.５', 1.5],
    ['-3', -3],
    ['soon', 'soon'],
    ['', ''],
    ['1e3', '1e3'],
  ])('%j is read as %j', (typed, read) => expect(numberFrom(typed)).toBe(read));

  it.each(['1.5', 'soon'])('is told to be whole where it must be: %s', (typed) => {
    const wrong = (language: 'en' | 'zh-CN') =>
      z.int().safeParse(numberFrom(typed), { error: wordingIn(language) }).error?.issues[0]?.message;
    expect([wrong('en'), wrong('zh-CN')]).toEqual(['must be a whole number', '必须是整数']);
  });
});

describe('at the desk', () => {
  it.each([
    'is required: "positive" or "neutral" or "negative"',
    'must be "positive"',
    'must be "a" or "b-c"',
  ])('no values of programs are listed: %s', (reason) => {
    expect(said(reason)).toBe('choose one of those that are offered');
  });

  it.each(['必填："positive" 或 "neutral"', '必须是 "a" 或 "b"'])('nor in Chinese: %s', (reason) => {
    expect(said(reason, chinese)).toBe('请选择列出的一项');
  });

  it('stays what is wrong otherwise', () => {
    expect(said('must be a whole number')).toBe('must be a whole number');
  });

  it('says what is wrong within a field once', () => {
    const errors = [{ pointer: '/body/group/value', reason: 'is required' }];
    const filled = fillForm({}, { status: 400, detail: 'Not yet:', errors });
    const page = String(refusalMessage(filled, ['group', 'group.by', 'group.value']));
    expect(page.match(/is required/g)).toHaveLength(1);
    expect(page).toContain('href="#group.value"');
  });
});
