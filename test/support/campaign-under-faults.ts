/** A whole campaign while 5 % of everything goes wrong: nothing is lost and nothing happens twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SentMail } from '../../infra/local/cloud.ts';
import { linkIn, openForm, sendForm } from './answer-page.ts';
import { type Api, ownCloud } from './cloud.ts';
import { faultLoad } from './fault-load.ts';
import { newSurvey } from './samples.ts';

const parallel = 10;

type OwnCloud = Awaited<ReturnType<typeof ownCloud>>;

async function inParallel<Item>(items: readonly Item[], work: (item: Item, index: number) => Promise<void>) {
  const waiting = items.entries();
  const worker = async () => {
    for (const [index, item] of waiting) await work(item, index);
  };
  await Promise.all(Array.from({ length: parallel }, worker));
}

async function invitationsIn(cloud: OwnCloud): Promise<readonly SentMail[]> {
  return (await cloud.inbox()).filter(({ text }) => text.includes('/s/'));
}

/** Lets time pass until everything that was late, retried or uncertain has come to its end; redrives dead letters. */
async function settle(cloud: OwnCloud, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await cloud.advance({ duration: 'PT3H' });
    for (const queue of await cloud.queues()) {
      if (queue.deadLetterOf.length > 0 && queue.visible > 0) cloud.local.queues.redrive(queue.name);
    }
  }
  await cloud.idle();
}

/** Declares the tests: a campaign to so many people, all answers, and the callbacks that follow. */
export function proveCampaign({ people, seed }: { people: number; seed: number }): void {
  describe(`a campaign under the fault load (seed ${seed})`, () => {
    let cloud: OwnCloud;
    let manager: Api;
    let surveyId: string;
    const scores: number[] = [];

    beforeAll(async () => {
      cloud = await ownCloud({ now: new Date('2026-11-21T12:00:00Z') });
      manager = await cloud.as('li.na', 8);
    });
    afterAll(() => cloud?.close());

    it(`mails each of ${people} customers exactly once`, async () => {
      await inParallel(Array.from({ length: people }), async (_, index) => {
        await manager.customers.createCustomer({
          body: {
            name: `Customer ${index}`,
            email: `c${index}@example.test`,
            language: index % 2 ? 'en' : 'zh-CN',
          },
        });
      });
      await cloud.idle();
      await cloud.faults(faultLoad(seed));
      const survey = await manager.surveys.createSurvey({ body: structuredClone(newSurvey) as never });
      surveyId = survey.body.id;
      await manager.campaigns.createCampaign({
        body: { surveyId, name: 'Once', schedule: { at: '2026-11-23T09:00', timeZone: 'Asia/Shanghai' } },
      });
      await cloud.advance({ to: '2026-11-23T01:00:00Z' });
      await settle(cloud, 5);
      const mails = await invitationsIn(cloud);
      const addresses = mails.flatMap(({ to }) => to.map((each) => each.replace(/^.*<|>$/g, '')));
      expect(new Set(addresses).size).toBe(people);
      expect(addresses).toHaveLength(people);
    });

    it(`counts each of ${people} answers exactly once`, async () => {
      const links = (await invitationsIn(cloud)).map(linkIn);
      const forms = new Map<string, Awaited<ReturnType<typeof openForm>>>();
      await inParallel(links, async (link) => void forms.set(link, await openForm(link, 10)));
      await cloud.advance({ duration: 'PT10M' });
      await inParallel(links, async (link, index) => {
        const score = (index * 7) % 11;
        scores[index] = score;
        const sent = await sendForm(link, forms.get(link)!, { 'q-recommend': String(score) }, 10);
        expect(sent.status).toBe(200);
      });
      await settle(cloud, 3);
      await cloud.faults([]);
      await settle(cloud, 1);
      const recount: number[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await manager.responses.listSurveyResponses({
          params: { surveyId },
          query: { limit: 100, cursor },
        });
        recount.push(...body.items.map(({ score }) => score));
        cursor = body.cursor ?? undefined;
      } while (cursor !== undefined);
      const order = (all: readonly number[]) => all.toSorted((one, other) => one - other);
      expect(order(recount)).toEqual(order(scores));
      const { body: results } = await manager.responses.getSurveyResults({ params: { surveyId } });
      expect(results).toMatchObject({
        total: people,
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
