/** One call: what is known of it, who makes it, and whose claim keeps others from it. */
import { randomUUID } from 'node:crypto';
import { ApiError } from '../../../shared/contract/client.ts';
import { infoMessage, type MessageContent } from '../../../shared/pages/messages.ts';
import { wallTimeAt } from '../../../shared/time/zones.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import {
  type Callback,
  CallbackPatch,
  type Completion,
  callbackIdSchema,
} from '../../callbacks/callbacks/callbacks.schema.ts';
import { loopOfCallback } from '../../callbacks/closed-loop/closed-loop.schema.ts';
import type { StaffSummary } from '../../people/staff/staff.schema.ts';
import { unfilled } from '../../surveys/questions/index.ts';
import {
  type DeskForm,
  deskPages,
  type Filled,
  filledIn,
  goTo,
  listStaff,
  mayCall,
  type Names,
  namesOf,
  refuseRight,
  returnPath,
  timeOf,
  unlessRefused,
  unlessRepeated,
  untouched,
  type Visit,
  valueIn,
  valuesIn,
  versionIn,
} from '../desk/index.ts';
import { callbackDeskContract } from './callback-desk.contract.ts';
import {
  type Calling,
  type CallReader,
  type CallView,
  callPage,
  changePage,
  claimEndPage,
  claimOf,
  correctionPage,
  type Given,
  givenNote,
  givingPage,
  isOpen,
  lostCallPage,
  withdrawalPage,
} from './callback-desk.page.ts';
import { texts } from './callback-desk.texts.ts';
import type { Answered } from './operations/show-answers.ts';

const { cancelCallback, completeCallback, correctCallback, patchCallback, releaseCallback } =
  callbacksContract.routes;

export const callbackDeskPages = deskPages(
  callbackDeskContract,
  () => ({
    showCallback: ({ params, ...visit }) => showCall(visit, params.callbackId),

    sendCall: async ({ params, body, ...visit }) => {
      const { startCallback, completeCallback } = visit.api.callbacks;
      const isStart = valueIn(body, 'begin') !== '';
      try {
        if (isStart) await startCallback({ params });
        else
          await completeCallback(
            { params, body: completionIn(body, visit) },
            { idempotencyKey: valueIn(body, 'key') },
          );
      } catch (error) {
        const found = await readCall(visit, params.callbackId);
        return showFound(visit, found, { filled: filledIn(body, error, visit) });
      }
      return goTo(`/desk/callbacks/${params.callbackId}${isStart ? '' : '?done=1'}`);
    },

    showGiving: ({ params, ...visit }) => showGiving(visit, params.callbackId, visit.before, untouched),

    sendGiving: async ({ params, body, ...visit }) => {
      const back = returnPath(valueIn(body, 'back'));
      const { patchCallback, getCallback } = visit.api.callbacks;
      const sent = { owner: valueIn(body, 'owner') || null };
      const ifMatch = versionIn(body);
      try {
        await patchCallback({ params, body: sent }, { ifMatch }).catch((error: unknown) =>
          unlessRepeated(error, {
            ...{ sent, schema: CallbackPatch.pick({ owner: true }).strip() },
            read: async () => (await getCallback({ params })).body,
          }),
        );
      } catch (error) {
        return showGiving(visit, params.callbackId, back, filledIn(body, error, visit));
      }
      return goTo(`${back.split('?')[0]}?given=${params.callbackId}`);
    },

    showChange: ({ params, ...visit }) => showChange(visit, params.callbackId, untouched),

    sendChange: async ({ params, body, ...visit }) => {
      const { patchCallback, getCallback } = visit.api.callbacks;
      const sent = changeIn(body, visit);
      const path = `/desk/callbacks/${params.callbackId}`;
      const ifMatch = versionIn(body);
      try {
        const { body: after } = await patchCallback({ params, body: sent }, { ifMatch });
        const isUnchanged = String(after.version) === valueIn(body, 'version');
        return goTo(`${path}?${isUnchanged ? 'unchanged' : 'changed'}=1`);
      } catch (error) {
        try {
          const read = async () => standingOf((await getCallback({ params })).body, sent);
          await unlessRepeated(error, { sent, schema: CallbackPatch, read });
        } catch (refusal) {
          return showChange(visit, params.callbackId, filledIn(body, refusal, visit));
        }
        return goTo(`${path}?changed=1`);
      }
    },

    showWithdrawal: ({ params, ...visit }) => showWithdrawal(visit, params.callbackId, untouched),

    sendWithdrawal: async ({ params, body, ...visit }) => {
      try {
        const options = { idempotencyKey: valueIn(body, 'key') };
        await visit.api.callbacks.cancelCallback({ params, body: { why: valueIn(body, 'why') } }, options);
      } catch (error) {
        return showWithdrawal(visit, params.callbackId, filledIn(body, error, visit));
      }
      return goTo(`/desk/callbacks/${params.callbackId}?withdrawn=1`);
    },

    showOutcomeCorrection: ({ params, ...visit }) =>
      showOutcomeCorrection(visit, params.callbackId, untouched),

    sendOutcomeCorrection: async ({ params, body, ...visit }) => {
      try {
        const options = { idempotencyKey: valueIn(body, 'key'), ifMatch: versionIn(body) };
        const { note = null, ...completion } = completionIn(body, visit);
        const sent = { params, body: { ...completion, note } };
        const { body: after } = await visit.api.callbacks.correctCallback(sent, options);
        const isUnchanged = String(after.version) === valueIn(body, 'version');
        return goTo(`/desk/callbacks/${params.callbackId}?${isUnchanged ? 'unchanged' : 'corrected'}=1`);
      } catch (error) {
        return showOutcomeCorrection(visit, params.callbackId, filledIn(body, error, visit));
      }
    },

    showClaimEnd: ({ params, ...visit }) => showClaimEnd(visit, params.callbackId, untouched),

    sendClaimEnd: async ({ params, body, ...visit }) => {
      try {
        const options = { idempotencyKey: valueIn(body, 'key') };
        await visit.api.callbacks.releaseCallback({ params, body: { why: valueIn(body, 'why') } }, options);
      } catch (error) {
        return showClaimEnd(visit, params.callbackId, filledIn(body, error, visit));
      }
      return goTo(`/desk/callbacks/${params.callbackId}?ended=1`);
    },
  }),
  {
    ...{ showGiving: patchCallback, showChange: patchCallback, showWithdrawal: cancelCallback },
    ...{ showOutcomeCorrection: correctCallback, showClaimEnd: releaseCallback },
  },
);

function readerOf({ reader }: Pick<Visit, 'reader'>): CallReader & Visit['reader'] {
  return {
    ...reader,
    mayGive: mayCall(reader, patchCallback),
    mayCall: mayCall(reader, completeCallback),
  };
}

/** What the API takes of a form is for it to say: what was typed goes there as it is. */
type Typed = never;

/** What was filled in; a time is by the clock of whoever calls. */
function completionIn(form: DeskForm, { reader }: Visit): Completion {
  const [note, wallTime] = [valueIn(form, 'note').trim(), valueIn(form, 'due')];
  const wantedHours = wantedHoursIn(form);
  return {
    outcome: valueIn(form, 'outcome'),
    ...(note === '' ? {} : { note }),
    ...(wallTime === '' ? {} : { due: { wallTime, timeZone: reader.timeZone } }),
    ...(wantedHours === undefined ? {} : { wantedHours: wantedHours as Typed }),
    ...(valueIn(form, 'close') === 'true' ? { close: true as const } : {}),
  };
}

/** What is asked for; a time that was left as it was shown may have passed, and is not promised anew. */
function changeIn(form: DeskForm, { reader }: Visit): CallbackPatch {
  const [wallTime, note] = [valueIn(form, 'due'), valueIn(form, 'note').trim()];
  const isMoved = wallTime !== valueIn(form, 'promised');
  return {
    ...(isMoved ? { due: { wallTime, timeZone: reader.timeZone } } : {}),
    priority: valueIn(form, 'priority') as Typed,
    note: note === '' ? null : note,
    wantedHours: (wantedHoursIn(form) ?? null) as Typed,
  };
}

/** A callback as somebody asks for it. */
function standingOf({ due, priority, note, wantedHours }: Callback, { due: asked }: CallbackPatch) {
  const { wallTime, timeZone } = due;
  return {
    ...(asked === undefined ? {} : { due: { wallTime, timeZone } }),
    ...{ priority, note: note ?? null, wantedHours: wantedHours ?? null },
  };
}

/** When the customer wants to be called; undefined where nothing was said of that. */
export function wantedHoursIn(form: DeskForm) {
  const [from, to] = [valueIn(form, 'wantedHours.from'), valueIn(form, 'wantedHours.to')];
  const days = valuesIn(form, 'wantedHours.days');
  if (from === '' && to === '' && days.length === 0) return undefined;
  return {
    ...(from === '' ? {} : { from }),
    ...(to === '' ? {} : { to }),
    ...(days.length === 0 ? {} : { days }),
  };
}

/** Whom a call is meant for; undefined for whoever may make the call, but not see the customer. */
export function readCustomerOf({ customers }: Visit['api'], { customerId }: Pick<Callback, 'customerId'>) {
  return unlessRefused(customers.getCustomer({ params: { customerId } }), [403, 404]);
}

/** What the page of a call needs beside it. */
async function readCalling({ api, reader }: Visit, callback: Callback): Promise<Calling> {
  const { reason, responseId } = callback;
  const isAnswer = reason.kind === 'low-score' || reason.kind === 'answer';
  const [customer, { body: settings }, survey, cause, loop, spoken] = await Promise.all([
    readCustomerOf(api, callback),
    api.calling.getCallSettings({}),
    isAnswer ? readSurvey(api, reason.surveyId) : undefined,
    isAnswer ? readResponse(api, reason.responseId) : undefined,
    isAnswer ? readLoop(api, callback.id) : undefined,
    responseId === undefined ? undefined : readAnswered(api, responseId),
  ]);
  const scored = reason.kind === 'low-score' ? reason.questionId : undefined;
  const shown = cause?.answers.find(({ questionId }) => questionId === scored)?.question;
  const text = survey?.questions.find(({ id }) => id === scored)?.text[reader.language];
  return {
    customer,
    cause: cause && { response: cause, survey },
    asked: survey && { survey, question: shown ?? (text && unfilled(text)), rule: loop?.rule },
    spoken,
    outcomes: settings.outcomes,
    key: randomUUID(),
  };
}

/** Undefined where it is not there any more, or not for this reader. */
const readSurvey = (api: Visit['api'], surveyId: string) =>
  unlessRefused(api.surveys.getSurvey({ params: { surveyId } }), [403, 404]);

const readLoop = (api: Visit['api'], callbackId: string) =>
  unlessRefused(api.closedLoop.getLoop({ params: { loopId: loopOfCallback(callbackId) } }), [403, 404]);

const readResponse = (api: Visit['api'], responseId: string) =>
  unlessRefused(api.responses.getResponse({ params: { responseId } }), [403, 404]);

async function readAnswered(api: Visit['api'], responseId: string): Promise<Answered | undefined> {
  const response = await readResponse(api, responseId);
  return response && { response, survey: await readSurvey(api, response.surveyId) };
}

/** What was given out just now, by the address; it is asked anew. */
export async function readGiven(visit: Visit): Promise<Given | undefined> {
  const callbackId = callbackIdSchema.safeParse(
    new URL(visit.address, 'http://desk').searchParams.get('given'),
  );
  if (!callbackId.success) return undefined;
  try {
    return await readCall(visit, callbackId.data);
  } catch (error) {
    // Whoever has given it away may not see it any more.
    if (error instanceof ApiError && error.status === 404) return {};
    throw error;
  }
}

interface Call {
  readonly callback: Callback;
  readonly everybody: readonly StaffSummary[];
  readonly names: Names;
}

async function readCall({ api }: Pick<Visit, 'api'>, callbackId: string): Promise<Call> {
  const [{ body: callback }, everybody] = await Promise.all([
    api.callbacks.getCallback({ params: { callbackId } }),
    listStaff(api),
  ]);
  return { callback, everybody, names: namesOf(everybody) };
}

/** After something was done there, it says so, also to whoever may not see the call any more. */
async function showCall(visit: Visit, callbackId: string) {
  const { address, reader } = visit;
  const asked = new URL(address, 'http://desk').searchParams;
  const words = texts[reader.language];
  const { answersTaken, changed, claimEnded, corrected, promised, recorded, unchanged, withdrawn } = words;
  const notes = {
    ...{ done: recorded, corrected, changed, unchanged, promised, withdrawn },
    ...{ answered: answersTaken, ended: claimEnded },
  };
  const text = Object.entries(notes).find(([name]) => asked.has(name))?.[1];
  const noteOf = (given: Given) => {
    if (text !== undefined) return infoMessage(mindingHours(text, given, visit));
    return asked.has('given') ? givenNote(reader, given) : undefined;
  };
  try {
    const found = await readCall(visit, callbackId);
    return showFound(visit, found, { note: noteOf(found) });
  } catch (error) {
    const note = noteOf({});
    if (!(error instanceof ApiError && error.status === 404) || note === undefined) throw error;
    return visit.show({ title: words.lostCall, part: 'home', main: lostCallPage(note, reader) });
  }
}

/** What is said of a call, and at once that its time is not in the hours in which the customer wants to be called. */
function mindingHours(text: string, { callback }: Given, { reader }: Visit): MessageContent {
  const { notInHours, otherTime } = texts[reader.language];
  if (callback?.wantedHours === undefined || !isOpen(callback)) return { text };
  if (callback.due.outsideCustomersDay !== true) return { text };
  return {
    text: `${text} ${notInHours(timeOf(callback.due.instant, reader))}`,
    links: [{ href: `/desk/callbacks/${callback.id}/change`, label: otherTime }],
  };
}

async function showFound(
  visit: Visit,
  { callback, names }: Call,
  { note, filled = untouched }: Partial<Pick<CallView, 'note' | 'filled'>>,
) {
  const reader = readerOf(visit);
  const calling = await readCalling(visit, callback);
  const main = callPage({ callback, names, at: visit.at, note, filled, calling }, reader);
  const title = texts[reader.language].call(callback.customerName);
  return visit.show({ title, part: 'home', main }, filled.status);
}

async function showGiving(visit: Visit, callbackId: string, back: string, filled: Filled) {
  const [found, givable] = await Promise.all([readCall(visit, callbackId), readGivable(visit)]);
  const { callback, everybody } = found;
  const reader = readerOf(visit);
  if (!isOpen(callback)) return showClosed(visit, found, filled);
  const main = givingPage({ callback, everybody, givable, back, filled, at: visit.at }, reader);
  const title = texts[reader.language].giveCall(callback.customerName);
  return visit.show({ title, part: 'home', main }, filled.status);
}

/** The call itself, where what was to be done goes with open ones alone. */
function showClosed(visit: Visit, found: Call, filled: Filled) {
  const { closed, statuses } = texts[visit.reader.language];
  const text = closed(statuses[found.callback.status]);
  return showFound(visit, found, { note: filled.refused ? undefined : infoMessage({ text }), filled });
}

async function showChange(visit: Visit, callbackId: string, filled: Filled) {
  const found = await readCall(visit, callbackId);
  if (!isOpen(found.callback)) return showClosed(visit, found, filled);
  const reader = readerOf(visit);
  const main = changePage({ ...found, at: visit.at, filled }, reader);
  return visit.show({ title: texts[reader.language].change, part: 'home', main }, filled.status);
}

async function showWithdrawal(visit: Visit, callbackId: string, filled: Filled) {
  const found = await readCall(visit, callbackId);
  if (!isOpen(found.callback)) return showClosed(visit, found, filled);
  const reader = readerOf(visit);
  const main = withdrawalPage({ ...found, at: visit.at, filled, key: randomUUID() }, reader);
  return visit.show({ title: texts[reader.language].withdraw, part: 'home', main }, filled.status);
}

/** To whom the reader may give calls: everybody, or those whose rows their teams and absences open to them. */
export async function readGivable({ api, reader, at }: Visit): Promise<ReadonlySet<string> | undefined> {
  if (reader.permissions['callbacks.write'] === 'all') return undefined;
  const [{ body: mine }, { body: me }] = await Promise.all([
    api.teams.listTeams({ query: { member: 'me' } }),
    api.staff.getMe(),
  ]);
  const opened = mine.items.filter(({ shared, leads }) => shared || leads.includes(reader.staffId));
  const [teams, absent] = await Promise.all([
    Promise.all(opened.map(({ id: teamId }) => api.teams.getTeam({ params: { teamId } }))),
    Promise.all(
      (me.staff?.standsInFor ?? []).map(async ({ staffId, from, until }) => {
        const { body } = await api.staff.getStaff({ params: { staffId } });
        const today = wallTimeAt(at, body.timeZone).slice(0, 10);
        return from <= today && today <= until ? [staffId] : [];
      }),
    ),
  ]);
  const people = teams.flatMap(({ body: { leads, members } }) => [...leads, ...members]);
  return new Set([reader.staffId, ...people, ...absent.flat()]);
}

/** The form, where something was recorded that the reader may correct; else the call itself. */
async function showOutcomeCorrection(visit: Visit, callbackId: string, filled: Filled) {
  const found = await readCall(visit, callbackId);
  const { mayCorrect } = found.callback;
  if (mayCorrect !== true) {
    const text = texts[visit.reader.language].correctedByOthers;
    const note = mayCorrect === false && !filled.refused ? infoMessage({ text }) : undefined;
    return showFound(visit, found, { note, filled });
  }
  const reader = readerOf(visit);
  const calling = await readCalling(visit, found.callback);
  const main = correctionPage({ ...found, at: visit.at, filled, calling }, reader);
  return visit.show({ title: texts[reader.language].correct, part: 'home', main }, filled.status);
}

/** The form, as long as somebody is working on the call; else the call itself. */
async function showClaimEnd(visit: Visit, callbackId: string, filled: Filled) {
  const found = await readCall(visit, callbackId);
  const reader = readerOf(visit);
  const { endClaim, notClaimed } = texts[reader.language];
  const claim = claimOf(found.callback, visit.at);
  if (claim === null) {
    const note = filled.refused === undefined ? infoMessage({ text: notClaimed }) : undefined;
    return showFound(visit, found, { note, filled });
  }
  if (claim.mayRelease !== true) return refuseRight(visit);
  const main = claimEndPage({ ...found, claim, at: visit.at, filled, key: randomUUID() }, reader);
  return visit.show({ title: endClaim, part: 'home', main }, filled.status);
}
