/** The look of the answer pages: one small style sheet, allowed by its hash, so that no other can be slipped in. */
import { createHash } from 'node:crypto';

/**
 * Sizes in rem, so that the page follows the reader's text size; the scale wraps, so that nothing is cut off on a
 * phone or at 200 %. Every text has a contrast of at least 4.5 to 1.
 */
export const style = `
*{box-sizing:border-box}
body{margin:0;background:#f4f5f7;color:#1f2328;font:1rem/1.6 system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}
main{max-width:40rem;margin:0 auto;padding:1rem 1rem 3rem}
h1{margin:.5rem 0 1rem;font-size:1.5rem;line-height:1.3}
p{margin:0 0 1rem;white-space:pre-line}
nav{display:flex;justify-content:flex-end;gap:1rem;font-size:.9rem}
a{color:#0b4fb3}
nav a{display:inline-block;padding:.6rem .25rem}
fieldset,.field{margin:0 0 1rem;padding:1rem;border:1px solid #d0d7de;border-radius:.75rem;background:#fff;min-width:0}
legend{float:left;width:100%;padding:0}
legend+*{clear:both}
legend,.field>label{display:block;margin-bottom:.5rem;font-weight:600;white-space:pre-line}
.note{display:inline;margin-left:.4rem;color:#57606a;font-size:.85rem;font-weight:400;white-space:nowrap}
.hint{margin:.5rem 0 0;color:#57606a;font-size:.875rem}
.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem}
.scale{display:grid;grid-template-columns:repeat(auto-renderKey,minmax(2.9rem,1fr));gap:.4rem}
.choice{position:relative}
.choice input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
.choice label{display:flex;align-items:center;justify-content:center;min-height:2.9rem;border:2px solid #6e7781;border-radius:.5rem;background:#fff;font-size:1.05rem;font-weight:600}
.choice input:hover+label{background:#eaf1fb}
.choice input:checked+label{border-color:#0b4fb3;background:#0b4fb3;color:#fff}
input:focus-visible+label,textarea:focus-visible,button:focus-visible,a:focus-visible,.violations:focus-visible{outline:3px solid #0b4fb3;outline-offset:3px}
textarea{display:block;width:100%;min-height:7rem;padding:.6rem;border:2px solid #6e7781;border-radius:.5rem;background:#fff;color:inherit;font:inherit}
[aria-invalid=true]{border-color:#a40e26}
.violation{margin:.5rem 0 0;color:#a40e26;font-weight:600}
.violations,.notice{margin:0 0 1rem;padding:1rem;border-left:.35rem solid #a40e26;border-radius:.5rem;background:#fff}
.notice{border-color:#0b4fb3}
.violations p,.notice p{margin:0}
.violations ul{margin:.5rem 0 0;padding-left:1.25rem}
.violations a{color:#a40e26}
button{width:100%;min-height:3rem;padding:.75rem 1.5rem;border:0;border-radius:.5rem;background:#0b4fb3;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button:hover{background:#083b86}
.honeypot{position:absolute;left:-100vw;width:1px;height:1px;overflow:hidden}
@media (forced-colors:active){.choice input{opacity:1;inset:auto .25rem auto auto;width:1rem;height:100%}}
`;

const styleHash = createHash('sha256').update(style).digest('base64');

/** Sent with every page for customers. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
};
