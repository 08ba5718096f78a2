/** Which answers are followed up, and the clock of each that is: on a real engine. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Callback, Completion } from '../../../functions/callbacks/callbacks/callbacks.schema.ts';
import { createCallbacksStore } from '../../../functions/callbacks/callbacks/callbacks.store.ts';
import { createCallbackReader, createOpenForAnswer } from '../../../functions/callbacks/callbacks/index.ts';
import { assignQueued } from '../../../functions/callbacks/callbacks/operations/assign-queued.ts';
import { completeCallback } from '../../../functions/callbacks/callbacks/operations/complete-callback.ts';
import { correctOutcome } from '../../../functions/callbacks/callbacks/operations/correct-outcome.ts';
import { createCallSettingsReader } from '../../../functions/callbacks/calling/index.ts';
import { loopItem, loopRulesItem } from '../../../functions/callbacks/closed-loop/closed-loop.items.ts';
import { personalLoops } from '../../../functions/callbacks/closed-loop/closed-loop.personal.ts';
import {
  type Loop,
  LoopRule,
  loopOfCallback,
} from '../../../functions/callbacks/closed-loop/closed-loop.schema.ts';
import { createClosedLoopStore } from '../../../functions/callbacks/closed-loop/closed-loop.store.ts';
import {
  closeByAnswer,
  followCallback,
  giveUp,
} from '../../../functions/callbacks/closed-loop/operations/follow-loop.ts';
import { openLoop } from '../../../functions/callbacks/closed-loop/operations/open-loop.ts';
import { createConsentReader } from '../../../functions/contact/consents/index.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createAssign } from '../../../functions/people/assignments/index.ts';
import { createStaffReader } from '../../../functions/people/staff/index.ts';
import { teamItem } from '../../../functions/people/teams/teams.items.ts';
import { teamId } from '../../../functions/people/teams/teams.schema.ts';
import { createResponseReader } from '../../../functions/surveys/responses/index.ts';
import type { Score } from '../../../functions/surveys/responses/responses.schema.ts';
import { createSurveyReader } from '../../../functions/surveys/surveys/index.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { createCommentReader } from '../../../functions/surveys/texts/index.ts';
import { readTexts } from '../../../functions/surveys/texts/operations/read-texts.ts';
import { openTextReader } from '../../../functions/surveys/texts/operations/text-readers.ts';
import { createTextsStore } from '../../../functions/surveys/texts/texts.store.ts';
import { put, remove } from '../../../shared/table/write.ts';
import { instantAfter } from '../../../shared/time/clock.ts';
import { idKind, newId } from '../../../shared/values/ids.ts';
import { at } from '../../support/callback-samples.ts';
import { aSurvey } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, anAnswer, manager, origin } from '../callbacks/department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());
beforeEach(() => engine.table.commit([remove(loopRulesItem, {})]));

const context = () => ({
  loops: createClosedLoopStore(engine.table),
  callbacks: createCallbackReader(engine.table),
  customers: createCustomerReader(engine.table),
  responses: createResponseReader(engine.table),
  comments: createCommentReader(engine.table),
  openForAnswer: createOpenForAnswer(engine.table),
  origin,
});

const nps = (value: number): Score => ({ questionId: 'recommend', scale: 'nps', value });
const service = (value: number): Score => ({ questionId: 'service', scale: 'csat', value });

/** Rules as PUT takes them. */
async function setRules(...rules: readonly object[]): Promise<void> {
  const entries = rules.map((rule, index) =>
    LoopRule.parse({ name: `Rule ${index + 1}`, do: { withinHours: 4 }, ...rule }),
  );
  await engine.table.commit([put(loopRulesItem, { version: 2, rules: entries, updatedAt: at })]);
}

type Answer = Awaited<ReturnType<typeof anAnswer>>;

async function follow(answer: Answer): Promise<Callback | undefined> {
  const { result, writes } = await openLoop(answer, context());
  await engine.table.commit(writes);
  return result;
}

async function answered(scores: readonly Score[], changes: Parameters<typeof anAnswer>[3] = {}) {
  const customerId = await aCustomer(engine.table, await aMember(engine.table));
  const answer = await anAnswer(engine.table, customerId, scores, changes);
  return { answer, callback: await follow(answer) };
}

const loopOf = async (callback: Callback | undefined): Promise<Loop | undefined> =>
  engine.table.find(loopItem, { id: loopOfCallback(callback?.id ?? '') });

async function call(
  callback: Callback | undefined,
  completion: Completion,
  calledAt: string,
  operation = completeCallback,
): Promise<void> {
  const services = {
    callbacks: createCallbacksStore(engine.table),
    customers: createCustomerReader(engine.table),
    staff: createStaffReader(engine.table),
    settings: createCallSettingsReader(engine.table),
    consents: createConsentReader(engine.table),
    principal: manager,
    origin: { ...origin, at: calledAt },
  };
  const { writes } = await operation({ callbackId: callback?.id ?? '', completion }, services);
  await engine.table.commit(writes);
  const followed = await followCallback(callback?.id ?? '', context());
  await engine.table.commit(followed.writes);
}

describe('the rules of the closed loop', () => {
  it('follow up low answers, and no others, while nobody has set any', async () => {
    const { answer, callback } = await answered([nps(9), service(2)]);
    expect(callback).toMatchObject({
      priority: 'high',
      reason: { kind: 'low-score', responseId: answer.responseId, questionId: 'service', score: 2 },
    });
    expect(await loopOf(callback)).toMatchObject({
      ...{ status: 'open', rule: 'Low answers', score: service(2), answeredAt: at, openedAt: at },
      ...{ surveyId: answer.surveyId, askAgain: answer.surveyId, caller: callback?.owner },
    });
    expect((await answered([nps(7), service(3)])).callback).toBeUndefined();
  });

  it('are tried in their order, and the first that is meant decides', async () => {
    await setRules(
      {
        name: 'Promoters',
        when: { score: { scale: 'nps', from: 9 } },
        do: { withinHours: 8, priority: 'low' },
      },
      { when: { score: { band: 'low' } } },
    );
    const { callback } = await answered([service(1), nps(10)]);
    expect(callback).toMatchObject({ priority: 'low', reason: { kind: 'answer', why: 'Promoters' } });
    expect(await loopOf(callback)).toMatchObject({ rule: 'Promoters', score: nps(10) });
    expect((await answered([service(1), nps(8)])).callback?.reason).toMatchObject({ score: 1 });
    expect((await answered([service(3), nps(8)])).callback).toBeUndefined();
  });

  it('ask for the survey, the question, a choice and the customer, all of what they say', async () => {
    const [surveyId, other] = [newId(idKind('survey')), newId(idKind('survey'))];
    const mine = await aMember(engine.table);
    await setRules({
      when: {
        ...{ surveys: [surveyId], owner: mine, language: 'zh-CN' },
        ...{ score: { question: 'service', to: 3 }, choice: { question: 'what', choice: 'late' } },
      },
    });
    const try_ = async (
      owner: string | null,
      scores: readonly Score[],
      given: Parameters<typeof anAnswer>[3],
    ) =>
      (await follow(await anAnswer(engine.table, await aCustomer(engine.table, owner), scores, given))) !==
      undefined;
    const answers = { what: ['late', 'rude'] };
    expect(await try_(mine, [service(3)], { surveyId, answers })).toBe(true);
    expect(await try_(mine, [service(3)], { surveyId: other, answers })).toBe(false);
    expect(await try_(null, [service(3)], { surveyId, answers })).toBe(false);
    expect(await try_(mine, [service(4)], { surveyId, answers })).toBe(false);
    expect(await try_(mine, [nps(3)], { surveyId, answers })).toBe(false);
    expect(await try_(mine, [service(3)], { surveyId, answers: { what: ['rude'] } })).toBe(false);
    expect(await try_(mine, [service(3)], { surveyId, answers: { what: 'late' } })).toBe(true);
  });

  it('give a call to whom they name, with what to say, and else to whom the rules of assignment find', async () => {
    const named = await aMember(engine.table);
    const gone = await aMember(engine.table, { active: false });
    await setRules({
      when: { score: { band: 'low' } },
      do: { withinHours: 1, owner: named, note: 'Be kind' },
    });
    const { callback } = await answered([nps(1)]);
    expect(callback).toMatchObject({ owner: named, note: 'Be kind' });
    await setRules({ when: { score: { band: 'low' } }, do: { withinHours: 1, owner: gone } });
    const owner = await aMember(engine.table);
    const answer = await anAnswer(engine.table, await aCustomer(engine.table, owner), [nps(1)]);
    expect((await follow(answer))?.owner).toBe(owner);
  });

  it('give a call to the people of a team alone, in whose queue it waits while nobody is there', async () => {
    const away = { id: newId(idKind('absence')), from: '2026-11-01', until: '2026-12-31', deputy: null };
    const member = await aMember(engine.table, { absences: [away] });
    const team = newId(teamId);
    await engine.table.commit([
      put(teamItem, {
        ...{ id: team, version: 1, name: team, leads: [member], members: [], shared: false },
        ...{ createdAt: at, updatedAt: at },
      }),
    ]);
    await setRules({ when: { score: { band: 'low' } }, do: { withinHours: 1, team } });
    const { callback } = await answered([nps(1)]);
    expect(callback).toMatchObject({ owner: null, team, teamNamed: true });
    const services = {
      ...context(),
      callbacks: createCallbacksStore(engine.table),
      assign: createAssign(engine.table),
    };
    expect((await assignQueued(callback?.id ?? '', services)).result).toBe('unchanged');
    const later = { ...services, origin: { ...origin, at: '2027-01-04T02:00:00.000Z' } };
    expect((await assignQueued(callback?.id ?? '', later)).result).toBe('given-out');
  });

  it('open nothing twice, nor for nobody', async () => {
    const { answer, callback } = await answered([nps(1)]);
    expect(callback).toBeDefined();
    expect((await openLoop(answer, context())).writes).toEqual([]);
    const missing = { ...answer, responseId: newId(idKind('response')) };
    expect((await openLoop(missing, context())).writes).toEqual([]);
  });
});

describe('rules that ask for a text', () => {
  const angry = 'The parcel arrived broken, terrible delivery, very disappointed';
  const delivery = { name: 'Delivery', when: { text: { topic: 'delivery', sentiment: 'negative' } } };
  const low = { name: 'Low', when: { score: { band: 'low' } } };

  /** An answer to a survey that asks for a score and a word, and what becomes of it before and after its reading. */
  async function written(
    value: number,
    why: string,
    isFirstRead = false,
    meanwhile = async (_: string): Promise<void> => undefined,
  ) {
    const surveyId = newId(idKind('survey'));
    await engine.table.commit(createSurveysStore(engine.table).create(aSurvey({ id: surveyId }), origin));
    const customerId = await aCustomer(engine.table, await aMember(engine.table));
    const answer = await anAnswer(engine.table, customerId, [nps(value)], { surveyId, answers: { why } });
    const read = async () => {
      const reading = {
        ...context(),
        texts: createTextsStore(engine.table),
        surveys: createSurveyReader(engine.table),
        reader: openTextReader('local'),
      };
      const given = { ...answer, surveyVersion: 1, answeredAt: answer.at };
      await engine.table.commit((await readTexts(given, reading)).writes);
    };
    const tell = async () => {
      const { result, writes: opened } = await openLoop(answer, context(), { isRead: true });
      await engine.table.commit(opened);
      return result;
    };
    if (isFirstRead) await read();
    const before = await follow(answer);
    if (!isFirstRead) await read();
    await meanwhile(customerId);
    return { before, after: await tell(), again: await tell(), late: await follow(answer) };
  }

  it('decide once it was read, whatever is heard of first, and open one call', async () => {
    await setRules(delivery, low);
    const { before, after, again, late } = await written(9, angry);
    expect([before, again, late]).toEqual([undefined, undefined, undefined]);
    expect(after).toMatchObject({ reason: { kind: 'answer', why: 'Delivery' } });
    expect(await loopOf(after)).toMatchObject({ rule: 'Delivery', answeredAt: at });
    const quick = await written(2, angry, true);
    expect(await loopOf(quick.before)).toMatchObject({ rule: 'Delivery', score: nps(2) });
    expect([quick.after, quick.again, quick.late]).toEqual([undefined, undefined, undefined]);
  });

  it('let those after them decide only when they are not meant', async () => {
    await setRules(delivery, low);
    const { before, after } = await written(2, 'Good price and a friendly staff');
    expect(before).toBeUndefined();
    expect(await loopOf(after)).toMatchObject({ rule: 'Low' });
    const silent = await written(2, ' ');
    expect(await loopOf(silent.before)).toMatchObject({ rule: 'Low' });
    expect((await written(9, 'Good price and a friendly staff')).after).toBeUndefined();
  });

  it('leave to others what those have decided already', async () => {
    await setRules(low, delivery);
    const { before, after } = await written(2, angry);
    expect(await loopOf(before)).toMatchObject({ rule: 'Low' });
    expect(after).toBeUndefined();
    await setRules(low);
    const unasked = await written(9, angry);
    expect([unasked.before, unasked.after]).toEqual([undefined, undefined]);
  });

  it('have nothing decided anew that asks for no text, whatever has changed until it was read', async () => {
    await setRules({ when: { tags: ['vip'] } }, delivery);
    const becomesVip = async (customerId: string) => {
      const customer = await engine.table.find(customerItem, { id: customerId });
      if (customer) await engine.table.commit([put(customerItem, { ...customer, tags: ['vip'] })]);
    };
    const { before, after } = await written(9, 'Good price and a friendly staff', false, becomesVip);
    expect([before, after]).toEqual([undefined, undefined]);
  });

  it('ask for the question, the topic and the sentiment of the same text', async () => {
    const becomes = async (text: object, why = angry) => {
      await setRules({ when: { text } });
      return (await written(9, why)).after !== undefined;
    };
    expect(await becomes({ question: 'why', topic: 'delivery' })).toBe(true);
    expect(await becomes({ question: 'what' })).toBe(false);
    expect(await becomes({ topic: 'price' })).toBe(false);
    expect(await becomes({ sentiment: 'positive' })).toBe(false);
    expect(await becomes({ sentiment: 'negative' })).toBe(true);
  });
});

describe('the clock of a loop', () => {
  const called = '2026-11-23T03:00:00.000Z';
  const reached = '2026-11-23T06:00:00.000Z';
  const again = '2026-11-30T06:00:00.000Z';

  async function answerAgain(answer: Answer, scores: readonly Score[], answeredAt = again) {
    const { surveyId, customerId } = answer;
    const next = await anAnswer(engine.table, customerId, scores, { surveyId, answeredAt });
    const { result, writes } = await closeByAnswer(next, context());
    await engine.table.commit(writes);
    return result;
  }

  it('goes from the answer over the calls to the next answer, and says what has changed', async () => {
    const { answer, callback } = await answered([nps(3)]);
    await call(callback, { outcome: 'no-answer' }, called);
    expect(await loopOf(callback)).toMatchObject({
      status: 'open',
      firstCallAt: called,
      outcome: 'no-answer',
    });
    expect(await answerAgain(answer, [nps(2)], '2026-11-23T04:00:00.000Z')).toBe(0);
    await call(callback, { outcome: 'reached' }, reached);
    expect(await loopOf(callback)).toMatchObject({
      ...{ status: 'waiting', firstCallAt: called, reachedAt: reached, outcomeAt: reached },
      ...{ outcome: 'reached', caller: 'li.na' },
    });
    expect(await answerAgain(answer, [service(1), nps(8)])).toBe(1);
    expect(await loopOf(callback)).toMatchObject({
      ...{ status: 'closed', closedBecause: 'answered-again', closedAt: again, change: 5 },
      again: { answeredAt: again, value: 8 },
    });
    // A third answer is no news for it, nor is the call told of again.
    expect(await answerAgain(answer, [nps(10)], '2026-12-01T06:00:00.000Z')).toBe(0);
    expect((await followCallback(callback?.id ?? '', context())).writes).toEqual([]);
  });

  it('follows what is corrected of the call; the answer that closes it stays', async () => {
    const { answer, callback } = await answered([nps(3)]);
    const correct = (outcome: string) =>
      call(callback, { outcome }, again, (input, services) =>
        correctOutcome({ ...input, version: '*' }, services),
      );
    await call(callback, { outcome: 'wrong-number' }, called);
    const wrong = await loopOf(callback);
    expect(wrong).toMatchObject({ status: 'waiting', outcome: 'wrong-number', outcomeAt: called });
    expect(wrong).not.toHaveProperty('reachedAt');
    await correct('no-answer');
    expect(await loopOf(callback)).toMatchObject({ status: 'open', firstCallAt: called });
    expect(await loopOf(callback)).not.toHaveProperty('outcomeAt');
    await correct('reached');
    expect(await loopOf(callback)).toMatchObject({ status: 'waiting', reachedAt: called });
    expect(await answerAgain(answer, [nps(8)], '2026-12-01T06:00:00.000Z')).toBe(1);
    await correct('wrong-number');
    const corrected = await loopOf(callback);
    expect(corrected).toMatchObject({ status: 'closed', outcome: 'wrong-number', change: 5 });
    expect(corrected).not.toHaveProperty('reachedAt');
    await correct('busy');
    expect(await loopOf(callback)).toMatchObject({ status: 'closed', outcome: 'busy', outcomeAt: called });
  });

  it('is closed by the answer of a record that was merged into the customer', async () => {
    const { answer, callback } = await answered([nps(3)]);
    await call(callback, { outcome: 'reached' }, reached);
    const merged = await aCustomer(engine.table, null);
    const before = await engine.table.find(customerItem, { id: merged });
    const survivor = await engine.table.find(customerItem, { id: answer.customerId });
    if (before === undefined || survivor === undefined) throw new Error('They are there');
    const edge = {
      into: answer.customerId,
      version: 2,
      at,
      by: 'li.na',
      before: {},
      after: {},
      tags: [],
      addresses: [],
    };
    await engine.table.commit([
      put(customerItem, { ...before, merge: edge }),
      put(customerItem, { ...survivor, mergedFrom: [merged] }),
    ]);
    expect(await answerAgain({ ...answer, customerId: merged }, [nps(4)])).toBe(1);
    expect(await loopOf(callback)).toMatchObject({ status: 'closed', change: 1 });
  });

  it('waits no longer than 90 days', async () => {
    const { callback } = await answered([nps(3)]);
    await call(callback, { outcome: 'reached' }, reached);
    const loop = await loopOf(callback);
    const stop = async (days: number) => {
      const late = { ...origin, at: instantAfter(reached, { days }) };
      const { result, writes } = await giveUp(loop?.id ?? '', { ...context(), origin: late });
      await engine.table.commit(writes);
      return result;
    };
    expect(await stop(89)).toBe('waiting');
    expect(await stop(90)).toBe('closed');
    expect(await loopOf(callback)).toMatchObject({ status: 'closed', closedBecause: 'not-answered' });
  });

  it('goes on as that of nobody when the customer is erased', async () => {
    const { answer, callback } = await answered([nps(3)]);
    await call(callback, { outcome: 'reached' }, reached);
    await answerAgain(answer, [nps(8)]);
    const loop = await loopOf(callback);
    const [record] = await engine.table.findRecords(loopItem, [{ id: loop?.id }]);
    const erased = personalLoops.items[0]?.erase?.(record ?? {}, { origin, table: engine.table });
    if (erased?.result !== 'cleaned') throw new Error('It is cleaned');
    await engine.table.commit(erased.writes);
    expect(await loopOf(callback)).toBeUndefined();
    const months = await createClosedLoopStore(engine.table).listMonth('2026-11', 1000);
    const kept = months.find((each) => each.erased);
    expect(kept).toMatchObject({ change: 5, answeredAt: '2026-11-15T00:00:00.000Z', status: 'closed' });
    const told = JSON.stringify(kept);
    for (const id of [answer.customerId, answer.responseId, callback?.id]) expect(told).not.toContain(id);
    const took = (each: Loop | undefined) =>
      Date.parse(each?.outcomeAt ?? '') - Date.parse(each?.answeredAt ?? '');
    expect(took(kept)).toBe(took(loop));
  });
});
