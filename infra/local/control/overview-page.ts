/** The overview page: it works without JavaScript, on a phone and by keyboard. */
import { hiddenInput, textInput } from '../../../shared/pages/fields.ts';
import { type Html, html } from '../../../shared/pages/html.ts';
import { type TableContent, table } from '../../../shared/pages/table.ts';
import type { QueueState, Resource, ScheduleState } from '../cloud.ts';
import type { Controlled } from './controlled.ts';
import { page } from './pages.ts';

export function overviewPage(controlled: Controlled): string {
  const { cloud, inbox, scheduler, lambda, url } = controlled;
  const busy = Object.entries(cloud.activity.pending()).map(([label, count]) => `${count} × ${label}`);
  const mappings = cloud.template.ofType('AWS::Lambda::EventSourceMapping');
  return page(
    'Rapport local cloud',
    html`<h1>Rapport local cloud</h1>
<p>API: <code>${url}</code> · AWS endpoint: <code>${cloud.endpointUrl}</code> ·
<a href="/_local/mail">${inbox.mails().length} mails</a> · <a href="/_local/tokens">tokens</a> ·
<a href="/_local/meter">meter</a> · <a href="/_local/iam">permissions</a> · <a href="/_local/faults">faults</a></p>
<p>${busy.length === 0 ? 'Idle: nothing is pending.' : `Busy: ${busy.join(', ')}`}</p>
${clock(controlled)}
<h2 id="queues">Queues and dead letters</h2>${queueTable(cloud.queues.list())}
<h2 id="schedules">Schedules</h2>${scheduleTable(scheduler.list())}
<h2 id="streams">Streams and event sources</h2>${sourceTable(mappings)}
<h2 id="routes">Routes</h2>${routeTable(cloud.template.ofType('AWS::ApiGatewayV2::Route'))}
<h2 id="functions">Functions</h2>${functionTable(lambda.functions())}`,
  );
}

function clock({ cloud }: Controlled): Html {
  const now = new Date(cloud.clock.now()).toISOString();
  const steps = { PT1H: 'An hour', P1D: 'A day', P7D: 'A week' };
  const by = textInput({ name: 'duration', label: 'By', value: 'P30D', isRequired: true });
  const to = textInput({ name: 'to', label: 'To', value: `${now.slice(0, 11)}23:59:59Z`, isRequired: true });
  return html`<h2 id="clock">Clock</h2>
<p class="clock"><time datetime="${now}">${now.slice(0, 16).replace('T', ' ')} UTC</time></p>
<p>Moving it fires everything that falls due, in order. It only moves forward.</p>
<div class="levers">${Object.entries(steps).map(([duration, label]) =>
    lever(html`${hiddenInput('duration', duration)}<button>${label} on</button>`),
  )}${[by, to].map((field) => lever(html`${field}<button class="quiet">Advance</button>`))}</div>`;
}

const lever = (fields: Html) =>
  html`<form class="inline" method="post" action="/_local/clock/advance">${fields}</form>`;

function functionTable(functions: ReturnType<Controlled['lambda']['functions']>): Html {
  const rowOf = ({ id, description, invocations, errors, workers }: (typeof functions)[number]) => [
    html`<a href="/_local/logs/${id}">${id}</a>`,
    description,
    invocations,
    errors > 0 ? html`<span class="warn">${errors}</span>` : 0,
    workers,
  ];
  const [running, resting] = parted(functions, ({ invocations }) => invocations > 0);
  return folded(
    {
      caption: 'Functions',
      isCaptionHidden: true,
      heads: ['Function', 'What it is for', 'Runs', 'Errors', 'Workers'],
      empty: 'No function has run yet.',
    },
    running.map(rowOf),
    { caption: 'Functions that have not run', rows: resting.map(rowOf) },
  );
}

/** Rows with nothing to tell are folded away, or they hide the others on a small screen. */
function folded(
  content: Omit<TableContent, 'rows'>,
  rows: TableContent['rows'],
  idle: Pick<TableContent, 'caption' | 'rows'>,
): Html {
  if (idle.rows.length === 0) return table({ ...content, rows });
  return html`${table({ ...content, rows })}
<details><summary>${idle.caption}: ${idle.rows.length}</summary>${table({ ...content, ...idle })}</details>`;
}

function parted<Value>(values: readonly Value[], isFirst: (value: Value) => boolean): [Value[], Value[]] {
  return [values.filter(isFirst), values.filter((value) => !isFirst(value))];
}

function queueTable(queues: readonly QueueState[]): Html {
  const deadOf = (queue: QueueState) => queues.find(({ deadLetterOf }) => deadLetterOf.includes(queue.name));
  const weight = (queue: QueueState) => (deadOf(queue)?.visible ?? 0) * 1e6 + queue.visible;
  const shown = queues
    .filter(({ deadLetterOf }) => deadLetterOf.length === 0)
    // What has dead letters or waits comes first: the reasons to look here.
    .toSorted((one, other) => weight(other) - weight(one) || one.name.localeCompare(other.name));
  const rowOf = (queue: QueueState) => [
    html`<code>${queue.name}</code>`,
    queue.visible,
    queue.inFlight,
    queue.delayed,
    deadLetters(deadOf(queue)),
  ];
  const [busy, empty] = parted(
    shown,
    (queue) => queue.messages.length + (deadOf(queue)?.messages.length ?? 0) > 0,
  );
  return folded(
    {
      caption: 'Queues',
      isCaptionHidden: true,
      heads: ['Queue', 'Visible', 'In flight', 'Delayed', 'Dead letters'],
      empty: 'All queues are empty, and there are no dead letters.',
    },
    busy.map(rowOf),
    { caption: 'Empty queues', rows: empty.map(rowOf) },
  );
}

function deadLetters(dead: QueueState | undefined): Html | string {
  if (dead === undefined) return 'none of its own';
  if (dead.messages.length === 0) return 'none';
  const shown = dead.messages.slice(0, 20).map(({ body }) => html`<pre>${body.slice(0, 2000)}</pre>`);
  return html`<details><summary class="warn">${dead.messages.length} in ${dead.name}</summary>${shown}</details>
<form method="post" action="/_local/queues/${encodeURIComponent(dead.name)}/redrive"><button class="quiet">Deliver again</button></form>`;
}

const shownSchedules = 200;

function scheduleTable(schedules: readonly ScheduleState[]): Html {
  const rows = schedules.slice(0, shownSchedules).map((schedule) => [
    html`<code>${schedule.name}</code>`,
    html`<code>${schedule.expression}</code> ${schedule.timezone}`,
    schedule.next?.slice(0, 16).replace('T', ' ') ?? (schedule.enabled ? 'over' : 'disabled'),
    html`<code>${schedule.target}</code>`,
    html`<form method="post" action="/_local/schedules/${encodeURIComponent(schedule.name)}/fire">
<button class="quiet">Latest again</button></form>`,
  ]);
  const more = schedules.length - rows.length;
  const shown = table({
    caption: 'Schedules',
    isCaptionHidden: true,
    heads: ['Schedule', 'When', 'Next (UTC)', 'Target', 'Repeat'],
    rows,
    empty: 'No schedules yet. A campaign or the promise of a call makes one.',
  });
  return html`${shown}
${more > 0 && html`<p>${more} more: <a href="/_local/schedules">/_local/schedules</a></p>`}`;
}

function sourceTable(mappings: readonly Resource[]): Html {
  const rows = mappings.map(({ properties }) => [
    html`<code>${lastOf(properties.EventSourceArn)}</code>`,
    html`<code>${lastOf(properties.FunctionName)}</code>`,
    properties.Enabled === false ? 'disabled' : `batches of ${String(properties.BatchSize ?? 10)}`,
  ]);
  return table({
    caption: 'Event sources',
    isCaptionHidden: true,
    heads: ['Source', 'Function', 'Taken'],
    rows,
    empty: 'No function reads a queue or a stream.',
  });
}

/** `…:table/rapport-main/stream/2026-…` → `stream of rapport-main`, `…:queue` → `queue`. */
function lastOf(arn: unknown): string {
  const text = String(arn);
  const stream = /table\/([^/]+)\/stream\//.exec(text);
  return stream ? `stream of ${stream[1]}` : (text.split(':').at(-1) ?? text);
}

function routeTable(routes: readonly Resource[]): Html {
  const rows = routes
    .map(({ properties }) => ({ properties, key: String(properties.RouteKey) }))
    .toSorted((one, other) => pathOf(one.key).localeCompare(pathOf(other.key)))
    .map(({ properties, key }) => [
      html`<code>${key}</code>`,
      properties.AuthorizationType === 'JWT'
        ? [properties.AuthorizationScopes ?? 'any token'].flat().join(' or ')
        : 'public',
    ]);
  return table({
    caption: 'Routes',
    isCaptionHidden: true,
    heads: ['Route', 'Needs'],
    rows,
    empty: 'The API has no routes.',
  });
}

const pathOf = (key: string) => key.split(' ').at(-1) ?? key;
