/** Whom a customer is related to, page by page, and the form of a relation: somebody is found first, then chosen. */
import { checkGroup, hiddenInput, type Option, select, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { infoMessage } from '../../../shared/pages/messages.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Customer, RelationKind } from '../../customers/customers/customers.schema.ts';
import type { Relation } from '../../customers/relations/relations.schema.ts';
import type { SearchHit } from '../../customers/search/search.schema.ts';
import { customerLink, customerPath } from '../customer-form-desk/index.ts';
import { type Filled, formToken, type Reader, refusalMessage } from '../desk/index.ts';
import { kindsFor } from './relations-desk.rules.ts';
import { texts } from './relations-desk.texts.ts';

export type RelationsReader = Reader & {
  /** Whether the routes behind the forms may be called at all. */
  readonly mayWrite: boolean;
};

/** Who was chosen, and what is known of the relation if there is one. */
export interface Chosen {
  readonly other: Pick<Customer, 'id' | 'name' | 'kind'>;
  readonly known: Pick<Relation, 'kind' | 'role' | 'primary' | 'version'> | undefined;
}

export interface RelationsView {
  readonly customer: Pick<Customer, 'id' | 'name' | 'kind'>;
  readonly relations: readonly Relation[];
  readonly only: RelationKind | undefined;
  readonly cursor: string | null;
  readonly query: string;
  /** Who was found; undefined where nothing was typed. */
  readonly hits: readonly SearchHit[] | undefined;
  readonly chosen: Chosen | undefined;
  readonly note: string | undefined;
  readonly filled: Filled;
}

const pathOf = ({ id }: Pick<Customer, 'id'>) => `${customerPath(id)}/relations`;

export function relationsPage(view: RelationsView, reader: RelationsReader): Html {
  const { customer, note, filled, chosen } = view;
  const words = texts[reader.language];
  return html`${note !== undefined && infoMessage({ text: note })}<h1>${words.title(customer.name)}</h1>
${refusalMessage(filled, ['kind', 'role', 'primary', 'q'])}${chosen !== undefined && reader.mayWrite ? relationForm(view, chosen, reader) : listOf(view, reader)}
<p><a href="${customerPath(customer.id)}">${words.back(customer.name)}</a></p>`;
}

function listOf(view: RelationsView, reader: RelationsReader): Html {
  const { customer, relations, only, cursor } = view;
  const words = texts[reader.language];
  const options = [
    { value: '', label: words.all },
    ...kindsFor(customer.kind).map((value) => ({ value, label: words.relations[value] ?? value })),
  ];
  const next = new URLSearchParams({ ...(only !== undefined && { only }), cursor: cursor ?? '' });
  return html`<form method="get" action="${pathOf(customer)}"><div class="filters">${select({ name: 'only', label: words.onlyKind, value: only ?? '', options })}</div><p class="actions"><button class="quiet">${words.show}</button></p></form>
${relationsTable(view, relations, reader)}${nextPage(words.more, cursor === null ? undefined : `${pathOf(customer)}?${next}`)}${reader.mayWrite && search(view, reader)}`;
}

function relationsTable(
  { customer, only }: RelationsView,
  relations: readonly Relation[],
  reader: RelationsReader,
): Html {
  const words = texts[reader.language];
  const rows = relations.map((relation) => {
    const { kind, role, primary, other } = relation;
    return [
      other.masked ? words.aside(other.name, words.masked) : customerLink(other.id, other.name),
      words.relations[kind] ?? kind,
      role ?? '',
      primary === true ? words.yes : '',
      ...(reader.mayWrite ? [actionsOf(relation, customer, reader)] : []),
    ];
  });
  const heads = reader.mayWrite ? words.heads : words.heads.slice(0, -1);
  const empty = only === undefined ? words.none : words.noneOfKind;
  return table({ caption: words.relationsTitle, isCaptionHidden: true, heads, rows, empty });
}

function actionsOf(
  { kind, otherId, version, other }: Relation,
  customer: Pick<Customer, 'id'>,
  reader: RelationsReader,
): Html {
  const words = texts[reader.language];
  const query = new URLSearchParams({ other: otherId, kind });
  return html`${!other.masked && html`<a href="${pathOf(customer)}?${String(query)}" aria-label="${words.changeOf(other.name)}">${words.change}</a> `}<form method="post" action="${pathOf(customer)}">${formToken(reader)}${hiddenInput('other', otherId)}${hiddenInput('kind', kind)}${hiddenInput('version', version)}<button class="quiet" name="action" value="remove" aria-label="${words.takeOf(other.name)}">${words.take}</button></form>`;
}

/** The first step: somebody is found by words. */
function search({ customer, query, hits, filled }: RelationsView, reader: RelationsReader): Html {
  const words = texts[reader.language];
  const rows = (hits ?? [])
    .filter(({ id }) => id !== customer.id)
    .map(({ id, masked, name, company, owner }) => [
      masked ? words.aside(name, words.masked) : customerLink(id, name),
      company ?? '',
      owner?.name ?? words.nobody,
      !masked &&
        html`<a href="${pathOf(customer)}?${new URLSearchParams({ other: id }).toString()}#relation" aria-label="${words.chooseOf(name)}">${words.choose}</a>`,
    ]);
  return html`<h2 id="add">${words.add}</h2>
<form method="get" action="${pathOf(customer)}#add">${textInput({ name: 'q', label: words.find, hint: words.findHint, value: query, violation: filled.violation('q') })}<p class="actions"><button>${words.search}</button></p></form>
${hits !== undefined && table({ caption: words.add, isCaptionHidden: true, heads: words.foundHeads, rows, empty: words.noneFound })}`;
}

/** The second step: what the one who was chosen is to the customer. */
function relationForm(
  { customer, filled }: RelationsView,
  { other, known }: Chosen,
  reader: RelationsReader,
): Html {
  const words = texts[reader.language];
  const kinds = known === undefined ? kindsFor(customer.kind, other.kind) : [known.kind];
  const options: readonly Option[] = kinds.map((value) => ({
    ...{ value, label: words.relations[value] ?? value },
  }));
  const canBePrimary = kinds.some((kind) => kind === 'contact' || kind === 'contact-of');
  const box = {
    ...filled.ticks('primary', known?.primary === true ? ['true'] : []),
    label: words.primary,
    options: [{ value: 'true', label: words.yes }],
  };
  return html`<h2 id="relation">${words.toRelate(customer.name, other.name)}</h2>
<form method="post" action="${pathOf(customer)}">${formToken(reader)}${hiddenInput('other', other.id)}${known !== undefined && hiddenInput('version', known.version)}${select({ ...filled.field('kind', kinds[0]), label: words.kind(other.name, customer.name), options })}${textInput({ ...filled.field('role', known?.role), label: words.role, note: words.optional, hint: words.roleHint, maximum: 60 })}${canBePrimary && checkGroup(box)}<p class="actions"><button name="action" value="save">${words.relate}</button> <a href="${pathOf(customer)}#add">${words.other}</a></p></form>`;
}
