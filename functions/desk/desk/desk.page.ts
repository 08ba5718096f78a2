/** The frame of every page of the desk, and the pages of signing in and out. */
import type { Problem } from '../../../shared/errors/problem.ts';
import type { Brand } from '../../../shared/pages/brand.ts';
import { chartRules } from '../../../shared/pages/charts.ts';
import { hiddenInput, type Option } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { pageKind } from '../../../shared/pages/layout.ts';
import { errorMessage, type Link, nextStep } from '../../../shared/pages/messages.ts';
import { navigation } from '../../../shared/pages/navigation.ts';
import { stackedCells } from '../../../shared/pages/table.ts';
import { dayAfter } from '../../../shared/time/days.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type Language, languages } from '../../../shared/values/language.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import { homePath } from './desk.rules.ts';
import { toldAtTheDesk } from './desk.sentences.ts';
import { texts } from './desk.texts.ts';
import type { Filled } from './operations/fill-form.ts';

/** Who looks at a page, as far as the frame shows it. */
export interface Reader {
  readonly name: string;
  readonly language: Language;
  /** Proves that a form is ours. */
  readonly formToken: string;
}

export interface FramedPage {
  readonly title: string;
  readonly main: Html;
  /** The part of the desk that it belongs to. @default none */
  readonly part?: Part | undefined;
  /** Another site to which a form of the page posts. */
  readonly postsTo?: string | undefined;
}

/** Every part of the desk, in the order of the navigation; a page of an area adds its own here. */
const parts = {
  home: homePath,
  customers: '/desk/customers',
  surveys: '/desk/surveys',
  staff: '/desk/staff',
  teams: '/desk/teams',
} as const;
export type Part = keyof typeof parts;

const rules = `
:root{--width:60rem}
body>header{display:grid;gap:.25rem}
.top{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center;gap:.25rem 1rem}
.brand{margin:0;font-weight:700}
.account{display:flex;flex-wrap:wrap;align-items:center;gap:.25rem .75rem}
.account form{display:inline}
.account button{min-height:2.75rem;padding:.25rem .75rem}
input.text:focus-within{outline:3px solid var(--accent);outline-offset:3px}
nav a[aria-current]{color:var(--ink);font-weight:700;text-decoration-thickness:.2em}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;align-items:center;margin:1rem 0}
.warn{color:var(--error);font-weight:600}
.facts{display:grid;grid-template-columns:minmax(0,1fr);gap:.25rem 1.5rem;margin:0 0 1rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0 0 .5rem;overflow-wrap:anywhere}
.field{margin:0 0 1.25rem}
.fields{display:grid;gap:0 1rem}
.card .field:last-child{margin-bottom:0}
@media (min-width:37.5em){.fields{grid-template-columns:1fr 1fr}.facts{grid-template-columns:minmax(8rem,14rem) minmax(0,1fr)}}
.filters{display:grid;gap:0 1rem;grid-template-columns:repeat(auto-fit,minmax(min(11rem,100%),1fr))}
.filters .field{min-width:0;margin-bottom:.5rem}
.timeline{margin:0;padding:0;list-style:none}
.timeline p{margin:0 0 .25rem}
.said{white-space:pre-line}
.card>legend{padding-bottom:.25rem}
.rules h2{margin:0 0 .5rem;font-size:1.05rem}
.rules li{margin-top:1rem}
.scroll td a,.scroll th a{display:inline-block;padding:.4rem 0}
${stackedCells}${chartRules}@media print{.account,.actions,.unprinted{display:none}}
`;

export function createDeskFrame(brand: Brand) {
  const kind = pageKind({ rules, referrer: 'same-origin' });

  const layOut = (language: Language, title: string, main: Html, header: Html) =>
    kind.layOut({ language, title: `${title} – ${brand.organisation}`, header, main });

  /** A page for somebody who is not signed in. */
  const note = (language: Language, { title, text }: { title: string; text: string }, next?: Link) => {
    return layOut(
      language,
      title,
      noteCard(title, text, next),
      html`<p class="brand">${brand.organisation}</p>`,
    );
  };

  return {
    /** Sent with every page of the desk. */
    headers: kind.headers,

    /** The headers of a page with a form that posts to another site. */
    headersFor(site: string): Readonly<Record<string, string>> {
      const policy = kind.headers['content-security-policy'] ?? '';
      return {
        ...kind.headers,
        'content-security-policy': policy.replace("form-action 'self'", `form-action 'self' ${site}`),
      };
    },

    /** A page for somebody who is signed in. */
    show({ title, main, part }: FramedPage, reader: Reader): string {
      return layOut(reader.language, title, main, header(brand, reader, part));
    },

    /** A page for whoever has a link to it, signed in or not. */
    open: (language: Language, title: string, main: Html, links: Html) =>
      layOut(
        language,
        title,
        main,
        html`<div class="top"><p class="brand">${brand.organisation}</p>${links}</div>`,
      ),

    /** @param to the page to come back to after signing in */
    ended: (language: Language, to: string) =>
      note(language, texts[language].ended, {
        label: texts[language].signIn,
        href: `/desk/sign-in?to=${encodeURIComponent(to)}`,
      }),

    signedOut: (language: Language, isEverywhere: boolean) => {
      const { signedOut, signingOut, signIn } = texts[language];
      const text = isEverywhere ? `${signedOut.text} ${signingOut}` : signedOut.text;
      return note(language, { ...signedOut, text }, { label: signIn, href: homePath });
    },

    refused: (language: Language) =>
      note(language, texts[language].refused, { label: texts[language].again, href: homePath }),

    noStaff: (language: Language) =>
      note(language, texts[language].noStaff, {
        label: texts[language].contact(brand.organisation),
        href: `mailto:${brand.contact}`,
      }),

    failure: (language: Language, what: 'missing' | 'unreadable' | 'tooLarge' | 'busy') => {
      const { back, errorPrefix, [what]: said } = texts[language];
      const title = `${errorPrefix}${said.title}`;
      const main = noteCard(title, said.text, { label: back, href: homePath });
      return layOut(
        language,
        title,
        main,
        html`<p class="brand">${brand.organisation}</p>
${partsOf(language)}`,
      );
    },
  };
}

export function noteCard(title: string, text: string, next?: Link): Html {
  return html`<div class="card"><h1>${title}</h1><p>${text}</p>${nextStep(next)}</div>`;
}

/** A moment as the reader's own clock shows it. */
export function timeOf(
  instant: Instant,
  { language, timeZone }: { readonly language: Language; readonly timeZone: string },
): string {
  // English in the order and with the clock of most of the world.
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(new Date(instant));
}

/** What a route has refused, as it is said at the desk: by the reader's own clock, and without what only programs send. */
export function told(
  { status, detail, errors = [] }: Pick<Problem, 'status' | 'detail' | 'errors'>,
  reader: Parameters<typeof timeOf>[1],
) {
  const { chooseOffered } = texts[reader.language];
  const say = (sentence: string) =>
    (amongValues.test(sentence) ? chooseOffered : toldAtTheDesk[reader.language](sentence))
      .replaceAll(rfc3339, (instant) =>
        Number.isNaN(Date.parse(instant)) ? instant : timeOf(instant, reader),
      )
      .replaceAll(calendarDay, (day) => (Number.isNaN(Date.parse(day)) ? day : writtenDay(day, reader)));
  const faults = errors.filter(({ pointer }) => !pointer.startsWith('/headers/'));
  return {
    status,
    detail: say(detail),
    errors: faults.map((fault) => ({ ...fault, reason: say(fault.reason) })),
  };
}

/** What names the values that a program may send; a page offers them by their labels. */
const amongValues = /^(?:is required: |must be |必填：|必须是 )"[^"]+"(?: (?:or|或) "[^"]+")*$/;

/** An example shows how a day is typed, and stays. */
const calendarDay = /(?<!such as |e\.g\. |如 ?)\b\d{4}-\d\d-\d\d\b/g;

const rfc3339 = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

/** A day of the calendar, such as `2026-12-07`, as people write it. */
export function dayOf(day: string, reader: Pick<Reader, 'language'>): Html {
  return html`<time datetime="${day}">${writtenDay(day, reader)}</time>`;
}

export function writtenDay(day: string, { language }: Pick<Reader, 'language'>): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: 'UTC',
    dateStyle: 'medium',
  });
  return format.format(new Date(day));
}

/** A value of a field, as people write it where it is a day, or a time by a clock on the wall. */
export function writtenTime(value: string, reader: Pick<Reader, 'language'>): string {
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$/.test(value) || Number.isNaN(Date.parse(value))) return value;
  const isDay = value.length === 10;
  return isDay ? writtenDay(value, reader) : timeOf(`${value}:00Z`, { ...reader, timeZone: 'UTC' });
}

/** Names by staff id. */
export type Names = ReadonlyMap<string, string>;

export function namesOf(people: readonly Pick<StaffSummary, 'id' | 'name'>[]): Names {
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** An absence that begins within so many days is worth knowing for whoever gives work. */
const soonDays = 14;

/** Until when somebody is away, or will be soon, and who stands in; undefined while they are there. */
export function absenceOf(
  { absences, timeZone }: Pick<StaffSummary, 'absences' | 'timeZone'>,
  names: Names,
  reader: Pick<Reader, 'language'>,
  at: Instant,
): string | undefined {
  const today = wallTimeAt(at, timeZone).slice(0, 10);
  const next = absences.find(({ until }) => until >= today);
  if (next === undefined || next.from > dayAfter(today, soonDays)) return undefined;
  const { away, awayFrom, standsIn } = texts[reader.language];
  const until = writtenDay(next.until, reader);
  const days = next.from <= today ? away(until) : awayFrom(writtenDay(next.from, reader), until);
  return next.deputy === null ? days : standsIn(days, names.get(next.deputy) ?? next.deputy);
}

/** Somebody to be chosen from a list, which says whether they are there. */
export function choiceOf(
  person: Pick<StaffSummary, 'id' | 'name' | 'absences' | 'timeZone'>,
  names: Names,
  reader: Pick<Reader, 'language'>,
  at: Instant,
): Option {
  const absence = absenceOf(person, names, reader, at);
  const label = absence === undefined ? person.name : texts[reader.language].aside(person.name, absence);
  return { value: person.id, label };
}

/** Says at the top of a form why it was not taken, and leads to the fields. */
export function refusalMessage(filled: Filled, fields: readonly string[]): Html | undefined {
  if (filled.refused === undefined) return undefined;
  const links = fields.flatMap((name) => {
    const reason = filled.violation(name);
    // What is wrong within a field is told of the part of it.
    const isOfPart = fields.some((each) => each.startsWith(`${name}.`) && filled.violation(each) === reason);
    return reason === undefined || isOfPart ? [] : [{ label: reason, href: `#${name}` }];
  });
  return errorMessage({ text: [filled.refused, ...filled.others(fields)].join(' '), links });
}

/** A field that every form of a session carries. */
export const formTokenField = 'form-token';

export function formToken({ formToken: token }: Pick<Reader, 'formToken'>): Html {
  return hiddenInput(formTokenField, token);
}

function header(brand: Brand, reader: Reader, part: Part | undefined): Html {
  const words = texts[reader.language];
  return html`<div class="top"><p class="brand">${brand.organisation}</p>
<section class="account" aria-label="${words.account}"><span>${reader.name}</span>
${languages.filter((each) => each !== reader.language).map((each) => languageButton(each, reader))}
<form method="post" action="/desk/sign-out">${formToken(reader)}<button class="quiet">${words.signOut}</button></form></section></div>
${partsOf(reader.language, part)}`;
}

function partsOf(language: Language, part?: Part): Html {
  const words = texts[language];
  const links = Object.entries(parts).map(([name, href]) => ({ label: words.nav[name as Part], href }));
  return navigation({ label: words.parts, links, current: part && parts[part] });
}

function languageButton(language: Language, reader: Reader): Html {
  const { languageName } = texts[language];
  return html`<form method="post" action="/desk/language">${formToken(reader)}<button class="quiet" name="language" value="${language}" lang="${language}">${languageName}</button></form>
`;
}
