import { createHash } from 'node:crypto';
import { raw } from 'hono/html';
import type { Language } from '../values/language.ts';
import { type Html, html } from './html.ts';
import { type Link, nextStep } from './messages.ts';
import { sheet } from './sheet.ts';

export interface PageContent {
  readonly language: Language;
  readonly title: string;
  /** What repeats from page to page, such as navigation; a link leads past it. */
  readonly header?: Html | undefined;
  readonly main: Html;
  readonly footer?: Html | undefined;
}

export interface NoteContent {
  readonly language: Language;
  readonly title: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do from here. */
  readonly next?: Link;
  readonly header?: Html;
}

/** What pages have in common that come with the same headers. */
export interface PageKind {
  /** Sent with every page of the kind. */
  readonly headers: Readonly<Record<string, string>>;
  layOut(content: PageContent): string;
  /** A page that says one thing: thanks, an error, nothing here. */
  layOutNote(content: NoteContent): string;
}

export interface PageKindOptions {
  /** Style rules of their own, put behind the common sheet. */
  readonly rules?: string;
  /** Run by every page of the kind, and allowed by its hash. Pages have to work without it. */
  readonly script?: string;
  /** Whether search engines may list the pages. @default false */
  readonly isIndexed?: boolean;
  /** Directives of the content security policy beside the closed default, such as `{ 'img-src': 'data:' }`. */
  readonly policy?: Readonly<Record<string, string>>;
  /**
   * Which pages are told where a visitor comes from. Their own site has to be where forms are checked for it: to
   * `no-referrer` a browser adds that it does not say the `Origin` of a form either. @default no-referrer
   */
  readonly referrer?: 'no-referrer' | 'same-origin';
}

const skipLabel: Readonly<Record<Language, string>> = { 'zh-CN': '跳到正文', en: 'Skip to content' };

/**
 * Declares a kind of page once, so that the policy always knows the style sheet of the page, and its script if it has one,
 * by their hashes: the pages load and run nothing else.
 */
export function pageKind(options: PageKindOptions): PageKind {
  const { rules = '', script, isIndexed = false, policy = {}, referrer = 'no-referrer' } = options;
  // The sheet must reach the page byte by byte, or the hash does not fit.
  const style = `${sheet}${rules}`;
  const styleElement = raw(`<style>${style}</style>`);
  const scriptElement = script !== undefined && raw(`<script>${script}</script>\n`);
  const robots = !isIndexed && html`<meta name="robots" content="noindex">\n`;

  function layOut({ language, title, header, main, footer }: PageContent): string {
    return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
${robots}<title>${title}</title>
${styleElement}
</head>
<body>
${
  header &&
  html`<a class="skip" href="#main">${skipLabel[language]}</a>
<header>${header}</header>`
}
<main id="main" tabindex="-1">${main}</main>
${footer && html`<footer>${footer}</footer>`}
${scriptElement}</body>
</html>
`.toString();
  }

  function layOutNote({ title, paragraphs, next, ...frame }: NoteContent): string {
    const text = paragraphs.map((paragraph) => html`<p>${paragraph}</p>`);
    return layOut({
      ...frame,
      title,
      main: html`<div class="card"><h1>${title}</h1>${text}${nextStep(next)}</div>`,
    });
  }

  return { headers: headersOf({ style, script, isIndexed, policy, referrer }), layOut, layOutNote };
}

function headersOf({
  style,
  script,
  isIndexed,
  policy,
  referrer,
}: Required<Pick<PageKindOptions, 'isIndexed' | 'policy' | 'referrer'>> & {
  readonly style: string;
  readonly script: string | undefined;
}): Readonly<Record<string, string>> {
  const directives = {
    'default-src': "'none'",
    'style-src': hashOf(style),
    ...(script === undefined ? {} : { 'script-src': hashOf(script) }),
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    ...policy,
  };
  return {
    'content-security-policy': Object.entries(directives)
      .map((directive) => directive.join(' '))
      .join('; '),
    'referrer-policy': referrer,
    'x-content-type-options': 'nosniff',
    ...(isIndexed ? {} : { 'x-robots-tag': 'noindex, nofollow' }),
  };
}

/** As a policy names what stands inline. */
function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
