/** Creating, changing, opening and closing surveys. */
import { AppError, notFound } from '../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../shared/events/entity.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { asPatch, restoring } from '../../../shared/events/restore.ts';
import type { Change, Write } from '../../../shared/table/write.ts';
import { newId } from '../../../shared/values/ids.ts';
import { holdTopic, releaseTopic } from '../../contact/messaging/index.ts';
import { checkQuestions, type Fault, faultsOfConditions, faultsOfText } from '../questions/index.ts';
import type { Condition, Question } from '../questions/questions.schema.ts';
import { newSurvey, patchedSurvey } from './surveys.rules.ts';
import { type NewSurvey, type Survey, SurveyPatch, surveyId } from './surveys.schema.ts';
import type { SurveysStore } from './surveys.store.ts';

export async function createSurvey(
  input: NewSurvey,
  { surveys, origin }: { readonly surveys: Pick<SurveysStore, 'create'>; readonly origin: EventContext },
): Promise<Change<Survey>> {
  const survey = newSurvey(newId(surveyId), input, origin.at);
  assertQuestionnaire(survey, 'The survey does not fit together.');
  return { result: survey, writes: surveys.create(survey, origin) };
}

/** A new draft that asks the same as the survey does now. */
export async function copySurvey(
  { id, name }: { readonly id: string; readonly name?: string | undefined },
  context: { readonly surveys: Pick<SurveysStore, 'get' | 'create'>; readonly origin: EventContext },
): Promise<Change<Survey>> {
  const { id: _, version, createdAt, updatedAt, ...asked } = await context.surveys.get(id);
  return createSurvey({ ...asked, name: name ?? asked.name, status: 'draft' }, context);
}

/** The survey as it was in one version. Throws `not-found`. */
export async function getSurveyVersion(
  { id, version }: { readonly id: string; readonly version: number },
  { surveys }: { readonly surveys: Pick<SurveysStore, 'get' | 'findVersion'> },
): Promise<Survey> {
  await surveys.get(id);
  const found = await surveys.findVersion(id, version);
  if (found === undefined) throw notFound('version');
  return found;
}

interface PatchContext {
  readonly surveys: Pick<SurveysStore, 'get' | 'change' | 'valuesBefore'>;
  readonly origin: EventContext;
}

/** Changes a survey, which makes a new version of it. A patch that changes nothing is free. */
export async function patchSurvey(
  { id, version, patch }: { id: string; version: IfMatch; patch: SurveyPatch },
  { surveys, origin }: PatchContext,
): Promise<Change<Survey>> {
  const before = await surveys.get(id);
  assertVersion(before, version);
  const after = patchedSurvey(before, patch, origin.at);
  // It was promised to whoever has answered, and to whoever has the page open.
  if (before.anonymous && !after.anonymous && before.status !== 'draft')
    throw new AppError('invalid-request', 'A survey that was opened as anonymous stays so.', {
      violations: [{ pointer: '/body/anonymous', reason: 'must stay true' }],
    });
  assertQuestionnaire(after, 'The survey would not fit together any more.');
  const writes = surveys.change(before, after, origin);
  if (writes.length === 0) return { result: before, writes };
  return { result: after, writes: [...writes, ...topicWrites(before, after, origin)] };
}

/** Gives a survey back what it was before a change, as a new version. Throws what `valuesBefore` throws. */
export async function restoreSurvey(
  { id, changeId }: { id: string; changeId: string },
  context: PatchContext,
): Promise<Change<Survey>> {
  const present = await context.surveys.get(id);
  const patch = asPatch(SurveyPatch, await context.surveys.valuesBefore(present, changeId));
  return restoring(context.origin, changeId, (origin) =>
    patchSurvey({ id, version: [present.version], patch }, { ...context, origin }),
  );
}

const isOver = ({ status }: Survey) => status === 'closed' || status === 'archived';

/** Invitations to a closed survey that have not gone out are not sent; one that is opened again is mailed again. */
function topicWrites(before: Survey, after: Survey, origin: EventContext): readonly Write[] {
  if (isOver(before) === isOver(after)) return [];
  return [isOver(after) ? holdTopic(after.id, origin) : releaseTopic(after.id)];
}

/** The part of a survey that has to fit together. */
type Questionnaire = Pick<
  Survey,
  'languages' | 'defaultLanguage' | 'title' | 'intro' | 'thanks' | 'themes' | 'quotas' | 'questions'
>;

/** What is asked and all its translations: it is read with each answer, and kept once a version. */
const maximumBytes = 100_000;

/** What does not fit together in a survey: where, and why. Empty when all is well. */
export function surveyViolations(survey: Questionnaire): readonly Fault[] {
  const { languages, defaultLanguage, themes = [], quotas = [], questions } = survey;
  const violations: Fault[] = [];
  if (new Set(languages).size < languages.length) {
    violations.push({ path: ['languages'], reason: 'must name each language once' });
  }
  if (!languages.includes(defaultLanguage)) {
    violations.push({ path: ['defaultLanguage'], reason: 'must be one of the languages of the survey' });
  }
  if (Buffer.byteLength(JSON.stringify(questions)) > maximumBytes) {
    violations.push({ path: ['questions'], reason: 'must be less than 100 KB, all texts together' });
  }
  const texts = [
    { path: ['title'], text: survey.title, questions: [] },
    { path: ['intro'], text: survey.intro, questions: [] },
    { path: ['thanks'], text: survey.thanks, questions },
    ...themes.map(({ title }, index) => ({ path: ['themes', index, 'title'], text: title, questions: [] })),
    ...quotas.map(({ ending }, index) => ({
      path: ['quotas', index, 'ending'],
      text: ending,
      questions: [],
    })),
  ];
  for (const { path, text: said, questions: before } of texts)
    for (const fault of faultsOfText(said, { languages, questions: before }))
      violations.push({ ...fault, path: [...path, ...fault.path] });
  for (const [index, { when = [] }] of quotas.entries())
    for (const fault of faultsOfQuota(when, questions))
      violations.push({ ...fault, path: ['quotas', index, 'when', ...fault.path] });
  const ids = themes.map(({ id }) => id);
  return [...violations, ...checkQuestions(questions, { languages, themes: ids })];
}

/** A quota is of the whole answer, so that "this question" is none. */
function faultsOfQuota(when: readonly Condition[], questions: readonly Question[]): readonly Fault[] {
  const unnamed = when.findIndex(({ question }) => question === undefined);
  if (unnamed !== -1)
    return [{ path: [unnamed, 'question'], reason: 'must name the question that it is about' }];
  return faultsOfConditions(when, questions);
}

function assertQuestionnaire(survey: Survey, message: string): void {
  const violations = surveyViolations(survey).map(({ path, reason }) => ({
    pointer: `/body/${path.join('/')}`,
    reason,
  }));
  if (violations.length > 0) throw new AppError('invalid-request', message, { violations });
}
