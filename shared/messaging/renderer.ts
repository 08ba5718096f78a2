/** Renderers: each turns the data of one kind of message into the mail. Pure, and declared by the domain that mails. */
import type * as z from 'zod';
import type { Brand } from '../pages/brand.ts';
import type { Language } from '../values/language.ts';
import type { Links } from './links.ts';

export interface RenderedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RenderInput<Content, Data> {
  readonly content: Content;
  readonly data: Data;
  readonly recipient: { readonly name: string; readonly language: Language };
  /** Personal links, where the message has some. */
  readonly links: Links | undefined;
  /** Where the pages of the desk are, for mails to staff: an address without a slash at the end. */
  readonly site: string;
  readonly brand: Brand;
  /** Whether whoever gets a text can answer it, e.g. STOP. */
  readonly takesAnswers?: boolean | undefined;
  /** Why whoever gets it is not whom it speaks to; the mail says it before anything else. */
  readonly notice?: string | undefined;
}

/** A renderer as the sender uses it: what it is given is checked against its schemas. */
export interface Renderer {
  readonly template: string;
  render(input: RenderInput<unknown, unknown>): RenderedMail;
  /** The text for a phone, where there is one. Its `links.answer` is a short one. */
  renderSms?(input: RenderInput<unknown, unknown>): string;
}

/** Declares how the messages of one template look. */
export function renderer<Content extends z.ZodType, Data extends z.ZodType>(declaration: {
  readonly template: string;
  readonly content: Content;
  readonly data: Data;
  readonly render: (input: RenderInput<z.output<Content>, z.output<Data>>) => RenderedMail;
  readonly renderSms?: (input: RenderInput<z.output<Content>, z.output<Data>>) => string;
}): Renderer {
  const { template, content, data, render, renderSms } = declaration;
  const checked = (input: RenderInput<unknown, unknown>) => ({
    ...input,
    content: content.parse(input.content),
    data: data.parse(input.data),
  });
  return {
    template,
    render: (input) => render(checked(input)),
    ...(renderSms && { renderSms: (input) => renderSms(checked(input)) }),
  };
}
