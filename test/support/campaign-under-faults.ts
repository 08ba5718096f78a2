/**
 * A whole campaign while a part of everything goes wrong: nothing happens twice, and whatever was not done is known.
 */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentMail } from '../../infra/local/cloud.ts';
import { linkIn, openForm, sendForm } from './answer-page.ts';
import { type Api, type OwnCloud, ownCloud } from './cloud.ts';
import { faultLoad, redriveDeadLetters, settle } from './fault-load.ts';
import { newSurvey } from './samples.ts';

const parallel = 10;

/** What a batch may hold. */
const batchSize = 100;

/** Says every half minute what a long run is doing and how far it is, and what each step took. */
class Progress {
  private readonly begun = Date.now();
  private stepBegun = this.begun;
  private step = '';
  private done = 0;
  private total = 0;
  private howFar = async () => this.done;
  private readonly timer = setInterval(async () => {
    this.tell(`${this.step}: ${await this.howFar()} of ${this.total}`);
  }, 30_000);

  /** @param howFar for a step that is not counted where it is done */
  begin(step: string, total: number, howFar: () => Promise<number> = async () => this.done): void {
    this.end();
    Object.assign(this, { step, total, howFar, done: 0, stepBegun: Date.now() });
  }

  count(): void {
    this.done += 1;
  }

  /** Short steps, as in the ordinary tests, are not worth a line. */
  end(): void {
    const seconds = Math.round((Date.now() - this.stepBegun) / 1000);
    if (this.step !== '' && seconds >= 10) this.tell(`${this.step}: ${this.total} in ${seconds} s`);
    this.step = '';
  }

  close(): void {
    this.end();
    clearInterval(this.timer);
  }

  private tell(what: string): void {
    console.log(`${Math.round((Date.now() - this.begun) / 1000)} s  ${what}`);
  }
}

async function inParallel<Item>(
  progress: Progress,
  step: string,
  items: readonly Item[],
  work: (item: Item, index: number) => Promise<void>,
) {
  progress.begin(step, items.length);
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) {
      await work(item, index);
      progress.count();
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function invitationsIn(cloud: OwnCloud): Promise<readonly SentMail[]> {
  return (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
}

/**
 * Lets time pass under the faults until what was late, retried or uncertain has mostly come to its end.
 * Not by HTTP: `fetch` waits five minutes for an answer, and a step of a large campaign may take longer.
 */
async function goOnUnderFaults(cloud: OwnCloud, progress: Progress, rounds: number): Promise<void> {
  progress.begin('rounds of three hours', rounds);
  for (let round = 0; round < rounds; round += 1) {
    await cloud.local.advance({ duration: 'PT3H' });
    progress.count();
    await redriveDeadLetters(cloud);
  }
  await cloud.local.idle();
}

/** What the table says of every message: to whom, and what became of it. */
async function messagesIn(cloud: OwnCloud): Promise<readonly { customerId: string; state: string }[]> {
  const [resource] = cloud.local.cloud.template.resources.filter(({ type }) => /^AWS::DynamoDB::/.test(type));
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: cloud.endpointUrl,
      region: cloud.local.cloud.region,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
    }),
  );
  const messages: { customerId: string; state: string }[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: resource?.ref })) {
    for (const { type, purpose, recipient, state } of Items) {
      if (type === 'message' && purpose === 'surveys') messages.push({ customerId: recipient.id, state });
    }
  }
  return messages;
}

/**
 * Declares the tests: a campaign to so many people, all answers, and the callbacks that follow.
 *
 * @param times how many times as much goes wrong as in the ordinary fault load
 */
export function proveCampaign({
  people,
  seed,
  times,
}: {
  people: number;
  seed: number;
  times: number;
}): void {
  describe(`a campaign under the fault load (seed ${seed})`, () => {
    let cloud: OwnCloud;
    let manager: Api;
    let surveyId: string;
    let progress: Progress;
    const scores: number[] = [];
    const addressOf = new Map<string, string>();

    beforeAll(async () => {
      progress = new Progress();
      cloud = await ownCloud({ now: new Date('2026-11-23T00:50:00Z') });
      manager = await cloud.as('li.na', 8);
    });
    afterAll(async () => {
      progress.close();
      await cloud?.close();
    });

    it(`mails none of ${people} customers twice, and knows of each whether they were mailed`, async () => {
      const rows = Array.from({ length: people }, (_, index) => ({
        key: String(index),
        name: `Customer ${index}`,
        email: `c${index}@example.test`,
        language: index % 2 ? ('en' as const) : ('zh-CN' as const),
      }));
      const batches = Array.from({ length: Math.ceil(people / batchSize) }, (_, index) =>
        rows.slice(index * batchSize, (index + 1) * batchSize),
      );
      progress.begin('batches of customers', batches.length);
      for (const batch of batches) {
        const { body } = await manager.customers.batchCustomers({ body: { rows: batch } });
        expect(body.failed).toBe(0);
        for (const { row, id = '' } of body.rows) addressOf.set(id, batch[row]!.email);
        progress.count();
      }
      await cloud.local.idle();
      await cloud.faults(faultLoad(seed, times));
      const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
      surveyId = survey.body.id;
      await manager.campaigns.createCampaign({
        body: { surveyId, name: 'Once', schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' } },
      });
      progress.begin('mailed', people, async () => (await invitationsIn(cloud)).length);
      await cloud.local.advance({ to: '2026-11-23T01:00:00Z' });
      await goOnUnderFaults(cloud, progress, 5);
      const mails = await invitationsIn(cloud);
      const addresses = mails.flatMap(({ to }) => to.map((each) => each.replace(/^.*<|>$/g, '')));
      expect(addresses.filter((address, index) => addresses.indexOf(address) !== index)).toEqual([]);
      const messages = await messagesIn(cloud);
      expect(messages).toHaveLength(people);
      const mailed = messages.filter(({ state }) => state === 'sent');
      expect(mailed.map(({ customerId }) => addressOf.get(customerId)).sort()).toEqual(addresses.sort());
      // A mail is not sent again when nobody knows whether it went: some never do, and that is known.
      expect(messages.filter(({ state }) => state !== 'sent' && state !== 'unknown')).toEqual([]);
      expect(mailed.length).toBeGreaterThan(people * (1 - 0.05 * times));
    });

    it('counts each answer exactly once', async () => {
      const links = (await invitationsIn(cloud)).map(linkIn);
      const forms = new Map<string, Awaited<ReturnType<typeof openForm>>>();
      await inParallel(
        progress,
        'opened',
        links,
        async (link) => void forms.set(link, await openForm(link, 10)),
      );
      await cloud.local.advance({ duration: 'PT1M' });
      await inParallel(progress, 'answered', links, async (link, index) => {
        const score = (index * 7) % 11;
        scores[index] = score;
        const sent = await sendForm(link, forms.get(link)!, { 'q-recommend': String(score) }, 10);
        expect(sent.status).toBe(200);
      });
      await goOnUnderFaults(cloud, progress, 3);
      await settle(cloud);
      const recount: number[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await manager.responses.listSurveyResponses({
          params: { surveyId },
          query: { limit: 100, cursor },
        });
        recount.push(...body.items.flatMap(({ score }) => score ?? []));
        cursor = body.cursor ?? undefined;
      } while (cursor !== undefined);
      const order = (all: readonly number[]) => all.toSorted((one, other) => one - other);
      expect(order(recount)).toEqual(order(scores));
      const { body: results } = await manager.results.getSurveyResults({ params: { surveyId } });
      expect(results).toMatchObject({
        total: links.length,
        promoters: scores.filter((score) => score >= 9).length,
        passives: scores.filter((score) => score === 7 || score === 8).length,
        detractors: scores.filter((score) => score <= 6).length,
      });
    });

    it('opens one callback for each low score, and no dead letter is left', async () => {
      const low = scores.filter((score) => score <= 6).length;
      let open = 0;
      let cursor: string | undefined;
      do {
        const { body } = await manager.callbacks.listCallbacks({
          query: { owner: 'none', limit: 100, cursor },
        });
        open += body.items.length;
        cursor = body.cursor ?? undefined;
      } while (cursor !== undefined);
      expect(open).toBe(low);
      const letters = (await cloud.queues()).filter(
        ({ deadLetterOf, visible }) => deadLetterOf.length > 0 && visible > 0,
      );
      expect(letters).toEqual([]);
    });
  });
}
