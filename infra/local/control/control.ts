/** The control surface under `/_local/`: what is going on in the local cloud, and the levers to move it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import type { Tokens } from '../services/issuer/tokens.ts';
import { readAdvance } from './clock-input.ts';
import type { Controlled } from './controlled.ts';
import { readRules } from './fault-input.ts';
import { mailListPage, mailPage } from './mail-page.ts';
import { overviewPage } from './overview-page.ts';
import { Problem } from './problem.ts';
import { type Reply, send, sendProblem } from './reply.ts';
import { assertOwnHost, isReader, readInput } from './request.ts';
import { readReply, textListPage } from './text-page.ts';

interface Asked {
  /** The part of the path that the route leaves open. */
  readonly name: string;
  /** The parsed body: JSON, or the fields of a form. */
  readonly input: unknown;
}

type Handler = (controlled: Controlled, asked: Asked) => Reply | Promise<Reply>;

const routes: Readonly<Record<string, Handler>> = {
  'GET /': async (controlled) => ({ html: overviewPage(controlled) }),
  'GET /tokens': async ({ tokens }) => ({ json: await tokens.sheet() }),
  'GET /tokens/*': async ({ tokens }, { name }) => ({ text: await tokenOf(tokens, name) }),
  'GET /clock': ({ cloud }) => ({ json: clockState(cloud) }),
  'POST /clock/advance': advance,
  'GET /idle': waitForIdle,
  'GET /inbox': ({ inbox }) => ({ json: { mails: inbox.mails().toReversed() } }),
  'DELETE /inbox': ({ inbox }) => {
    inbox.clear();
    return { status: 204 };
  },
  'GET /mail': ({ inbox }) => ({ html: mailListPage(inbox.mails()) }),
  'GET /mail/*': ({ inbox }, { name }) => {
    const mail = inbox.mails().find(({ id }) => id === name);
    if (mail === undefined) throw new Problem(404, 'There is no such mail; the inbox may have been cleared.');
    return { html: mailPage(mail) };
  },
  'GET /texts': ({ texts }) => ({ json: { texts: texts.sent().toReversed() } }),
  'DELETE /texts': ({ texts }) => {
    texts.clear();
    return { status: 204 };
  },
  'POST /texts/reply': ({ texts }, { input }) => {
    const { from, text, ...how } = readReply(input);
    texts.reply(from, text, how);
    return { status: 202, json: { from, text, ...how }, location: '/_local/sms' };
  },
  'GET /sms': ({ texts }) => ({ html: textListPage(texts.sent()) }),
  'GET /schedules': ({ scheduler }) => ({ json: { schedules: scheduler.list() } }),
  'POST /schedules/*/fire': ({ scheduler }, { name }) => {
    if (!scheduler.fireAgain(name))
      throw new Problem(404, `There is no schedule ${name} that has fired or will.`);
    return { status: 202, json: { name }, location: '/_local/#schedules' };
  },
  'GET /queues': ({ cloud }) => ({ json: { queues: cloud.queues.list() } }),
  'POST /queues/*/redrive': redrive,
  'GET /meter': ({ meter }) => ({ json: meter.report() }),
  'DELETE /meter': ({ meter }) => {
    meter.reset();
    return { status: 204 };
  },
  'GET /iam': ({ access }) => ({ json: access.report() }),
  'GET /faults': ({ cloud }) => ({ json: { rules: cloud.faults.rules() } }),
  'PUT /faults': ({ cloud }, { input }) => {
    cloud.faults.replace(readRules(input));
    return { json: { rules: cloud.faults.rules() } };
  },
  'GET /logs/*': ({ lambda }, { name }) => {
    if (!lambda.functions().some(({ id }) => id === name))
      throw new Problem(404, `There is no function ${name}.`);
    return { text: lambda.logs(name).join('\n') };
  },
};

/** Bare, for `$(curl …)` in a command line. */
async function tokenOf(tokens: Tokens, id: string): Promise<string> {
  try {
    return await tokens.of(id);
  } catch (error) {
    throw new Problem(404, String(error instanceof Error ? error.message : error));
  }
}

function clockState(cloud: Cloud) {
  const offset = Number(new BigInt64Array(cloud.clock.offset)[0] ?? 0n);
  const agenda = cloud.clock.agenda();
  const coming = agenda.slice(0, 50).map(({ at, label }) => ({ at: new Date(at).toISOString(), label }));
  return {
    now: new Date(cloud.clock.now()).toISOString(),
    aheadMilliseconds: offset,
    waiting: agenda.length,
    coming,
  };
}

async function advance(controlled: Controlled, { input }: Asked): Promise<Reply> {
  const { clock } = controlled.cloud;
  const { fired } = await controlled.advance(readAdvance(input, clock.now()));
  return { json: { now: new Date(clock.now()).toISOString(), fired }, location: '/_local/' };
}

const longestWait = 60_000;

async function waitForIdle({ cloud }: Controlled): Promise<Reply> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, longestWait, 'late');
  });
  const outcome = await Promise.race([cloud.activity.idle(), late]);
  clearTimeout(timer);
  if (outcome !== 'late') return { json: { idle: true, now: new Date(cloud.clock.now()).toISOString() } };
  throw new Problem(503, `Still busy after a minute: ${JSON.stringify(cloud.activity.pending())}.`);
}

function redrive({ cloud }: Controlled, { name }: Asked): Reply {
  const queue = cloud.queues.list().find((candidate) => candidate.name === name);
  if (queue === undefined)
    throw new Problem(404, `There is no queue ${name}; GET /_local/queues lists them.`);
  if (queue.deadLetterOf.length === 0) {
    throw new Problem(400, `${name} keeps no dead letters: no queue sends its failed messages there.`);
  }
  // What a function has put there itself did not come from a queue; it goes to the one that these are the letters of.
  const sources = cloud.queues.list().filter((candidate) => queue.deadLetterOf.includes(candidate.name));
  const destination = sources.length === 1 ? sources[0]?.arn : undefined;
  return { json: { name, moved: cloud.queues.redrive(name, destination) }, location: '/_local/#queues' };
}

/** Answers a request whose path begins with `/_local`. */
export async function handleControl(
  controlled: Controlled,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    assertOwnHost(request);
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { handler, name } = route(request.method ?? 'GET', url.pathname.slice('/_local'.length));
    const { input, isForm } = await readInput(request);
    send(response, await handler(controlled, { name, input }), isForm);
  } catch (error) {
    const problem = error instanceof Problem ? error : new Problem(500, String(error));
    if (problem !== error) controlled.cloud.log(error instanceof Error ? String(error.stack) : String(error));
    sendProblem(response, problem, isReader(request));
  }
}

/** Paths of two parts that name nothing. */
const whole = new Set(['/clock/advance', '/texts/reply']);

function route(method: string, rest: string): { handler: Handler; name: string } {
  const path = rest === '' ? '/' : rest;
  const segments = path.split('/');
  const open = segments.length > 2 && !whole.has(path) ? decode(segments[2] ?? '') : '';
  if (open !== '') segments[2] = '*';
  const pattern = segments.join('/');
  const handler = routes[`${method === 'HEAD' ? 'GET' : method} ${pattern}`];
  if (handler !== undefined) return { handler, name: open };
  const allowed = Object.keys(routes).filter((key) => key.endsWith(` ${pattern}`));
  if (allowed.length === 0) throw new Problem(404, `There is no ${path} here; /_local/ shows what there is.`);
  throw new Problem(405, `${path} takes ${allowed.map((key) => key.split(' ')[0]).join(', ')}.`);
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Problem(400, 'The path holds a broken percent escape.');
  }
}
