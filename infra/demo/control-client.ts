/** The control surface of the local cloud as the demo uses it. */
import * as z from 'zod';

const Clock = z.object({ now: z.string() });

const Mail = z.object({
  id: z.string(),
  at: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
});
export type Mail = z.infer<typeof Mail>;

const Inbox = z.object({ mails: z.array(Mail) });
const Sheet = z.object({
  people: z.array(z.object({ id: z.string(), token: z.string() })),
  machine: z.object({ id: z.string(), token: z.string() }),
});

export interface Control {
  now(): Promise<string>;
  /** Moves the clock to an instant; answers once everything has come to rest. */
  advanceTo(instant: string): Promise<string>;
  idle(): Promise<void>;
  /** The latest mails, newest first. */
  inbox(): Promise<readonly Mail[]>;
  /** Access tokens by person or machine client. */
  tokens(): Promise<ReadonlyMap<string, string>>;
}

/** @param url of the API, e.g. `http://127.0.0.1:3000` */
export function createControl(url: string): Control {
  async function ask<Answer>(schema: z.ZodType<Answer>, path: string, body?: unknown): Promise<Answer> {
    const request =
      body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          };
    const reply = await fetch(new URL(`/_local${path}`, url), request);
    if (!reply.ok)
      throw new Error(`${path} of the local cloud answered ${reply.status}: ${await reply.text()}`);
    return schema.parse(await reply.json());
  }
  return {
    now: async () => (await ask(Clock, '/clock')).now,
    advanceTo: async (to) => (await ask(Clock, '/clock/advance', { to })).now,
    async idle() {
      await ask(z.object({ idle: z.literal(true) }), '/idle');
    },
    inbox: async () => (await ask(Inbox, '/inbox')).mails,
    async tokens() {
      const { people, machine } = await ask(Sheet, '/tokens');
      return new Map([...people, machine].map(({ id, token }) => [id, token]));
    },
  };
}
