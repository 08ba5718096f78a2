/** What the pages of the control surface have in common. */
import { type Html, html } from '../../../shared/pages/html.ts';
import { pageKind } from '../../../shared/pages/layout.ts';
import { stackedCells } from '../../../shared/pages/table.ts';
import { type Problem, titleOf } from './problem.ts';

const kind = pageKind({
  rules: `
:root{--width:70rem}
tbody th{min-width:11rem;font-weight:400}
.levers{display:flex;flex-wrap:wrap;gap:.75rem 1.5rem;align-items:end}
.levers .field{display:flex;align-items:center;gap:.5rem}
.levers .field>label{margin:0}
.levers input.text{width:14rem}
form.inline{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
td button{min-height:2.25rem;padding:.2rem .75rem}
.warn{color:var(--error);font-weight:600}
.clock{font-size:1.3rem;font-variant-numeric:tabular-nums}
summary{min-height:2rem;cursor:pointer}
${stackedCells}
@media (max-width:40rem){.scroll tbody th a{display:block;padding:.5rem 0}.levers input.text{width:100%}}
iframe{width:100%;min-height:36rem;border:1px solid var(--line);border-radius:.5rem;background:#fff;color-scheme:light}
`,
  // A shown mail has styles at its elements, and may hold pictures.
  policy: { 'style-src-attr': "'unsafe-inline'", 'img-src': 'data:', 'frame-src': "'self'" },
});

const header = html`<nav aria-label="Local cloud"><a href="/_local/">Overview</a><a href="/_local/mail">Inbox</a>
<a href="/_local/sms">Texts</a> <a href="/reference">API reference</a><a href="/openapi.json">OpenAPI</a></nav>`;

export const pageHeaders = kind.headers;

export function page(title: string, main: Html): string {
  return kind.layOut({ language: 'en', title, header, main });
}

/** For people in front of a form or a link; programs get the problem as JSON. */
export function problemPage(problem: Problem): string {
  const reasons = problem.errors.map(({ pointer, reason }) => `${pointer.slice(1)}: ${reason}`);
  return kind.layOutNote({
    language: 'en',
    title: titleOf(problem),
    paragraphs: reasons.length > 0 ? reasons : [problem.message],
    next: { label: 'Back to the overview', href: '/_local/' },
    header,
  });
}
