import { AppError, type Violation } from '../../../../shared/errors/app-error.ts';
import { customerContext, type EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { type Language, languageFor } from '../../../../shared/values/language.ts';
import type { Contact } from '../../../customers/customers/customers.schema.ts';
import { customerStays } from '../../../customers/customers/index.ts';
import { answersOnTheWay, readAnswers, wayThrough } from '../../questions/index.ts';
import { type Answers, type Form, fieldOf, type Question } from '../../questions/questions.schema.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { commentedOn, scoresOf } from '../responses.rules.ts';
import { type Response, responseId } from '../responses.schema.ts';
import type { ResponsesStore } from '../responses.store.ts';
import { closedByQuota, placesOf } from './quotas.ts';

interface Spoken {
  readonly survey: Survey;
  readonly customer: Pick<Contact, 'id' | 'name' | 'language'>;
  /** As the customer was asked; theirs, if the survey has it. */
  readonly language?: Language | undefined;
  readonly answers: Answers;
  /** What tells this conversation from others: its id, and since when it is. */
  readonly call: { readonly id: string; readonly since: string };
}

interface Context {
  readonly responses: Pick<ResponsesStore, 'record' | 'takenOf' | 'takePlace'>;
  readonly origin: EventContext;
}

/** Takes down what a customer answers in a call, as one response. Throws `invalid-request` for what no form would take. */
export async function takeDown(
  { survey, customer, answers: said, call, ...asked }: Spoken,
  { responses, origin }: Context,
): Promise<Change<string>> {
  const { questions } = survey;
  const language =
    asked.language ?? languageFor({ known: customer.language }, survey.languages, survey.defaultLanguage);
  const form = formOf(said);
  const { answers: all, violations } = readAnswers(questions, form);
  const answers = answersOnTheWay(questions, all);
  assertAnswered(said, { questions, answers, violations });
  const full = await closedByQuota({ survey, language, customer, values: form, answers }, { responses });
  if (full !== undefined)
    throw new AppError('not-allowed-now', 'As many answers of this kind were given as are wanted.');
  const response: Response = {
    id: derivedId(responseId, call.since, call.id),
    ...{ surveyId: survey.id, surveyVersion: survey.version, channel: 'call', customerId: customer.id },
    ...{ answeredAt: origin.at, language, ...scoresOf(survey, answers), answers },
    commentedOn: commentedOn(survey, answers),
  };
  return {
    result: response.id,
    writes: [
      customerStays(customer.id),
      responses.record(response, customerContext(origin, customer.id)),
      ...placesOf(survey, answers, responses),
    ],
  };
}

/** Answers as a form would send them. */
function formOf(answers: Answers): Form {
  const fields = Object.entries(answers).flatMap(([name, answer]): [string, string | string[]][] => {
    const field = fieldOf(name);
    if (answer === true) return [[field, 'yes']];
    if (Array.isArray(answer)) return [[field, answer]];
    if (typeof answer === 'object')
      return Object.entries(answer).map(([row, column]) => [fieldOf(name, row), column]);
    return [[field, String(answer)]];
  });
  return Object.fromEntries(fields);
}

function assertAnswered(
  said: Answers,
  {
    questions,
    answers,
    violations,
  }: {
    readonly questions: readonly Question[];
    readonly answers: Answers;
    readonly violations: Readonly<Record<string, string>>;
  },
): void {
  const asked = new Set(wayThrough(questions, answers).map(({ id }) => id));
  const known = new Set(questions.map(({ id }) => id));
  const unknown = Object.keys(said).filter((name) => !known.has(name.split('.')[0] ?? ''));
  const wrong: Violation[] = [
    ...unknown.map((name) => ({
      pointer: `/body/answers/${name}`,
      reason: 'This survey has no such question.',
    })),
    ...Object.entries(violations)
      .filter(([id]) => asked.has(id))
      .map(([id, violation]) => ({
        pointer: `/body/answers/${id}`,
        reason: violation === 'missing' ? 'must be answered' : 'is not an answer that this question takes',
      })),
  ];
  if (wrong.length > 0)
    throw new AppError('invalid-request', 'These answers cannot be taken down.', { violations: wrong });
}
