/** Customers by what was typed, or one's own. */
import { textInput } from '../../../shared/pages/fields.ts';
import { type Html, type HtmlValue, html } from '../../../shared/pages/html.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { CustomerSummary } from '../../customers/customers/customers.schema.ts';
import type { SearchHit } from '../../customers/search/search.schema.ts';
import { customerLink } from '../customer-form-desk/index.ts';
import { type Filled, type Names, type Reader, refusalMessage } from '../desk/index.ts';
import { texts } from './customers-desk.texts.ts';

export type CustomersReader = Reader & {
  readonly mayWrite: boolean;
  /** Whether there are customers of others to be listed. */
  readonly seesAll: boolean;
};

export const whose = ['me', 'none', 'all'] as const;
export type Whose = (typeof whose)[number];

export interface CustomersView {
  readonly query: string;
  /** What was found; undefined where nothing was typed. */
  readonly hits: readonly SearchHit[] | undefined;
  readonly listed: readonly CustomerSummary[];
  readonly owner: Whose;
  readonly names: Names;
  readonly cursor: string | null;
  /** Why what was typed finds nothing. */
  readonly filled: Filled;
}

export function customersPage(view: CustomersView, reader: CustomersReader): Html {
  const { query, hits, owner, cursor, filled } = view;
  const words = texts[reader.language];
  const next = new URLSearchParams({
    ...(hits === undefined ? { owner } : { q: query }),
    cursor: cursor ?? '',
  });
  return html`<h1>${words.customers}</h1>
${refusalMessage(filled, ['q'])}<form method="get" action="/desk/customers">${textInput({ name: 'q', label: words.searchLabel, hint: words.searchHint, value: query, violation: filled.violation('q') })}<p class="actions"><button>${words.search}</button></p></form>
<p class="actions">${linksFor(reader)}</p>
${hits === undefined ? listOf(view, reader) : found(hits, view, reader)}
${nextPage(words.more, cursor === null ? undefined : `/desk/customers?${next}`)}`;
}

function linksFor({ language, mayWrite }: CustomersReader): readonly Html[] {
  const words = texts[language];
  const links = [
    ...(mayWrite ? [['/desk/customers/new', words.newCustomer]] : []),
    ['/desk/corrections', words.corrections],
    ['/desk/duplicates', words.duplicates],
    ...(mayWrite ? [['/desk/imports', words.imports]] : []),
  ];
  return links.map(([href, label]) => html`<a href="${href}">${label}</a> `);
}

function found(hits: readonly SearchHit[], { query, cursor }: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  const rows = hits.map(({ id, masked, name, company, email, phone, owner }) => [
    masked ? words.partly(name) : customerLink(id, name),
    company ?? '',
    email ?? '',
    phone ?? '',
    owner?.name ?? words.nobody,
  ]);
  return html`<h2>${words.found(query)}</h2>
${table({ caption: words.found(query), isCaptionHidden: true, heads: words.heads, rows, empty: cursor === null ? words.noneFound : words.noneOnPage })}${reader.seesAll ? '' : html`<p class="hint">${words.othersHint}</p>`}`;
}

function listOf({ listed, owner, names, cursor }: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  const titles = { me: words.mine, none: words.ofNobody, all: words.everybody } as const;
  const others = whose.filter((each) => each !== owner && (each !== 'all' || reader.seesAll));
  const rows = listed.map((customer): readonly HtmlValue[] => [
    customerLink(customer.id, customer.name),
    customer.company ?? '',
    customer.email ?? '',
    customer.phone ?? '',
    customer.owner === null ? words.nobody : (names.get(customer.owner) ?? customer.owner),
    words.values[customer.stage] ?? customer.stage,
  ]);
  return html`<h2>${titles[owner]}</h2>
<p class="actions">${others.map((each) => html`<a href="/desk/customers?owner=${each}">${titles[each]}</a> `)}</p>
${table({ caption: titles[owner], isCaptionHidden: true, heads: [...words.heads, words.stageHead], rows, empty: cursor === null ? words.none : words.noneOnPage })}`;
}
