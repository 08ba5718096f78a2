/** Quotas, exact however many answer at once, on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMessageReader } from '../../../functions/contact/messaging/index.ts';
import { customerItem } from '../../../functions/customers/customers/customers.items.ts';
import { createCustomerReader } from '../../../functions/customers/customers/index.ts';
import { createInvitationReader } from '../../../functions/surveys/invitations/index.ts';
import { invitationItem } from '../../../functions/surveys/invitations/invitations.items.ts';
import { recordAnswer } from '../../../functions/surveys/responses/operations/record-answer.ts';
import { showAnswerForm } from '../../../functions/surveys/responses/operations/show-answer-form.ts';
import { createResponsesStore } from '../../../functions/surveys/responses/responses.store.ts';
import type { Quota } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { retryOnConflict } from '../../../shared/table/retry.ts';
import { insert, put } from '../../../shared/table/write.ts';
import { anInvitation, aSurvey, at, origin } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let responses: ReturnType<typeof createResponsesStore>;
let surveys: ReturnType<typeof createSurveysStore>;
const instant = '2026-11-23T02:00:00.000Z';

beforeAll(async () => {
  engine = await startTable();
  responses = createResponsesStore(engine.table);
  surveys = createSurveysStore(engine.table);
});
afterAll(() => engine?.close());

const both = (en: string) => ({ en, 'zh-CN': en });
const gender = {
  ...{ kind: 'single-choice' as const, id: 'gender', required: true, text: both('You are') },
  choices: [
    { id: 'woman', text: both('a woman') },
    { id: 'man', text: both('a man') },
  ],
  branches: [{ when: [{ op: 'answered' as const }], to: 'recommend' }],
};
const women = { op: 'is' as const, question: 'gender', values: ['woman'] };

async function ask(quotas: Quota[], invited: number, isOfGender = false) {
  const { questions } = aSurvey();
  const survey = aSurvey({ quotas, questions: isOfGender ? [gender, ...questions] : questions });
  await engine.table.commit(surveys.create(survey, origin()));
  const invitations = Array.from({ length: invited }, () => anInvitation({ surveyId: survey.id }));
  for (const { token: _, ...invitation } of invitations)
    await engine.table.commit([
      insert(invitationItem, invitation, { onConflict: 'retry' }),
      put(customerItem, {
        ...{ id: invitation.customerId, version: 1, name: '王芳', kind: 'person', language: 'zh-CN' },
        ...{ externalIds: [], timeZone: 'Asia/Shanghai', stage: 'potential', tags: [], owner: null },
        ...{ createdAt: at, updatedAt: at },
      }),
    ]);
  return { survey, invitations };
}

const context = () => ({
  ...{ surveys, responses, origin: origin(instant) },
  customers: createCustomerReader(engine.table),
  invitations: createInvitationReader(engine.table),
  messages: createMessageReader(engine.table),
});

/** As the function of the page does it: decided again where somebody else was faster. */
function answer({ token }: { token: string }, form: Record<string, string>, secondsAgo = 60) {
  const shown = String(Date.parse(instant) - secondsAgo * 1000);
  return retryOnConflict(async () => {
    const visit = { token, asked: 'en', form: { version: '1', shown, ...form } };
    const { view, writes } = await recordAnswer(visit, context());
    await engine.table.commit(writes);
    return view;
  });
}

const open = ({ token }: { token: string }) => showAnswerForm({ token, asked: 'en' }, context());
const takenOf = async (surveyId: string, quotas: Quota[]) =>
  Object.fromEntries(await responses.takenOf(surveyId, quotas));
const listed = async (surveyId: string) => (await responses.list({ surveyId }, { limit: 100 })).items;

describe('a quota', () => {
  it('takes as many as it says of 200 who answer at once, and tells the others in the words of the survey', async () => {
    const quotas: Quota[] = [{ id: 'all', maximum: 37, ending: both('Enough, {{customer.name}}!') }];
    const { survey, invitations } = await ask(quotas, 200);
    const views = await Promise.all(invitations.map((each) => answer(each, { 'q-recommend': '9' })));
    expect(views.filter(({ kind }) => kind === 'thanks')).toHaveLength(37);
    const full = views.filter(({ kind }) => kind === 'full');
    expect(full).toHaveLength(163);
    expect(full[0]).toMatchObject({ language: 'en', ending: 'Enough, 王芳!' });
    expect(await listed(survey.id)).toHaveLength(37);
    expect(await takenOf(survey.id, quotas)).toEqual({ all: 37 });
    // Before anybody begins.
    const late = invitations.at(views.findIndex(({ kind }) => kind === 'full'));
    expect(await open(late!)).toMatchObject({ kind: 'full' });
  }, 60_000);

  it('of a kind of answers says so as soon as that is known, and leaves the others alone', async () => {
    const quotas: Quota[] = [{ id: 'women', maximum: 1, when: [women] }];
    const { survey, invitations } = await ask(quotas, 4, true);
    const [first, second, third, fourth] = invitations as [(typeof invitations)[0], ...typeof invitations];
    const woman = { 'q-gender': 'woman' };
    const whole = { page: 'recommend', 'q-recommend': '9' };
    expect(await answer(first, { ...woman, ...whole })).toMatchObject({ kind: 'thanks' });
    expect(await open(second!)).toMatchObject({ kind: 'form' });
    expect(await answer(second!, { ...woman, page: 'gender', go: 'on' })).toMatchObject({ kind: 'full' });
    expect(await answer(third!, { 'q-gender': 'man', ...whole })).toMatchObject({ kind: 'thanks' });
    expect(await takenOf(survey.id, quotas)).toEqual({ women: 1 });
    // Whoever wants more gets more, also of those who have begun with fewer wanted.
    const more = { ...survey, version: 2, quotas: [{ ...quotas[0]!, maximum: 2 }] };
    await engine.table.commit(surveys.change(survey, more, origin()));
    expect(await answer(fourth!, { ...woman, ...whole })).toMatchObject({ kind: 'thanks' });
    expect(await takenOf(survey.id, quotas)).toEqual({ women: 2 });
  });

  it('on what was left empty is told at the end, when that is known', async () => {
    const quotas: Quota[] = [{ id: 'silent', maximum: 1, when: [{ op: 'empty', question: 'why' }] }];
    const { invitations } = await ask(quotas, 3);
    const kinds = [];
    for (const [index, each] of invitations.entries())
      kinds.push((await answer(each, { 'q-recommend': '9', ...(index === 2 ? { 'q-why': 'x' } : {}) })).kind);
    expect(kinds).toEqual(['thanks', 'full', 'thanks']);
  });

  it('loses no place to a program, to whoever answers twice, or to an answer that fails', async () => {
    const quotas: Quota[] = [{ id: 'all', maximum: 2 }];
    const { survey, invitations } = await ask(quotas, 2);
    const [first, second] = invitations as [(typeof invitations)[0], ...typeof invitations];
    const hasty = await answer(first, { 'q-recommend': '0' }, 0);
    expect(hasty).toMatchObject({ kind: 'form', confirmResubmit: true });
    expect(await takenOf(survey.id, quotas)).toEqual({});
    const twice = await Promise.all([1, 2, 3].map(() => answer(first, { 'q-recommend': '9' })));
    expect(twice.filter(({ kind }) => kind === 'thanks')).toHaveLength(1);
    // The function ends before it has written.
    const visit = { token: second!.token, form: { version: '1', shown: '1', 'q-recommend': '9' } };
    expect((await recordAnswer(visit, context())).view.kind).toBe('thanks');
    expect(await takenOf(survey.id, quotas)).toEqual({ all: 1 });
    expect(await answer(second!, { 'q-recommend': '9' })).toMatchObject({ kind: 'thanks' });
    expect(await takenOf(survey.id, quotas)).toEqual({ all: 2 });
  });
});
