/**
 * Nothing personal may stand in logs, metrics, events, queues, dead letters and refusals, whatever a test does: every
 * cloud of the product's stacks that a test starts is watched for values such as tests give to customers.
 */
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../infra/local/local-cloud.ts';

/** Addresses of nobody; members of staff and the department have theirs at rapport.example. */
const email = /[\w.+-]+@(?!rapport\.)(?:[\w-]+\.)*example(?:\.(?:com|test|org))?\b/gi;
/** E.164 as the product writes it. */
const phone = /(?<![\w+])\+[1-9]\d{9,14}(?!\d)/g;
/** What customers are called in examples of the contracts and in tests; no other word of a log contains one of these. */
const names =
  /李雷|王芳|王小明|王[一二三]|李[四伟]|韩梅梅|韩雪|佐藤|David Brown|Ada Lovelace|Emmy Noether|Una Subscribe|Nobody There/g;
/** Of sentences that say what a value has to look like. */
const examples = new Set(['li.wei@example.com', '+8613812345678']);

export interface PersonalHit {
  readonly value: string;
  /** As much around it as tells where it comes from. */
  readonly context: string;
}

/** What looks personal in a text. */
export function personalIn(text: string): readonly PersonalHit[] {
  return [email, phone, names].flatMap((kind) =>
    [...text.matchAll(kind)]
      .filter(([value]) => !examples.has(value))
      .map((match) => ({
        value: match[0],
        context: text.slice(Math.max(0, match.index - 200), match.index + 200),
      })),
  );
}

/** Customers of tests with the name of a member of the staff, whom a refusal may name as the one to ask. */
const staffToo = new Set(['王芳', 'David Brown']);

/** What customers answer to texts, and the numbers of which AWS reports, come in as the service hands them over: docs/privacy.md. */
function mayStand(place: string, value: string): boolean {
  if (place.startsWith('refusal')) return staffToo.has(value);
  return (
    place.includes('-messaging-replies') || (place.includes('-messaging-deliveries') && value.startsWith('+'))
  );
}

/** Shows whatever goes through the bus, the queues and the schedules of a cloud. Call it before anything happens. */
export function tap(local: LocalCloud, see: (place: string, text: string) => void): void {
  const { send } = local.queues;
  Object.assign(local.queues, {
    send(arn: string, message: Parameters<typeof send>[1]) {
      see(`queue ${arn.split(':').at(-1)}`, JSON.stringify(message));
      return send(arn, message);
    },
  });
  local.endpoint.onCall(({ service, operation, body, url, caller }) => {
    if (!['sqs', 'events', 'scheduler'].includes(service)) return;
    see(`${operation} by ${caller.functionId}`, `${url.pathname} ${body.toString()}`);
  });
}

/** Shows what functions answer when they refuse a request. */
function tapRefusals(local: LocalCloud, see: (place: string, text: string) => void): void {
  const { invoke } = local.lambda;
  Object.assign(local.lambda, {
    async invoke(...call: Parameters<typeof invoke>) {
      const result = await invoke(...call);
      const reply = Object(Reflect.get(result, 'payload')) as { statusCode?: number; body?: string };
      if (Number(reply.statusCode) >= 400)
        see(`refusal of ${call[1].cause}`, withoutShown(String(reply.body)));
      return result;
    },
  });
}

/** A refusal without the customers whom it names to somebody who may see them: `masked: false`. */
export function withoutShown(body: string): string {
  if (!body.startsWith('{')) return body;
  const {
    existing,
    candidates = [],
    ...problem
  } = JSON.parse(body) as {
    existing?: { masked?: boolean };
    candidates?: { masked?: boolean }[];
  };
  return JSON.stringify({
    ...problem,
    others: [existing, ...candidates].filter((other) => other?.masked !== false),
  });
}

/** Place, value and surroundings, by place and value. */
const watched = new WeakMap<LocalCloud, Map<string, string>>();

/** Starts a cloud of which `hitsOf` tells what was seen where it must not be. */
export async function startWatchedCloud({ log, ...options }: LocalCloudOptions): Promise<LocalCloud> {
  const hits = new Map<string, string>();
  const see = (place: string, text: string) => {
    for (const { value, context } of personalIn(text)) {
      const name = `${place}: ${value}`;
      if (!mayStand(place, value) && !hits.has(name)) hits.set(name, `${name}\n    … ${context} …`);
    }
  };
  const local = await startLocalCloud({
    ...options,
    log(line) {
      see('log', line);
      log?.(line);
    },
  });
  tap(local, see);
  tapRefusals(local, see);
  watched.set(local, hits);
  return local;
}

/** What looked personal where nothing personal may stand, each value once at each place; nothing for a cloud not watched. */
export function hitsOf(local: LocalCloud): readonly string[] {
  return [...(watched.get(local)?.values() ?? [])];
}
