/** Binds the routes of the calling domain. */
import { answer, answerAfter, routes } from '../../../shared/runtime/http.ts';
import { createSurveyReader } from '../../surveys/surveys/index.ts';
import { callingContract } from './calling.contract.ts';
import { putCallSettings, restoreCallSettings } from './calling.operations.ts';
import { callingSentences } from './calling.sentences.ts';
import { createCallSettingsStore } from './calling.store.ts';

export const callingRoutes = routes(callingContract, { sentences: callingSentences }, ({ table }) => {
  const settings = createCallSettingsStore(table);
  const surveys = createSurveyReader(table);
  return {
    getCallSettings: async () => answer(200, await settings.get()),

    putCallSettings: async ({ body, ifMatch, principal, origin }) => {
      const context = { settings, surveys, principal, origin };
      return answerAfter(200, await putCallSettings({ entry: body, version: ifMatch }, context));
    },

    restoreCallSettings: async ({ params, principal, origin }) => {
      const context = { settings, surveys, principal, origin };
      return answerAfter(200, await restoreCallSettings(params.eventId, context));
    },
  };
});
