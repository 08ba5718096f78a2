/** What is counted from events is equal to a recount, in whatever order and however often they come. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createOpenForAnswer } from '../../../functions/callbacks/callbacks/index.ts';
import { loopItem, loopRulesItem } from '../../../functions/callbacks/closed-loop/closed-loop.items.ts';
import { personalLoops } from '../../../functions/callbacks/closed-loop/closed-loop.personal.ts';
import { LoopRule, type LoopSummary } from '../../../functions/callbacks/closed-loop/closed-loop.schema.ts';
import { createClosedLoopStore } from '../../../functions/callbacks/closed-loop/closed-loop.store.ts';
import { loopResults } from '../../../functions/callbacks/closed-loop/operations/loop-results.ts';
import { openLoop } from '../../../functions/callbacks/closed-loop/operations/open-loop.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createResponseReader } from '../../../functions/surveys/responses/index.ts';
import { createSurveyReader } from '../../../functions/surveys/surveys/index.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { createCommentReader } from '../../../functions/surveys/texts/index.ts';
import { countTopics } from '../../../functions/surveys/texts/operations/list-comments.ts';
import { patchComment } from '../../../functions/surveys/texts/operations/overrule.ts';
import { readTexts } from '../../../functions/surveys/texts/operations/read-texts.ts';
import { openTextReader } from '../../../functions/surveys/texts/operations/text-readers.ts';
import { commentItem } from '../../../functions/surveys/texts/texts.items.ts';
import { personalTexts } from '../../../functions/surveys/texts/texts.personal.ts';
import { sentiments } from '../../../functions/surveys/texts/texts.schema.ts';
import { createTextsStore } from '../../../functions/surveys/texts/texts.store.ts';
import type { ItemDeclaration } from '../../../shared/table/item.ts';
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { put } from '../../../shared/table/write.ts';
import { at } from '../../support/callback-samples.ts';
import { aSurvey } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';
import { aCustomer, aMember, anAnswer, manager, origin } from '../callbacks/department.ts';

let engine: TestTable;

beforeAll(async () => {
  engine = await startTable();
});
afterAll(() => engine?.close());

const survey = aSurvey();
const texts = [
  'The parcel arrived broken, terrible delivery, very disappointed',
  'Great price, and the staff was very friendly',
  '快递太慢了，包装也破了，很失望',
  '服务很好，价格也实惠',
  undefined,
];

type Answer = Awaited<ReturnType<typeof anAnswer>>;

function contextOf() {
  const { table } = engine;
  return {
    ...{
      texts: createTextsStore(table),
      surveys: createSurveyReader(table),
      reader: openTextReader('local'),
    },
    ...{ responses: createResponseReader(table), comments: createCommentReader(table) },
    ...{ loops: createClosedLoopStore(table), customers: createCustomerReader(table) },
    ...{ openForAnswer: createOpenForAnswer(table), origin },
  };
}

const commit = (decide: Parameters<typeof commitWithRetry>[1]) => commitWithRetry(engine.table, decide);

/** What happens once an answer has come, each step as often and in whatever place it is delivered. */
const deliveries = (answer: Answer) => {
  const read = () =>
    commit(() => readTexts({ ...answer, surveyVersion: 1, answeredAt: answer.at }, contextOf()));
  const follow = () => commit(() => openLoop(answer, contextOf()));
  const followRead = () => commit(() => openLoop(answer, contextOf(), { isRead: true }));
  return { read, follow, followRead };
};

/** The same order for the same seed (a linear congruential generator, Park and Miller 1988). */
function shuffled<Value>(values: readonly Value[], seed: number): readonly Value[] {
  let state = seed;
  const placed = values.map((value) => {
    state = (state * 48_271) % 2_147_483_647;
    return { value, place: state };
  });
  return placed.toSorted((one, other) => one.place - other.place).map(({ value }) => value);
}

async function inTurns(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  for (let index = 0; index < steps.length; index += 8)
    await Promise.all(steps.slice(index, index + 8).map((step) => step()));
}

const commentsThere = async () =>
  (await createTextsStore(engine.table).list({ surveyId: survey.id }, { limit: 100 })).items;

/** By topic and sentiment, from the comments themselves. */
async function recounted() {
  const rows = await commentsThere();
  const of = (some: typeof rows) =>
    Object.fromEntries(
      sentiments.map((each) => [each, some.filter(({ sentiment }) => sentiment === each).length]),
    );
  const topics = [...new Set(rows.flatMap((row) => row.topics))].toSorted();
  return {
    comments: rows.length,
    sentiments: of(rows),
    topics: topics.map((id) => ({ id, ...of(rows.filter((row) => row.topics.includes(id))) })),
  };
}

async function counted() {
  const { texts: store, surveys } = contextOf();
  const get = async () => survey;
  const counts = await countTopics(survey.id, { texts: store, surveys: { ...surveys, get } });
  const written = counts.topics.filter(
    ({ positive, neutral, negative }) => positive + neutral + negative > 0,
  );
  return {
    comments: counts.comments,
    sentiments: counts.sentiments,
    topics: written
      .map(({ name: _, ...topic }) => topic)
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  };
}

async function erase(data: PersonalData, item: ItemDeclaration, parts: object): Promise<void> {
  const [record] = await engine.table.findRecords(item, [{ ...parts }]);
  const erased = data.items[0]?.erase?.(record ?? {}, { origin, table: engine.table });
  if (erased === undefined || !('writes' in erased)) throw new Error('It is erased');
  await engine.table.commit(erased.writes ?? []);
}

const byRule = async () => {
  const { loops, customers } = contextOf();
  const found = await loopResults({ by: 'rule' }, { loops, customers, principal: manager, at });
  return Object.fromEntries(found.groups.map(({ key, loops: number }) => [key, number]));
};

it('comments and loops are, when all is told twice and in another order, after an overruling and an erasure', async () => {
  await engine.table.commit(createSurveysStore(engine.table).create(survey, origin));
  const rules = [
    { name: 'Delivery', when: { text: { topic: 'delivery', sentiment: 'negative' } } },
    { name: 'Low', when: { score: { band: 'low' } } },
  ].map((rule) => LoopRule.parse({ ...rule, do: { withinHours: 4 } }));
  await engine.table.commit([put(loopRulesItem, { version: 2, rules, updatedAt: at })]);
  const owner = await aMember(engine.table);
  const answers: Answer[] = [];
  for (let index = 0; index < 40; index += 1) {
    const scores = [{ questionId: 'recommend', scale: 'nps' as const, value: index % 11 }];
    const why = texts[index % texts.length];
    const given = { surveyId: survey.id, ...(why === undefined ? {} : { answers: { why } }) };
    answers.push(await anAnswer(engine.table, await aCustomer(engine.table, owner), scores, given));
  }

  const told = answers.map(deliveries);
  // What follows a text is told after it, at least once; all else comes in any order, and twice.
  await inTurns(
    shuffled(
      [...told, ...told].flatMap(({ read, follow }) => [read, follow]),
      7,
    ),
  );
  await inTurns(
    shuffled(
      [...told, ...told].flatMap(({ read, follow, followRead }) => [followRead, follow, read]),
      11,
    ),
  );

  const first = await recounted();
  expect(first.comments).toBe(32);
  expect(await counted()).toEqual(first);
  const isAngry = (index: number) => index % 5 === 0 || index % 5 === 2;
  const wanted = {
    Delivery: answers.filter((_, index) => isAngry(index)).length,
    Low: answers.filter((_, index) => !isAngry(index) && index % 11 <= 6).length,
  };
  expect(await byRule()).toEqual(wanted);

  const rows = await commentsThere();
  for (const { id } of rows.filter((_, index) => index % 3 === 0)) {
    const patch = { sentiment: 'neutral', topics: ['price'] } as const;
    const overrule = () =>
      patchComment({ id, version: '*', patch: { ...patch, topics: [...patch.topics] } }, contextOf());
    await commit(overrule);
    await commit(overrule);
  }
  const overruled = await recounted();
  expect(overruled).not.toEqual(first);
  expect(await counted()).toEqual(overruled);

  const loops = await contextOf().loops.listMonth('2026-11', 100);
  for (const { id } of rows.slice(0, 5)) await erase(personalTexts, commentItem, { id });
  for (const { id } of loops.slice(0, 5)) await erase(personalLoops, loopItem, { id });
  const erased = await recounted();
  expect(erased.comments).toBe(27);
  expect(await counted()).toEqual(erased);
  expect(await byRule()).toEqual(wanted);
  const left: readonly LoopSummary[] = await contextOf().loops.listMonth('2026-11', 100);
  expect(left.filter((loop) => loop.erased)).toHaveLength(5);
});
