/** What should be corrected of customers: a suggestion is taken over, or a value is right as it is. */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from '../../../shared/contract/client.ts';
import { customersContract } from '../../customers/customers/customers.contract.ts';
import { customerIdSchema } from '../../customers/customers/customers.schema.ts';
import { type FindingCode, findingCodeSchema } from '../../customers/quality/quality.schema.ts';
import { readDefinitions } from '../customer-form-desk/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  mayCall,
  namesOf,
  untouched,
  type Visit,
  valueIn,
  versionIn,
} from '../desk/index.ts';
import { worklistDeskContract } from './worklist-desk.contract.ts';
import { type Flawed, type Whose, whose, worklistPage } from './worklist-desk.page.ts';
import { texts } from './worklist-desk.texts.ts';

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

interface Asked {
  readonly owner?: Whose | undefined;
  /** Empty for findings of every kind. */
  readonly code?: FindingCode | '' | undefined;
  readonly customer?: string | undefined;
  readonly cursor?: string | undefined;
  readonly done?: string | undefined;
  readonly changed?: string | undefined;
}

export const worklistDeskPages = deskPages(worklistDeskContract, () => ({
  showWorklist: ({ query, ...visit }) => showWorklist(visit, query, untouched),

  sendCorrection: async ({ body, ...visit }) => {
    const asked = askedIn(body);
    try {
      const done = await correct(visit, body);
      const back = new URLSearchParams({
        ...(asked.customer === undefined ? { owner: asked.owner ?? 'me' } : { customer: asked.customer }),
        ...(asked.code !== undefined && { code: asked.code }),
        done,
      });
      // The list is brought up to date some moments later.
      if (done === 'taken') back.set('changed', `${valueIn(body, 'customer')}.${valueIn(body, 'version')}`);
      return goTo(`/desk/corrections?${back}`);
    } catch (error) {
      return showWorklist(visit, asked, filledIn(body, error, visit));
    }
  },
}));

/** The list on which a button was pressed. */
function askedIn(form: DeskForm): Asked {
  const only = customerIdSchema.safeParse(valueIn(form, 'only'));
  if (only.success) return { customer: only.data };
  const owner = whose.find((each) => each === valueIn(form, 'owner'));
  return { owner, code: findingCodeSchema.safeParse(valueIn(form, 'kind')).data };
}

/** Does what a button says. */
async function correct({ api }: Visit, form: DeskForm): Promise<'taken' | 'kept' | 'reopened' | 'gone'> {
  const params = { customerId: valueIn(form, 'customer') };
  const [code, field, action] = [valueIn(form, 'code'), valueIn(form, 'field'), valueIn(form, 'action')];
  if (action !== 'take') {
    const decision = { code, field, accepted: action !== 'reopen' } as Typed;
    await api.quality.decideFinding({ params, body: decision }, { idempotencyKey: valueIn(form, 'key') });
    return action === 'reopen' ? 'reopened' : 'kept';
  }
  const { body: quality } = await api.quality.getQuality({ params });
  const finding = quality.findings.find((each) => each.code === code && each.field === field);
  if (finding?.suggestion === undefined) return 'gone';
  try {
    await api.customers.patchCustomer(
      { params, body: finding.suggestion as Typed },
      { ifMatch: versionIn(form) },
    );
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 412)) throw error;
    // The button was pressed twice, or somebody has changed the customer.
    const { body: customer } = await api.customers.getCustomer({ params });
    const stored: Readonly<Record<string, unknown>> = customer;
    const isThere = Object.entries(finding.suggestion).every(([name, value]) =>
      isDeepStrictEqual(stored[name], value),
    );
    if (!isThere) throw error;
  }
  return 'taken';
}

async function showWorklist(visit: Visit, asked: Asked, filled: Filled) {
  const { api, reader, show } = visit;
  const seesAll = reader.permissions['customers.read'] === 'all';
  const owner = asked.owner ?? (seesAll ? 'all' : 'me');
  const code = asked.code || undefined;
  const [{ rows, cursor }, everybody, { all }] = await Promise.all([
    asked.customer === undefined ? readRows(visit, { ...asked, owner }) : readOne(visit, asked.customer),
    listStaff(api),
    readDefinitions(visit),
  ]);
  const words = texts[reader.language];
  const notes: Readonly<Record<string, string>> = {
    taken: words.taken,
    kept: words.kept,
    reopened: words.reopened,
    gone: words.gone,
  };
  const { done = '' } = asked;
  const [changed, version] = (asked.changed ?? '').split('.');
  const isOld = (row: Flawed) => row.id === changed && row.customerVersion <= Number(version);
  const [first] = rows;
  const view = {
    ...{ owner, code, cursor, filled, definitions: all, names: namesOf(everybody), key: randomUUID() },
    rows: rows.flatMap((row) => (isOld(row) ? [] : [row])),
    only: asked.customer === undefined ? undefined : first,
    note: Object.hasOwn(notes, done) && filled.refused === undefined ? notes[done] : undefined,
  };
  const mayWrite = mayCall(reader, customersContract.routes.patchCustomer);
  const main = worklistPage(view, { ...reader, mayWrite, seesAll });
  return show(
    {
      title: view.only === undefined ? words.title : words.ofCustomer(view.only.name),
      part: 'customers',
      main,
    },
    filled.status,
  );
}

interface Rows {
  readonly rows: readonly Flawed[];
  readonly cursor: string | null;
}

async function readRows({ api }: Visit, { owner, code, cursor }: Asked): Promise<Rows> {
  const filter = owner === 'all' || owner === undefined ? {} : { owner };
  const { body } = await api.quality.listWorklist({
    query: { ...filter, code: code || undefined, limit: 20, cursor },
  });
  return { rows: body.items, cursor: body.cursor };
}

async function readOne({ api }: Visit, customerId: string): Promise<Rows> {
  const params = { customerId };
  const [{ body: customer }, { body: quality }] = await Promise.all([
    api.customers.getCustomer({ params }),
    api.quality.getQuality({ params }),
  ]);
  const { score, findings, missing, accepted } = quality;
  const { id, name, owner, version } = customer;
  return {
    rows: [{ id, name, owner, score, findings, missing, accepted, customerVersion: version }],
    cursor: null,
  };
}
