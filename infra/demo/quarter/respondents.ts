/** The customers who get mails: some answer within the week, a few want no more of them; and those who come by the shop. */

import type { Control, Mail } from '../control-client.ts';
import { inParallel } from '../in-parallel.ts';
import type { Random } from '../random.ts';
import { type Form, openPage, type Page, submit } from './answer-page.ts';
import { type Asked, remarkOf, scoreOf, starsOf } from './opinions.ts';

/** What a customer is going to do about a mail. */
interface Intention {
  readonly link: string;
  readonly email: string;
  readonly occasion: string;
  /** At the first step at or after this instant. */
  readonly at: string;
  readonly act: 'answer' | 'unsubscribe';
}

export interface Respondents {
  /** Leaves mails alone that were there before the quarter began. */
  overlook(mails: readonly Mail[]): void;
  /** Takes notice of mails that have come since the last time. */
  readMail(mails: readonly Mail[], week: number): void;
  /** Does what was intended until now; answers how many answers were given. */
  act(now: string, calledBack: ReadonlySet<string>): Promise<{ answered: number; unsubscribed: number }>;
  /** Some of those who come by answer what the poster with this link asks; says how many. */
  comeBy(poster: string, day: string): Promise<number>;
}

const parallel = 8;

/** Of those who answer, which share does so after how many days. */
const delays = [
  [0, 46],
  [1, 24],
  [2, 14],
  [3, 10],
  [4, 6],
] as const;

export function createRespondents(url: string, random: Random, control: Control): Respondents {
  const seen = new Set<string>();
  const gone = new Set<string>();
  let intentions: Intention[] = [];

  function intend(mail: Mail, week: number): void {
    const link = linkIn(mail, url);
    const email = addressOf(mail);
    if (link === undefined || email === undefined || gone.has(email)) return;
    const occasion = `${week} ${mail.subject}`;
    // Whoever likes to answer does so mostly; asked every week, people tire.
    const eager = random.choose([[0.75, 40] as const, [0.3, 60] as const], 'eager', email);
    const roll = random.roll('answers', email, occasion);
    const act = roll < eager ? 'answer' : roll > 0.993 ? 'unsubscribe' : undefined;
    if (act === undefined) return;
    const days = random.choose(delays, 'delay', email, occasion);
    // Within the working day, and sooner rather than later.
    const hours = 24 * days + 9 * random.roll('hours', email, occasion) ** 2;
    const at = new Date(Date.parse(mail.at) + hours * 3_600_000).toISOString();
    intentions.push({ link, email, occasion, at, act });
  }

  return {
    overlook(mails) {
      for (const { id } of mails) seen.add(id);
    },
    readMail(mails, week) {
      for (const mail of mails) {
        if (seen.has(mail.id)) continue;
        seen.add(mail.id);
        intend(mail, week);
      }
    },
    async act(now, calledBack) {
      const due = intentions.filter(({ at }) => at <= now);
      intentions = intentions.filter(({ at }) => at > now);
      const answering = due.filter(({ act }) => act === 'answer');
      const opened = await inParallel(answering, parallel, async (intention) => ({
        intention,
        page: await openPage(intention.link),
      }));
      // Nobody reads and answers within two seconds; answers that quick are not counted.
      if (opened.length > 0) await control.advanceTo(later(await control.now(), 90));
      const done = await inParallel(opened, parallel, ({ intention: { email, occasion }, page }) =>
        answer(page, random, { email, occasion, calledBack: calledBack.has(email) }),
      );
      const leaving = due.filter(({ act }) => act === 'unsubscribe');
      await inParallel(leaving, parallel, async ({ link, email }) => {
        gone.add(email);
        const [form] = (await openPage(`${link}/unsubscribe`)).forms;
        if (form !== undefined) await submit(form, {});
      });
      return { answered: done.filter(Boolean).length, unsubscribed: leaving.length };
    },
    async comeBy(poster, day) {
      const visitors = Math.floor(3 * random.roll('visitors', day));
      const link = new URL(new URL(poster).pathname, url).href;
      const pages = await inParallel(Array.from({ length: visitors }), parallel, () => openPage(link));
      if (pages.length > 0) await control.advanceTo(later(await control.now(), 90));
      for (const [index, page] of pages.entries()) {
        const asked = { email: `visitor ${day} ${index}`, occasion: day, calledBack: false };
        await answer(page, random, asked);
      }
      return visitors;
    },
  };
}

/** False when there was nothing to answer any more. */
async function answer(page: Page, random: Random, asked: Asked): Promise<boolean> {
  const form = page.forms.find(({ choices }) => Object.keys(choices).length > 0);
  if (form === undefined) return false;
  const { status } = await submit(form, filledIn(form, page.language, random, asked));
  if (status !== 200) throw new Error(`The answer page answered ${status} to a complete answer.`);
  return true;
}

function filledIn(form: Form, language: string, random: Random, asked: Asked): Record<string, string> {
  const score = scoreOf(random, asked);
  const chosen = Object.entries(form.choices).map(([name, values]) => {
    const value = values.length > 5 ? score : starsOf(random, score, asked, name);
    return [name, String(value)] as const;
  });
  const remark = remarkOf(random, score, language, asked);
  const written = form.texts.flatMap((name) => (remark === undefined ? [] : [[name, remark] as const]));
  return Object.fromEntries([...chosen, ...written]);
}

/** The personal link of an invitation, at the address by which we know the API; undefined in other mails. */
function linkIn(mail: Mail, url: string): string | undefined {
  const [, path] = /https?:\/\/[^/\s]+(\/s\/[A-Za-z0-9_-]+)/.exec(mail.text) ?? [];
  return path === undefined ? undefined : new URL(path, url).href;
}

/** `=?UTF-8?B?5L2V5Yia?= <gang.he@…>` → `gang.he@…`, the name by which the API knows a customer, too. */
function addressOf({ to: [recipient = ''] }: Mail): string | undefined {
  const [, address = recipient] = /<([^>]+)>/.exec(recipient) ?? [];
  return address === '' ? undefined : address;
}

function later(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}
