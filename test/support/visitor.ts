/** Somebody at the desk, as far as the protocol goes: keeps cookies, follows nothing by itself, fills in forms. */
import { expect } from 'vitest';

export interface Shown {
  readonly status: number;
  readonly location: string | undefined;
  readonly headers: Headers;
  readonly page: string;
}

export interface Visit {
  readonly form?: Readonly<Record<string, string | readonly string[]>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export function createVisitor(url: string, language = 'en') {
  const cookies = new Map<string, string>();

  async function ask(address: string, { form, headers = {} }: Visit = {}): Promise<Shown> {
    const target = new URL(address, url);
    const body =
      form === undefined
        ? undefined
        : new URLSearchParams(
            Object.entries(form).flatMap(([name, value]) =>
              [value].flat().map((each): [string, string] => [name, each as string]),
            ),
          );
    const response = await fetch(target, {
      method: form === undefined ? 'GET' : 'POST',
      redirect: 'manual',
      headers: {
        'accept-language': language,
        accept: 'text/html',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form === undefined ? {} : { origin: url, 'sec-fetch-site': 'same-origin' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location') ?? undefined;
    return { status: response.status, location, headers: response.headers, page: await response.text() };
  }

  /** Goes on wherever it is sent, up to the page of the provider or of the desk. */
  async function follow(address: string, visit: Visit = {}): Promise<Shown & { at: string }> {
    let shown = await ask(address, visit);
    let at = address;
    for (let hops = 0; shown.location !== undefined && hops < 8; hops += 1) {
      at = shown.location;
      shown = await ask(at);
    }
    return { ...shown, at };
  }

  return {
    cookies,
    ask,
    follow,

    /** Signs in as one of the people of the local cloud, on the way to a page. */
    async signIn(person: string, path = '/desk'): Promise<Shown & { at: string }> {
      const choice = await follow(path);
      expect(choice.page).toContain(`value="${person}"`);
      return follow(choice.at, { form: { person } });
    },

    /** Fills in a form of a page and sends it: hidden fields as they stand, the others as said. */
    async send(page: string, action: string, fields: Visit['form'] = {}, visit: Visit = {}): Promise<Shown> {
      return ask(action, { ...visit, form: { ...hiddenFields(page, action), ...fields } });
    },
  };
}

/** Somebody who has signed in at the desk of a cloud, and reads it in English. */
export async function signedInAt(url: string, person: string) {
  const someone = createVisitor(url, 'en');
  const { page } = await someone.signIn(person);
  if (page.includes('lang="zh-CN"')) await someone.send(page, '/desk/language', { language: 'en' });
  return someone;
}

/** The hidden fields of the form of a page that leads to this address. */
export function hiddenFields(page: string, action: string): Record<string, string> {
  const form = page.split('<form').find((each) => each.includes(`action="${action}"`)) ?? '';
  const [markup = ''] = form.split('</form>');
  return Object.fromEntries(
    [...markup.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
      name,
      value,
    ]),
  ) as Record<string, string>;
}

/** What a browser sends of the form of a page that leads to this address, as long as nobody has touched it. */
export function untouchedForm(page: string, action: string): Record<string, string> {
  const [markup = ''] = (page.split('<form').find((each) => each.includes(`action="${action}"`)) ?? '').split(
    '</form>',
  );
  const attribute = (tag: string, name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  const control =
    /<input([^>]*)>|<select([^>]*)>([\s\S]*?)<\/select>|<textarea([^>]*)>\n([^<]*)<\/textarea>/g;
  const fields = [...markup.matchAll(control)]
    .filter(([tag]) => !/type="(?:radio|checkbox)"/.test(tag) || / checked/.test(tag))
    .map(([, input, list = '', options = '', area, text]) => {
      if (area !== undefined) return [attribute(area, 'name'), text];
      const [chosen = ''] = options.match(/<option[^>]* selected/) ?? options.match(/<option[^>]*/) ?? [];
      return [attribute(input ?? list, 'name'), attribute(input ?? chosen, 'value')];
    });
  const plain = (text: string) =>
    text.replaceAll(/&(quot|amp|lt|gt|#39);/g, (_, name: string) => entities[name] ?? '');
  return Object.fromEntries(fields.map(([name, value = '']) => [name, plain(value)]));
}

const entities: Readonly<Record<string, string>> = { quot: '"', amp: '&', lt: '<', gt: '>', '#39': "'" };
