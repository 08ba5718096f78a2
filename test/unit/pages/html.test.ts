import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { html } from '../../../shared/pages/html.ts';

describe('html', () => {
  it('escapes every value, in text and in quoted attributes', () => {
    const name = `<b>"O'Hara" & Co</b>`;
    const escaped = '&lt;b&gt;&quot;O&#39;Hara&quot; &amp; Co&lt;/b&gt;';
    expect(html`<p title="${name}">${name}</p>`.toString()).toBe(`<p title="${escaped}">${escaped}</p>`);
  });

  it('lets no value open a tag or end an attribute, alone or in a list', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const inner = html`${value}${[value, [value]]}`.toString();
        expect(inner).not.toMatch(/[<>"']/);
        expect(inner.replaceAll(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
    );
  });

  it('escapes once, however deeply its own markup is nested', () => {
    const inner = html`<i>${'a & b'}</i>`;
    expect(html`<p>${html`${inner}${[[inner]]}`}</p>`.toString()).toBe(
      '<p><i>a &amp; b</i><i>a &amp; b</i></p>',
    );
  });

  it('joins lists and leaves nothing for missing values, but shows a nought', () => {
    const items = ['a', '<'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${false}${null}${undefined}${[]}${''}${0}`.toString()).toBe(
      '<ul><li>a</li><li>&lt;</li></ul>0',
    );
  });

  it('refuses what is not there yet, rather than to answer a promise', () => {
    const later = Promise.resolve('x') as unknown as string;
    expect(() => html`<p>${later}</p>`).toThrow(TypeError);
  });
});
