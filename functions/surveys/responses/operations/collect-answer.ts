/** Answering behind a link for anybody. */
import type { EventContext } from '../../../../shared/events/event.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import { type Language, languageFor } from '../../../../shared/values/language.ts';
import {
  type CollectorReader,
  type CollectorRecord,
  collected,
  keepsSuspects,
  newForm,
  openForm,
  suspectCollected,
  whyClosed,
} from '../../collectors/index.ts';
import { pageAt, turnPage } from '../../questions/index.ts';
import type { Form } from '../../questions/questions.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { Survey } from '../../surveys/surveys.schema.ts';
import { commentedOn, dayOf, formFields, isSuspect, preselected, scoresOf } from '../responses.rules.ts';
import { type Response, responseId } from '../responses.schema.ts';
import type { ResponsesStore } from '../responses.store.ts';
import { closedByQuota, placesOf } from './quotas.ts';
import { type Decision, prefilledIn, shownVersion } from './record-answer.ts';
import type { AnswerView, Closed, Visit } from './show-answer-form.ts';

type CollectorVisit = Omit<Visit, 'token'> & { readonly code: string };

interface Context {
  readonly collectors: CollectorReader;
  readonly surveys: Pick<SurveyReader, 'find' | 'findVersion'>;
  readonly origin: EventContext;
}

/** Nobody in particular, so that nothing is kept of them and nothing of them is named. */
const nobody = { customer: undefined, isTest: false, isKept: false, isUnnamed: true } as const;

/** Shows the form of a link for anybody; records nothing. */
export async function showCollectorForm(
  visit: CollectorVisit & { readonly score?: string | undefined },
  context: Context & { readonly responses: Pick<ResponsesStore, 'takenOf'> },
): Promise<AnswerView> {
  const found = await openCollector(visit, context);
  if ('kind' in found) return found;
  const { survey, language, key } = found;
  const now = Date.parse(context.origin.at);
  if (found.isCrowded) return { kind: 'crowded', language, crowdedMinutes: minutesOfHourLeft(now) };
  const full = await closedByQuota({ survey, language, values: {} }, context);
  if (full !== undefined) return full;
  const values = preselected(survey, visit.score);
  return {
    kind: 'form',
    ...nobody,
    ...{ survey, language, values },
    page: pageAt(survey.questions, undefined),
    prefilled: Object.values(values)[0],
    form: newForm(key, now),
    ...{ violations: {}, shownAt: now, confirmResubmit: false },
  };
}

/**
 * Records what somebody answered, once for each form that was shown. A form that is none of ours, or too old, is given
 * anew, and so is one that comes when the link has had its answers of the hour: what was answered stays, and only has to be
 * sent again.
 */
export async function collectAnswer(
  visit: CollectorVisit & { readonly form: Form },
  context: Context & {
    readonly responses: Pick<
      ResponsesStore,
      | 'find'
      | 'findSuspect'
      | 'record'
      | 'recordUnnamed'
      | 'recordSuspect'
      | 'removeSuspect'
      | 'takenOf'
      | 'takePlace'
    >;
  },
): Promise<Decision> {
  const found = await openCollector(visit, context);
  if ('kind' in found) return { view: await answeredOr(found, visit, context), writes: [] };
  const { collector, key, hour, language } = found;
  const { form } = visit;
  const { responses, origin } = context;
  const survey = await shownVersion(found.survey, form, context);
  const now = Date.parse(origin.at);
  const shown = openForm(key, form[formFields.form], now);
  const again = {
    kind: 'form',
    ...nobody,
    ...{ survey, language, values: form, violations: {} },
    prefilled: prefilledIn(form),
    shownAt: shown?.shownAt ?? now,
    form: shown === undefined ? newForm(key, now) : String(form[formFields.form]),
  } as const;
  const turn = turnPage(survey.questions, form);
  const full = await closedByQuota({ survey, language, values: form, ...turn }, context);
  if (full !== undefined) return { view: await answeredOr(full, visit, context), writes: [] };
  if (turn.kind === 'page') {
    const { page, violations } = turn;
    return { view: { ...again, page, violations, confirmResubmit: false }, writes: [] };
  }
  const present = pageAt(survey.questions, String(form[formFields.page]));
  const confirm = { ...again, page: present, confirmResubmit: true } as const;
  const given = shown && (await responses.find({ id: answerTo(collector, shown), answeredAt: origin.at }));
  if (given !== undefined) return { view: { kind: 'answered', language }, writes: [] };
  if (found.isCrowded) {
    const view = { ...confirm, confirmResubmit: false, crowdedMinutes: minutesOfHourLeft(now) };
    return { view, writes: [] };
  }
  if (shown === undefined) return { view: confirm, writes: [] };
  const { answers } = turn;
  // Promised by the survey as it was shown, or as it is now.
  const isUnnamed = survey.anonymous === true || found.survey.anonymous === true;
  const response: Response = {
    id: answerTo(collector, shown),
    surveyId: survey.id,
    surveyVersion: survey.version,
    collectorId: collector.id,
    channel: collector.channel,
    place: collector.place,
    answeredAt: isUnnamed ? dayOf(origin.at) : origin.at,
    language,
    ...scoresOf(survey, answers),
    answers,
    commentedOn: commentedOn(survey, answers),
  };
  const { id } = response;
  const suspect = await responses.findSuspect(id);
  if (isSuspect(survey, { ...form, [formFields.shownAt]: String(shown.shownAt) }, now)) {
    const isNew = suspect === undefined && keepsSuspects(hour);
    const writes = [suspectCollected(collector, origin.at), responses.recordSuspect(response, id)];
    return { view: confirm, writes: isNew ? writes : [] };
  }
  const known = { answers, questions: survey.questions, language };
  return {
    view: { kind: 'thanks', survey, language, isTest: false, known },
    writes: [
      isUnnamed ? responses.recordUnnamed(response) : responses.record(response, origin),
      ...responses.removeSuspect({ hash: id, suspectId: suspect?.id }),
      ...placesOf(survey, answers, responses),
      ...collected(collector, origin.at),
    ],
  };
}

const hourMilliseconds = 3_600_000;

/** How many minutes it takes until the next hour (UTC), for which answers are counted anew. */
function minutesOfHourLeft(now: number): number {
  return Math.ceil((hourMilliseconds - (now % hourMilliseconds)) / 60_000);
}

/** One for each form, however often that is sent. It tells the day alone, for it may be an anonymous answer’s. */
function answerTo({ id }: CollectorRecord, { nonce, shownAt }: { nonce: string; shownAt: number }): string {
  return derivedId(responseId, dayOf(new Date(shownAt).toISOString()), `${id}\n${nonce}`);
}

/** Whoever sends a form again that counts is told so, also when there is no room for others any more. */
async function answeredOr<Refusal extends { readonly language?: Language | undefined }>(
  refusal: Refusal,
  { code, form }: CollectorVisit & { readonly form: Form },
  {
    collectors,
    responses,
    origin: { at },
  }: Pick<Context, 'collectors' | 'origin'> & { readonly responses: Pick<ResponsesStore, 'find'> },
): Promise<Refusal | { readonly kind: 'answered'; readonly language: Language }> {
  const { language } = refusal;
  const found = language && (await collectors.findByCode(code));
  const shown = found && openForm(found.key, form[formFields.form], Date.parse(at));
  if (!found || shown === undefined) return refusal;
  const given = await responses.find({ id: answerTo(found.collector, shown), answeredAt: at });
  return given === undefined ? refusal : { kind: 'answered', language };
}

interface OpenCollector {
  readonly collector: CollectorRecord;
  /** Signs its forms. */
  readonly key: string;
  readonly hour: Awaited<ReturnType<CollectorReader['hourOf']>>;
  /** It has had as many answers within the hour as it takes. */
  readonly isCrowded: boolean;
  readonly survey: Survey;
  readonly language: Language;
}

/** What stands behind a link, if it can be answered now; else what to show instead. */
async function openCollector(
  { code, ...visit }: CollectorVisit,
  { collectors, surveys, origin: { at } }: Context,
): Promise<OpenCollector | Closed> {
  const found = await collectors.findByCode(code);
  if (found === undefined) return { kind: 'unknownLink' };
  const { collector, key } = found;
  const { id, maximum, perHour } = collector;
  const [survey, hour, answered] = await Promise.all([
    surveys.find(collector.surveyId),
    collectors.hourOf(id, at),
    maximum === undefined ? 0 : collectors.answeredBy(id),
  ]);
  if (survey === undefined) return { kind: 'gone', language: collector.language };
  const wishes = { ...visit, known: collector.language };
  const language = languageFor(wishes, survey.languages, survey.defaultLanguage);
  const closed = survey.status === 'open' ? whyClosed(collector, at) : 'closed';
  if (closed !== undefined) return { kind: closed, language };
  if (maximum !== undefined && answered >= maximum) return { kind: 'full', language };
  return { collector, key, hour, isCrowded: (hour?.answered ?? 0) >= perHour, survey, language };
}
