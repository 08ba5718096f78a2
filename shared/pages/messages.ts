import { type Html, html } from './html.ts';

export interface Link {
  readonly label: string;
  readonly href: string;
}

export interface MessageContent {
  readonly text: string;
  /** Where to go about it: in a summary of errors, the fields. */
  readonly links?: readonly Link[];
}

/** Says at the top of a form why it was not taken. It has the focus, so that nobody misses it without JavaScript. */
export function errorMessage(content: MessageContent): Html {
  return html`<div class="message error" role="alert" tabindex="-1" autofocus>${body(content)}</div>`;
}

/** Says something worth knowing before going on; it has the focus too. */
export function infoMessage(content: MessageContent): Html {
  return html`<div class="message" role="status" tabindex="-1" autofocus>${body(content)}</div>`;
}

function body({ text, links = [] }: MessageContent): Html {
  const list = links.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`);
  return html`<p>${text}</p>${list.length > 0 && html`<ul>${list}</ul>`}`;
}

/** Stands where there is nothing to show: why, and what to do about it. */
export function emptyState(text: string, next?: Link): Html {
  return html`<div class="empty">${text}${nextStep(next)}</div>`;
}

export function nextStep(next: Link | undefined): Html | undefined {
  return next && html`<p class="next"><a href="${next.href}">${next.label}</a></p>`;
}
