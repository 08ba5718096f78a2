/** The script of a call: what is asked in it, page by page, and what the customer says. */
import { randomUUID } from 'node:crypto';
import { languageFor, languageSchema } from '../../../shared/values/language.ts';
import { callbacksContract } from '../../callbacks/callbacks/callbacks.contract.ts';
import type { Callback } from '../../callbacks/callbacks/callbacks.schema.ts';
import { pageAt, turnPage } from '../../surveys/questions/index.ts';
import { pageFields } from '../../surveys/questions/questions.schema.ts';
import { readCustomerOf } from '../callback-desk/index.ts';
import { deskPages, filledIn, goTo, untouched, type Visit, valueIn } from '../desk/index.ts';
import { scriptDeskContract } from './script-desk.contract.ts';
import { type Nothing, nothingPage, type Script, type ScriptView, scriptPage } from './script-desk.page.ts';
import { texts } from './script-desk.texts.ts';

const { takeAnswers } = callbacksContract.routes;

export const scriptDeskPages = deskPages(
  scriptDeskContract,
  () => ({
    showScript: async ({ params, query, ...visit }) => {
      const { callback, script } = await readScript(visit, params.callbackId, query.lang);
      if (callback.responseId !== undefined) return showNothing(visit, callback, 'taken');
      if (typeof script === 'string') return showNothing(visit, callback, script);
      const page = pageAt(script.survey.questions, undefined);
      return showPage(visit, { ...script, page, values: {}, violations: {} });
    },

    sendScript: async ({ params, body, ...visit }) => {
      const { callback, script } = await readScript(visit, params.callbackId, valueIn(body, 'language'));
      if (typeof script === 'string') return showNothing(visit, callback, script);
      const { questions } = script.survey;
      const key = valueIn(body, 'key');
      const turn = turnPage(questions, body);
      if (turn.kind === 'page') return showPage(visit, { ...script, ...turn, values: body, key });
      try {
        const said = { answers: turn.answers, language: script.language };
        await visit.api.callbacks.takeAnswers({ params, body: said }, { idempotencyKey: key });
      } catch (error) {
        const page = pageAt(questions, valueIn(body, pageFields.page));
        const filled = filledIn(body, error, visit);
        return showPage(visit, { ...script, page, values: body, violations: {}, filled, key });
      }
      return goTo(`/desk/callbacks/${params.callbackId}?answered=1`);
    },
  }),
  { showScript: takeAnswers },
);

/** A call, and what is asked in it or why nothing is. @param asked the language that was chosen, if any */
async function readScript(
  { api }: Visit,
  callbackId: string,
  asked: string | undefined,
): Promise<{ readonly callback: Callback; readonly script: Script | Exclude<Nothing, 'taken'> }> {
  const { body: callback } = await api.callbacks.getCallback({ params: { callbackId } });
  if (callback.script === undefined) return { callback, script: 'none' };
  const [{ body: survey }, customer] = await Promise.all([
    api.surveys.getSurvey({ params: callback.script }),
    readCustomerOf(api, callback),
  ]);
  if (survey.status !== 'open') return { callback, script: 'none' };
  if (survey.anonymous === true) return { callback, script: 'anonymous' };
  const chosen = languageSchema.safeParse(asked).data ?? customer?.language;
  const language = languageFor({ known: chosen }, survey.languages, survey.defaultLanguage);
  return { callback, script: { callback, customer, survey, language } };
}

function showPage(
  { show, reader }: Visit,
  {
    filled = untouched,
    key = randomUUID(),
    ...script
  }: Omit<ScriptView, 'filled' | 'key'> & Partial<Pick<ScriptView, 'filled' | 'key'>>,
) {
  const isWrong = Object.keys(script.violations).length > 0;
  const title = texts[reader.language].title(script.callback.customerName);
  const main = scriptPage({ ...script, filled, key }, reader);
  return show({ title, part: 'home', main }, isWrong ? 400 : filled.status);
}

function showNothing({ show, reader }: Visit, callback: Callback, why: Nothing) {
  const title = texts[reader.language].nothing;
  return show({ title, part: 'home', main: nothingPage(callback, why, reader) });
}
