/** The routes of the calling domain: how a department calls. */
import * as z from 'zod';
import { contract } from '../../../shared/contract/route.ts';
import { eventId } from '../../../shared/events/event.ts';
import { CallSettings, CallSettingsEntry } from './calling.schema.ts';

export const callingContract = contract(
  'calling',
  'How a department calls: what may come of a call and what follows, when, with which script, and who is told.',
  {
    getCallSettings: {
      method: 'GET',
      path: '/callback-settings',
      permission: 'callbacks.read',
      summary: 'Read how the department calls',
      description:
        'While nobody has set anything: six outcomes, of which `no-answer` and `busy` are tried again after two working hours; customers are called between 9 and 20 o’clock by their own clock.',
      replies: { 200: CallSettings },
      errors: [],
    },
    putCallSettings: {
      method: 'PUT',
      path: '/callback-settings',
      permission: 'callbacks.write',
      summary: 'Say how the department calls',
      description:
        'For managers. Outcomes that are left out are kept as retired. What was promised before keeps its time.',
      body: CallSettingsEntry,
      ifMatch: true,
      replies: { 200: CallSettings },
      errors: [],
      example: {
        body: {
          outcomes: [
            {
              code: 'reached',
              label: { 'zh-CN': '已接通', en: 'reached' },
              reached: true,
              next: { kind: 'close' },
            },
            {
              code: 'no-answer',
              label: { 'zh-CN': '无人接听', en: 'no answer' },
              reached: false,
              next: { kind: 'retry', afterHours: 6, atMost: 3 },
            },
          ],
          hours: { from: '09:00', to: '20:00' },
          quietDays: ['sunday'],
          remindMinutesBefore: 15,
          escalateAfterHours: 4,
          reassignAbsent: true,
          scripts: [],
        },
      },
    },
    restoreCallSettings: {
      method: 'POST',
      path: '/callback-settings/changes/{eventId}/restore',
      permission: 'callbacks.write',
      summary: 'Give the settings of calls back what they were before a change',
      description:
        'For managers. The change is a `callback-settings.changed` of the trail, named by its id. Where one of its fields has changed again since, nothing is restored: `changedSince` names them, and `newer` the change.',
      params: z.strictObject({ eventId: eventId.schema }),
      replies: { 200: CallSettings },
      errors: ['not-found', 'conflict', 'not-allowed-now'],
    },
  },
);
