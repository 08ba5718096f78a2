/** The routes of the library, served by the HTTP function of the area. */
import { notFound } from '../../../shared/errors/app-error.ts';
import { answer, routes } from '../../../shared/runtime/http.ts';
import { libraryContract } from './library.contract.ts';
import { librarySentences } from './library.sentences.ts';
import { libraryTexts } from './library.texts.ts';

export const libraryRoutes = routes(libraryContract, { sentences: librarySentences }, () => ({
  listSurveyTemplates: async () =>
    answer(200, {
      items: libraryTexts.map(({ id, purpose, survey }) => ({
        ...{ id, purpose, name: survey.name, questions: survey.questions.length },
      })),
      cursor: null,
    }),

  getSurveyTemplate: async ({ params }) => {
    const found = libraryTexts.find(({ id }) => id === params.templateId);
    if (found === undefined) throw notFound('questionnaire');
    return answer(200, found);
  },
}));
