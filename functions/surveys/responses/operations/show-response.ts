import { filledIn, type Known, said } from '../../questions/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { bandOfScored } from '../responses.rules.ts';
import type { Response, ShownResponse } from '../responses.schema.ts';

/** A response with the words of its questions, as its customer saw them. */
export function showResponse(
  response: Omit<Response, 'countedAt'>,
  {
    survey,
    customer,
    isSuspect,
  }: {
    readonly survey: Survey;
    readonly customer: Known['customer'];
    readonly isSuspect: boolean;
  },
): ShownResponse {
  const { id, surveyId, surveyVersion, invitationId, runId, campaignId, customerId } = response;
  const { collectorId, place, channel } = response;
  const { answeredAt, language, score, scale, answers } = response;
  const known = { customer, answers, questions: survey.questions, language };
  return {
    ...{ id, surveyId, surveyVersion, invitationId, runId, campaignId, customerId },
    ...{ collectorId, place, channel },
    ...{ answeredAt, language, score, scale },
    band: bandOfScored(response),
    answers: survey.questions.map((question) => {
      const { id: questionId, kind, text } = question;
      const answer = answers[questionId] ?? null;
      const isPlain = answer === null || typeof answer !== 'object';
      return {
        ...{ questionId, kind, answer },
        question: filledIn(text[language] ?? text[survey.defaultLanguage] ?? questionId, known),
        ...(isPlain ? {} : { said: said(question, answer, answers, language) }),
      };
    }),
    ...(isSuspect ? { suspect: true } : {}),
  };
}
