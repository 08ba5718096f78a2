/** Two ways to do the same, request for request in turn, so that both meet the same machine. */
import * as contracts from '../../functions/contracts.ts';
import type { DemoClient } from '../../infra/demo/demo-client.ts';
import { demoIdentities } from '../../infra/demo/people.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import { type LocalCloud, startLocalCloud } from '../../infra/local/local-cloud.ts';
import { createClient } from '../../shared/contract/client.ts';
import { openForm } from '../support/answer-page.ts';
import { registerStaff } from '../support/register-staff.ts';
import { newSurvey } from '../support/samples.ts';
import { median } from './median.ts';

export interface Side {
  readonly name: string;
  /** Milliseconds per request. */
  readonly median: number;
  /** Read and write units per request, as the meter counts them. */
  readonly units: string;
}

export interface Pair {
  readonly decision: string;
  readonly first: Side;
  readonly second: Side;
}

type Request = (round: number) => Promise<unknown>;
type Way = { readonly name: string; readonly send: Request };

const rounds = 60;
const unmeasured = 10;

export async function compareRequests(): Promise<readonly Pair[]> {
  const local = await startLocalCloud({ assembly: await buildAssembly(), identities: demoIdentities });
  try {
    await registerStaff(local);
    const token = await local.token('li.na');
    const api = createClient(contracts, { baseUrl: local.url, token: () => token });
    const create = (round: number, owner: string | null) => ({ name: `Bench ${round}`, owner });
    const pairs: Pair[] = [];
    pairs.push(
      await compare(local, 'New customer: idempotency key or external id', {
        first: {
          name: 'POST, with a key',
          send: (round) =>
            api.customers.createCustomer({
              body: { ...create(round, 'wang.fang'), externalIds: [{ source: 'bench', id: `a${round}` }] },
            }),
        },
        second: {
          name: 'PUT by external id',
          send: (round) => upsert(api, `b${round}`, create(round, 'wang.fang')),
        },
      }),
    );
    await local.idle();
    pairs.push(
      await compare(local, 'List of all over four shards', {
        first: { name: 'all', send: () => api.customers.listCustomers({ query: { limit: 50 } }) },
        second: {
          name: 'one owner, one partition',
          send: () => api.customers.listCustomers({ query: { limit: 50, owner: 'wang.fang' } }),
        },
      }),
    );
    await local.idle();
    const { link, form } = await openCollector(api);
    pairs.push(
      await compare(local, 'Answer page, to be below 50 ms', {
        first: { name: 'opened', send: async () => (await fetch(link)).text() },
        second: {
          name: 'sent, with an answer missing',
          send: async () => (await fetch(link, { method: 'POST', body: new URLSearchParams(form) })).text(),
        },
      }),
    );
    return pairs;
  } finally {
    await local.close();
  }
}

/** A link for anybody to the survey that most tests ask, and the hidden fields of its form. */
async function openCollector(api: DemoClient) {
  const { body: survey } = await api.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
  const params = { surveyId: survey.id };
  const { body: collector } = await api.collectors.createCollector({ params, body: { name: 'Bench' } });
  return { link: collector.link, form: (await openForm(collector.link)).hidden };
}

function upsert(api: DemoClient, externalId: string, body: { name: string; owner: string | null }) {
  return api.customers.upsertCustomer({ params: { source: 'bench', externalId }, body });
}

async function compare(
  local: LocalCloud,
  decision: string,
  ways: { readonly first: Way; readonly second: Way },
): Promise<Pair> {
  const times = { first: [] as number[], second: [] as number[] };
  const order = ['first', 'second'] as const;
  for (let round = 0; round < unmeasured + rounds; round += 1) {
    for (const side of round % 2 === 0 ? order : order.toReversed()) {
      const started = performance.now();
      await ways[side].send(round);
      if (round >= unmeasured) times[side].push(performance.now() - started);
    }
    if (round % 10 === 0) await local.idle();
  }
  const side = async (which: 'first' | 'second'): Promise<Side> => ({
    name: ways[which].name,
    median: median(times[which]),
    units: await unitsOf(local, ways[which].send, unmeasured + rounds + order.indexOf(which)),
  });
  return { decision, first: await side('first'), second: await side('second') };
}

/** Of one more request; what it causes later is on other rows of the meter. */
async function unitsOf(local: LocalCloud, send: Request, round: number): Promise<string> {
  await local.idle();
  local.meter.reset();
  await send(round);
  const { routes } = local.meter.report();
  const [read, write] = Object.entries(routes)
    .filter(([name]) => /^(GET|POST|PUT) \//.test(name))
    .reduce(([reads, writes], [, units]) => [reads + units.readUnits, writes + units.writeUnits], [0, 0]);
  return `${read} r + ${write} w`;
}
