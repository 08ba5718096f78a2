/** The pages of an invitation as a browser without JavaScript uses them: fetch the form, fill it in, post it. */

export interface Page {
  readonly status: number;
  /** Of the whole page. */
  readonly language: string;
  readonly forms: readonly Form[];
}

export interface Form {
  /** Absolute. */
  readonly action: string;
  readonly method: string;
  /** Hidden fields with their values. */
  readonly hidden: Readonly<Record<string, string>>;
  /** Names of radio groups with the values they offer. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Names of text areas. */
  readonly texts: readonly string[];
}

export async function openPage(url: string): Promise<Page> {
  return read(await fetch(url), url);
}

/** Posts a form with its hidden fields and these. */
export async function submit(form: Form, fields: Readonly<Record<string, string>>): Promise<Page> {
  const body = new URLSearchParams({ ...form.hidden, ...fields });
  return read(await fetch(form.action, { method: form.method, body }), form.action);
}

async function read(reply: Response, url: string): Promise<Page> {
  const page = await reply.text();
  const [, language = 'en'] = /<html[^>]*\blang="([^"]+)"/.exec(page) ?? [];
  const forms = [...page.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inner = '']) =>
    formOf(attributesOf(head), inner, url),
  );
  return { status: reply.status, language, forms };
}

function formOf(head: Readonly<Record<string, string>>, inner: string, url: string): Form {
  const hidden: Record<string, string> = {};
  const choices: Record<string, string[]> = {};
  for (const [, text = ''] of inner.matchAll(/<input\b([^>]*)>/g)) {
    const { type, name, value = '' } = attributesOf(text);
    if (name === undefined) continue;
    if (type === 'hidden') hidden[name] = value;
    if (type !== 'radio') continue;
    choices[name] ??= [];
    choices[name].push(value);
  }
  const texts = [...inner.matchAll(/<textarea\b([^>]*)>/g)].flatMap(
    ([, text = '']) => attributesOf(text).name ?? [],
  );
  const { action = '', method = 'get' } = head;
  return { action: new URL(action || url, url).href, method: method.toUpperCase(), hidden, choices, texts };
}

/** `type="radio" name="q-recommend"` → `{ type: 'radio', name: 'q-recommend' }`. */
function attributesOf(text: string): Record<string, string> {
  const pairs = [...text.matchAll(/([a-z-]+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = '', value = '']) => [name, unescaped(value)]));
}

const signs: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => signs[name] ?? '');
}
