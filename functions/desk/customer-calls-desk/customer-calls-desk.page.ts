/** The calls to one customer: those to come, those that are closed, and the form that promises one more. */
import {
  hiddenInput,
  momentInput,
  optionGroup,
  select,
  textArea,
  textInput,
} from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { nextPage } from '../../../shared/pages/navigation.ts';
import { table } from '../../../shared/pages/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { type CallbackRow, prioritySchema } from '../../callbacks/callbacks/callbacks.schema.ts';
import type { OutcomeCode } from '../../callbacks/calling/calling.schema.ts';
import type { Customer } from '../../customers/customers/customers.schema.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import {
  callLink,
  closedTable,
  ownerName,
  wantedFields,
  wantedNames,
  whyOf,
} from '../callback-desk/index.ts';
import { customerLink, customerPath } from '../customer-form-desk/index.ts';
import {
  choiceOf,
  type Filled,
  formToken,
  namesOf,
  type Reader,
  refusalMessage,
  timeOf,
} from '../desk/index.ts';
import { texts } from './customer-calls-desk.texts.ts';

/** What stands for nobody in particular, and for whom the rules find, where a person can be chosen. */
export const ownerChoices = { byRules: '', nobody: 'none' } as const;

export interface CustomerCalls {
  readonly customer: Pick<Customer, 'id' | 'name' | 'phone' | 'otherPhones'>;
  readonly open: readonly CallbackRow[];
  readonly closed: { readonly items: readonly CallbackRow[]; readonly cursor: string | null };
  readonly outcomes: readonly OutcomeCode[];
  readonly everybody: readonly StaffSummary[];
  /** To whom the reader may give calls, by staff id; undefined = to anybody. */
  readonly givable: ReadonlySet<string> | undefined;
  readonly filled: Filled;
  /** So that a call is promised once, however often the button is pressed. */
  readonly key: string;
  readonly at: Instant;
}

export type CustomerCallsReader = Reader & { readonly timeZone: string; readonly mayPromise: boolean };

const fields = ['why', 'due', 'owner', 'note', 'priority', ...wantedNames];

export function customerCallsPage(view: CustomerCalls, reader: CustomerCallsReader): Html {
  const { customer, open, closed, outcomes, everybody, filled } = view;
  const words = texts[reader.language];
  const names = namesOf(everybody);
  const nameOf = (row: CallbackRow) => whyOf(row, reader) || words.call(customer.name);
  const path = `${customerPath(customer.id)}/calls`;
  const next =
    closed.cursor === null ? undefined : `${path}?${new URLSearchParams({ cursor: closed.cursor })}`;
  return html`${refusalMessage(filled, fields)}<h1>${words.title(customer.name)}</h1>
<h2>${words.open}</h2>
${table({
  ...{ caption: words.open, isCaptionHidden: true, heads: words.openHeads, empty: words.noneOpen },
  rows: open.map((row) => [
    callLink(row, nameOf(row), reader),
    html`<time datetime="${row.dueAt}">${timeOf(row.dueAt, reader)}</time>`,
    words.statuses[row.status],
    ownerName(row, names, reader),
  ]),
})}
${reader.mayPromise && promiseForm(view, reader)}
<h2>${words.closedCalls}</h2>
${closedTable({ rows: closed.items, goesOn: closed.cursor !== null, outcomes, names, nameOf }, reader)}
${nextPage(words.more, next)}
<p>${customerLink(customer.id, words.back(customer.name))}</p>`;
}

function promiseForm(
  { customer, everybody, givable, filled, key, at }: CustomerCalls,
  reader: CustomerCallsReader,
): Html {
  const words = texts[reader.language];
  const { value, violation } = filled;
  const names = namesOf(everybody);
  const people = everybody
    .filter(({ id, active, takesWork }) => active && takesWork && givable?.has(id) !== false)
    .map((person) => choiceOf(person, names, reader, at));
  const owners = [
    { value: ownerChoices.byRules, label: words.byRules },
    { value: ownerChoices.nobody, label: words.anybody },
    ...people,
  ];
  const priorities = prioritySchema.options.map((each) => ({ value: each, label: words.priorities[each] }));
  const field = (name: string) => ({ name, value: value(name), violation: violation(name) });
  const hasNumber = customer.phone !== undefined || (customer.otherPhones ?? []).length > 0;
  return html`<h2 id="promise">${words.promise}</h2>
${!hasNumber && html`<p class="warn">${words.noNumber}</p>\n`}<form method="post" action="${customerPath(customer.id)}/calls">${formToken(reader)}${hiddenInput('key', key)}${textInput({ ...field('why'), label: words.whyCall, isRequired: true, maximum: 300 })}${momentInput({ ...field('due'), label: words.when, hint: words.whenHint(reader.timeZone) })}${select({ ...field('owner'), label: words.owner, options: owners })}${optionGroup({ ...field('priority'), value: value('priority', 'normal'), label: words.priority, options: priorities })}${textArea({ ...field('note'), label: words.knowBefore, note: words.optional, maximum: 1000 })}${wantedFields(filled, reader, { hint: words.wantedFirst })}<p class="actions"><button>${words.promise}</button></p></form>`;
}
