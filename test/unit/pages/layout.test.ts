import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../../shared/pages/html.ts';
import { pageKind } from '../../../shared/pages/layout.ts';
import { sheet } from '../../../shared/pages/sheet.ts';

const content = { language: 'en', title: 'A & B', main: html`<p>Here</p>` } as const;

const policyOf = (headers: Readonly<Record<string, string>>) =>
  (headers['content-security-policy'] ?? '').split('; ');

describe('a page', () => {
  it('is a whole document in its language', () => {
    const page = pageKind({}).layOut(content).replaceAll(/\n/g, '').replace(sheet.replaceAll(/\n/g, ''), '…');
    expect(page).toBe(
      '<!doctype html><html lang="en"><head><meta charset="utf-8">' +
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">' +
        '<title>A &amp; B</title><style>…</style></head>' +
        '<body><main id="main" tabindex="-1"><p>Here</p></main></body></html>',
    );
  });

  it('has a link past its header, in its language, and ends with its footer', () => {
    const parts = { header: html`<nav>Menu</nav>`, footer: html`<p>End</p>` };
    const page = pageKind({}).layOut({ ...content, ...parts, language: 'zh-CN' });
    expect(page).toContain(
      '<a class="skip" href="#main">跳到正文</a>\n<header><nav>Menu</nav></header>\n<main id="main"',
    );
    expect(page).toContain('</main>\n<footer><p>End</p></footer>\n</body>');
  });

  it('comes with a policy that allows its style sheet, own rules included, by hash and nothing else', () => {
    const kind = pageKind({ rules: '\n.own>a{color:red}\n' });
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(kind.layOut(content)) ?? [];
    expect(style).toContain('.own>a{color:red}');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(policyOf(kind.headers)).toEqual([
      "default-src 'none'",
      `style-src 'sha256-${hash}'`,
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]);
  });

  it('may be allowed more, or less, by name', () => {
    const policy = policyOf(pageKind({ policy: { 'img-src': 'data:', 'form-action': "'none'" } }).headers);
    expect(policy).toContain('img-src data:');
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toContain("form-action 'self'");
    expect(policy).toContain("default-src 'none'");
  });

  it('stays out of search engines unless it is meant for them', () => {
    const hidden = pageKind({});
    expect(hidden.headers).toMatchObject({
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const listed = pageKind({ isIndexed: true });
    expect(listed.headers).not.toHaveProperty('x-robots-tag');
    expect(listed.layOut(content)).not.toContain('robots');
  });

  it('that says one thing names the one next step, where there is one', () => {
    const note = { language: 'en', title: 'Not found', paragraphs: ['No <such> page.'] } as const;
    const page = pageKind({}).layOutNote({ ...note, next: { label: 'Start again', href: '/' } });
    expect(page).toContain('<title>Not found</title>');
    expect(page).toContain(
      '<h1>Not found</h1><p>No &lt;such&gt; page.</p><p class="next"><a href="/">Start again</a></p>',
    );
    expect(pageKind({}).layOutNote(note)).not.toContain('<a ');
  });
});
