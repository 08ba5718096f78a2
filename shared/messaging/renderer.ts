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
  readonly brand: Brand;
  /** Why whoever gets it is not whom it speaks to; the mail says it before anything else. */
  readonly notice?: string | undefined;
}

/** A renderer as the sender uses it: what it is given is checked against its schemas. */
export interface Renderer {
  readonly template: string;
  render(input: RenderInput<unknown, unknown>): RenderedMail;
}

/** Declares how the messages of one template look. */
export function renderer<Content extends z.ZodType, Data extends z.ZodType>(declaration: {
  readonly template: string;
  readonly content: Content;
  readonly data: Data;
  readonly render: (input: RenderInput<z.output<Content>, z.output<Data>>) => RenderedMail;
}): Renderer {
  const { template, content, data, render } = declaration;
  return {
    template,
    render: (input) =>
      render({ ...input, content: content.parse(input.content), data: data.parse(input.data) }),
  };
}
