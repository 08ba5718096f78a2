/** Quotas: so many answers of a kind, and no more. */
import type { Write } from '../../../../shared/table/write.ts';
import type { Language } from '../../../../shared/values/language.ts';
import type { Contact } from '../../../customers/customers/customers.schema.ts';
import { answersOnTheWay, filledIn, meets, readAnswers } from '../../questions/index.ts';
import type { Answers, Form } from '../../questions/questions.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Quota, Survey } from '../../surveys/surveys.schema.ts';
import type { SurveyQuotas } from '../responses.schema.ts';
import type { ResponsesStore } from '../responses.store.ts';

interface Begun {
  readonly survey: Survey;
  readonly language: Language;
  readonly customer?: Pick<Contact, 'name'> | undefined;
  /** What was answered so far, on this page and on others. */
  readonly values: Form;
  /** All that was answered, once nothing more is asked. */
  readonly answers?: Answers;
}

/** What is shown in place of the form. */
interface Full {
  readonly kind: 'full';
  readonly language: Language;
  readonly ending: string | undefined;
  /** Whatever is answered, so that it tells nothing of an answer. */
  readonly isOfAll: boolean;
}

/**
 * What to say when the quota is full that an answer counts in, as far as it is known by now: nobody answers a whole survey
 * for nothing. Of several full ones the first says it.
 */
export async function closedByQuota(
  { survey, language, customer, values, answers: all }: Begun,
  { responses }: { readonly responses: Pick<ResponsesStore, 'takenOf'> },
): Promise<Full | undefined> {
  if (survey.quotas === undefined) return undefined;
  const answers = all ?? answersSoFar(survey, values);
  const isKnown = all === undefined ? isSure(answers) : () => true;
  const known = quotasOf(survey, answers).filter(({ when = [] }) => when.every(isKnown));
  const taken = await responses.takenOf(survey.id, known);
  const full = known.find(({ id, maximum }) => (taken.get(id) ?? 0) >= maximum);
  if (full === undefined) return undefined;
  const ending = full.ending?.[language];
  const said = ending && filledIn(ending, { customer, answers: {}, questions: [], language });
  return { kind: 'full', language, ending: said, isOfAll: full.when === undefined };
}

/** The writes that take the places of an answer. */
export function placesOf(
  survey: Survey,
  answers: Answers,
  responses: Pick<ResponsesStore, 'takePlace'>,
): readonly Write[] {
  return quotasOf(survey, answers).map((quota) => responses.takePlace(survey.id, quota));
}

/** How many places of each quota are taken. */
export async function listQuotas(
  surveyId: string,
  {
    surveys,
    responses,
  }: { readonly surveys: Pick<SurveyReader, 'get'>; readonly responses: Pick<ResponsesStore, 'takenOf'> },
): Promise<SurveyQuotas> {
  const { quotas = [] } = await surveys.get(surveyId);
  const counted = await responses.takenOf(surveyId, quotas);
  return {
    items: quotas.map(({ id, maximum }) => {
      const taken = counted.get(id) ?? 0;
      return { id, maximum, taken, isFull: taken >= maximum };
    }),
  };
}

/** Those in which an answer counts. */
function quotasOf({ quotas = [] }: Survey, answers: Answers): readonly Quota[] {
  return quotas.filter(({ when = [] }) => when.every((condition) => meets(condition, '', answers)));
}

function answersSoFar({ questions }: Survey, values: Form): Answers {
  return answersOnTheWay(questions, readAnswers(questions, values).answers);
}

/** What is empty may still be answered, further on. */
const isSure = (answers: Answers) => (condition: NonNullable<Quota['when']>[number]) =>
  answers[condition.question ?? ''] !== undefined;
