/** Customers by what was typed, in a list, or by a view. */
import { hiddenInput, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, type HtmlValue, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import { type Customer, type CustomerSummary, stages } from '../../customers/customers/customers.schema.ts';
import type { FieldDefinition } from '../../customers/fields/fields.schema.ts';
import type { Extract as CustomerExtract } from '../../customers/lists/lists.schema.ts';
import type { SearchHit } from '../../customers/search/search.schema.ts';
import type { View, ViewInWords } from '../../customers/views/views.schema.ts';
import { customerLink, nameOfField, sayValue } from '../customer-form-desk/index.ts';
import { deletedTexts } from '../deleted-desk/index.ts';
import { type Filled, formToken, type Names, type Reader, refusalMessage } from '../desk/index.ts';
import { type Asked, queryOf } from './customers-desk.rules.ts';
import { texts } from './customers-desk.texts.ts';

export type CustomersReader = Reader & {
  readonly mayWrite: boolean;
  /** Whether there are customers of others to be listed. */
  readonly seesAll: boolean;
  readonly mayRestore: boolean;
};

/** What the page shows, and where it goes on. */
export type Content = { readonly cursor: string | null } & (
  | { readonly kind: 'found'; readonly hits: readonly SearchHit[] }
  | { readonly kind: 'list'; readonly customers: readonly CustomerSummary[] }
  | {
      readonly kind: 'view';
      readonly view: ViewInWords;
      readonly customers: readonly Customer[];
      readonly definitions: readonly FieldDefinition[];
    }
);

export interface CustomersView {
  readonly asked: Asked;
  readonly content: Content;
  readonly views: readonly View[];
  readonly names: Names;
  /** Why what was typed finds nothing, or a view is not saved. */
  readonly filled: Filled;
  readonly key: string;
  /** Who reads it. */
  readonly me: string;
  /** Whether a customer was deleted just now. */
  readonly isAfterDeletion: boolean;
}

const path = '/desk/customers';

export function customersPage(view: CustomersView, reader: CustomersReader): Html {
  const { asked, content, filled } = view;
  const words = texts[reader.language];
  const next = queryOf(asked);
  next.set('cursor', content.cursor ?? '');
  return html`${view.isAfterDeletion && infoMessage({ text: deletedTexts[reader.language].wasDeletedByAgent })}<h1>${words.customers}</h1>
${refusalMessage(filled, ['q', 'tag', 'stage', 'owner', 'name'])}<form method="get" action="${path}">${textInput({ name: 'q', label: words.searchLabel, hint: words.searchHint, value: asked.q, violation: filled.violation('q') })}<p class="actions"><button>${words.search}</button></p></form>
<p class="actions">${linksFor(reader)}</p>
${viewLinks(view, reader)}${shown(view, reader)}
${nextPage(words.more, content.cursor === null ? undefined : `${path}?${next}`)}
${content.kind === 'found' ? '' : keepForms(view, reader)}`;
}

function linksFor({ language, mayWrite, mayRestore }: CustomersReader): readonly Html[] {
  const words = texts[language];
  const links = [
    ...(mayWrite ? [['/desk/customers/new', words.newCustomer]] : []),
    ['/desk/corrections', words.corrections],
    ['/desk/duplicates', words.duplicates],
    ['/desk/purchases', words.purchases],
    ...(mayWrite
      ? [
          ['/desk/customer-corrections', words.bulk],
          ['/desk/imports', words.imports],
        ]
      : []),
    ...(mayRestore ? [['/desk/customers/deleted', deletedTexts[language].deletedTitle]] : []),
  ];
  return links.map(([href, label]) => html`<a href="${href}">${label}</a> `);
}

function viewLinks({ views, asked }: CustomersView, { language }: CustomersReader): Html | '' {
  const words = texts[language];
  if (views.length === 0) return '';
  const links = views.map(({ id, name }) => {
    const current = id === asked.view && html` aria-current="true"`;
    return html`<a href="${path}?view=${id}"${current}>${name}</a> `;
  });
  return html`<p class="actions">${words.views} ${links}</p>
`;
}

function shown(view: CustomersView, reader: CustomersReader): Html {
  const { content } = view;
  if (content.kind === 'found') return found(content.hits, view, reader);
  if (content.kind === 'view') return viewed(content, view, reader);
  return html`${narrowForm(view, reader)}${listOf(content.customers, view, reader)}`;
}

function emptyWords({ content }: CustomersView, none: string, { language }: CustomersReader): string {
  return content.cursor === null ? none : texts[language].noneOnPage;
}

function found(hits: readonly SearchHit[], view: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  const caption = words.found(view.asked.q);
  const rows = hits.map(({ id, masked, name, company, email, phone, owner }) => [
    masked ? words.partly(name) : customerLink(id, name),
    company ?? '',
    email ?? '',
    phone ?? '',
    owner?.name ?? words.nobody,
  ]);
  return html`<h2>${caption}</h2>
${table({ caption, isCaptionHidden: true, heads: words.heads, rows, empty: emptyWords(view, words.noneFound, reader) })}${reader.seesAll ? '' : html`<p class="hint">${words.othersHint}</p>`}`;
}

/** Whose customers, and which of them. */
function narrowForm({ asked, names, filled }: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  const own = [
    { value: 'me', label: words.mine },
    { value: 'none', label: words.ofNobody },
  ];
  const others = [...names].map(([value, label]) => ({ value, label }));
  const owners = reader.seesAll ? [{ value: 'all', label: words.everybody }, ...own, ...others] : own;
  const known = stages.map((value) => ({ value, label: words.values[value] ?? value }));
  return html`<form method="get" action="${path}"><fieldset class="card"><legend>${words.narrow}</legend><div class="fields">${select({ name: 'owner', label: words.owner, value: asked.owner, options: owners, violation: filled.violation('owner') })}${select({ name: 'stage', label: words.stageHead, value: asked.stage, options: [{ value: '', label: words.anyStage }, ...known], violation: filled.violation('stage') })}${textInput({ name: 'tag', label: words.tag, value: asked.tag, maximum: 40, violation: filled.violation('tag') })}${textInput({ name: 'quiet', label: words.quiet, hint: words.quietHint, value: asked.quiet, maximum: 4, violation: filled.violation('lastContactTo') })}</div><p class="actions"><button class="quiet">${words.show}</button></p></fieldset></form>
`;
}

function listOf(customers: readonly CustomerSummary[], view: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  const { owner } = view.asked;
  const titles: Readonly<Record<string, string>> = {
    me: words.mine,
    none: words.ofNobody,
    all: words.everybody,
  };
  const title = titles[owner] ?? words.customersOf(view.names.get(owner) ?? owner);
  const rows = customers.map((customer): readonly HtmlValue[] => [
    customerLink(customer.id, customer.name),
    customer.company ?? '',
    customer.email ?? '',
    customer.phone ?? '',
    customer.owner === null ? words.nobody : (view.names.get(customer.owner) ?? customer.owner),
    words.values[customer.stage] ?? customer.stage,
  ]);
  return html`<h2>${title}</h2>
${table({ caption: title, isCaptionHidden: true, heads: [...words.heads, words.stageHead], rows, empty: emptyWords(view, words.none, reader) })}`;
}

/** What a view shows that names no columns. */
const usualColumns = ['name', 'company', 'email', 'phone', 'owner', 'stage'];

function viewed(
  { view, customers, definitions }: Extract<Content, { readonly kind: 'view' }>,
  shownView: CustomersView,
  reader: CustomersReader,
): Html {
  const words = texts[reader.language];
  const { names } = shownView;
  const columns = ['name', ...(view.columns ?? usualColumns).filter((column) => column !== 'name')];
  const rows = customers.map((customer): readonly HtmlValue[] =>
    columns.map((column) =>
      column === 'name'
        ? customerLink(customer.id, customer.name)
        : sayValue(column, valueAt(customer, column), reader, { names, definitions }),
    ),
  );
  const heads = columns.map((column) =>
    column === 'name' ? (words.heads[0] ?? column) : nameOfField(column, reader, definitions),
  );
  const isEmpty = emptyWords(shownView, words.noneShown, reader);
  return html`<h2>${view.name}</h2>
${view.words !== undefined && html`<p class="hint">${view.words}</p>`}${reader.mayWrite && view.filter !== undefined && html`<p class="actions"><a href="/desk/customer-corrections/new?view=${view.id}">${words.correctAll}</a></p>`}${table({ caption: view.name, isCaptionHidden: true, heads, rows, empty: isEmpty })}`;
}

function valueAt(customer: Customer, column: string): unknown {
  return column.split('.').reduce<unknown>((value, step) => Reflect.get(Object(value), step), customer);
}

function keepForms({ asked, content, filled, key, me }: CustomersView, reader: CustomersReader): Html {
  const words = texts[reader.language];
  // What is asked of contacts cannot be asked of a filter.
  if (content.kind === 'list' && asked.quiet !== '') return html``;
  const hidden = [...queryOf(asked)].map(([name, value]) => hiddenInput(name, value));
  const form = (inner: Html, kind: string) =>
    html`<form method="post" action="${path}">${formToken(reader)}${hiddenInput('key', `${key}-${kind}`)}${hidden}${inner}</form>
`;
  const exports = html`<p class="actions"><button class="quiet" name="action" value="export">${words.exportAll}</button> <span class="hint">${words.exportHint}</span></p>`;
  const sharing = [
    { value: 'nobody', label: words.forMe },
    { value: 'everybody', label: words.forEverybody },
  ];
  const keep = html`<fieldset class="card"><legend>${words.keepView}</legend>${textInput({ name: 'name', label: words.viewName, maximum: 80, value: filled.value('name'), violation: filled.violation('name') })}${select({ name: 'sharedWith', label: words.sharedWith, value: filled.value('sharedWith', 'nobody'), options: sharing })}<p class="actions"><button class="quiet" name="action" value="keep">${words.keep}</button></p></fieldset>`;
  const isOwn = content.kind === 'view' && content.view.createdBy.id === me;
  const forget = html`<p class="actions"><button class="quiet" name="action" value="forget">${words.forgetView}</button></p>`;
  return html`${form(exports, 'export')}${content.kind === 'list' && form(keep, 'keep')}${isOwn && form(forget, 'forget')}`;
}

/** How far an export is, and its files. */
export function exportPage(
  { state, read, rows, links = [], expiresAt }: CustomerExtract,
  reader: Reader,
): Html {
  const words = texts[reader.language];
  const files = links.map(
    (link, index) => html`<li><a href="${link}" download>${words.exportFile(index + 1)}</a></li>`,
  );
  const isThere = state === 'done' && expiresAt !== undefined;
  return html`<h1>${words.exportTitle}</h1>
<p>${words.exportStates[state](read, rows)}</p>
${files.length > 0 && html`<ul>${files}</ul><p class="hint">${words.exportLinks}</p>`}${isThere && rows > 0 && files.length === 0 && html`<p>${words.exportGone}</p>`}<p class="actions"><a href="${path}">${words.customers}</a></p>`;
}
