/** Surveys from the library: begun with one, tried behind a link, changed, looked at as they were, copied and put away. */
import { expect, it } from 'vitest';
import { templateIds } from '../../../functions/surveys/library/library.schema.ts';
import { answerToTheEnd } from '../../support/answer-page.ts';
import { sharedCloud } from '../../support/cloud.ts';
import { refusal } from '../../support/refusal.ts';

const cloud = sharedCloud();

it.each(templateIds)(
  'the questionnaire %s can be sent as it is, and answered to its end',
  async (templateId) => {
    const manager = await cloud.as('li.na');
    const { body: template } = await manager.library.getSurveyTemplate({ params: { templateId } });
    const { body: survey } = await manager.surveys.createSurvey({ body: template.survey });
    expect(survey).toMatchObject({ ...template.survey, status: 'draft', version: 1 });
    const params = { surveyId: survey.id };
    for (const language of ['zh-CN', 'en'] as const) {
      const { body } = await manager.responses.createPreviewLink({ params, body: { language } });
      const page = await answerToTheEnd(body.link);
      expect(page).toContain(template.survey.thanks?.[language]);
    }
    expect((await manager.responses.listSurveyResponses({ params })).body.items).toEqual([]);
  },
);

it('are listed with what they are for', async () => {
  const analyst = await cloud.as('zhao.wei');
  const { items } = (await analyst.library.listSurveyTemplates({})).body;
  expect(items.map(({ id }) => id)).toEqual(templateIds);
  expect(items.every(({ purpose, questions }) => purpose.en && purpose['zh-CN'] && questions > 3)).toBe(true);
});

it('a survey can be read in each of its versions, copied, and archived', async () => {
  const manager = await cloud.as('li.na');
  const { body: template } = await manager.library.getSurveyTemplate({ params: { templateId: 'delivery' } });
  const { body: made } = await manager.surveys.createSurvey({ body: { ...template.survey, status: 'open' } });
  const params = { surveyId: made.id };
  const patch = { title: { 'zh-CN': '配送', en: 'Delivery' } };
  await manager.surveys.patchSurvey({ params, body: patch }, { ifMatch: 1 });
  const { items } = (await manager.surveys.listSurveyVersions({ params })).body;
  expect(items.map(({ version, questions }) => [version, questions])).toEqual([
    [2, made.questions.length],
    [1, made.questions.length],
  ]);
  const first = await manager.surveys.getSurveyVersion({ params: { ...params, version: '1' } });
  expect(first.body).toEqual(made);
  const missing = manager.surveys.getSurveyVersion({ params: { ...params, version: '3' } });
  expect(await refusal(missing)).toMatchObject({ status: 404 });

  const { body: copy } = await manager.surveys.copySurvey({ params, body: { name: 'In the shops' } });
  expect(copy).toMatchObject({ ...patch, name: 'In the shops', status: 'draft', version: 1 });

  await manager.surveys.patchSurvey({ params, body: { status: 'archived' } }, { ifMatch: 2 });
  await cloud.idle();
  const listed = async (query: { archived?: 'true' }) =>
    (await manager.surveys.listSurveys({ query: { ...query, limit: 100 } })).body.items.map(({ id }) => id);
  expect(await listed({ archived: 'true' })).toContain(made.id);
  expect(await listed({})).not.toContain(made.id);
  expect(await listed({})).toContain(copy.id);
  await manager.surveys.patchSurvey({ params, body: { status: 'open' } }, { ifMatch: 3 });
  await cloud.idle();
  expect(await listed({})).toContain(made.id);
});
