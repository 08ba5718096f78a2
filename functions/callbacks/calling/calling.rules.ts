/** What holds while nobody has set anything, and what follows from what is set. */
import type { CallSettings, CallSettingsEntry, Outcome, OutcomeCode } from './calling.schema.ts';

const again = { kind: 'retry', afterHours: 2, atMost: 19 } as const;

export const defaultCallSettings: CallSettings = {
  version: 1,
  outcomes: [
    { code: 'reached', label: { 'zh-CN': '已接通', en: 'reached' }, reached: true, next: { kind: 'close' } },
    { code: 'no-answer', label: { 'zh-CN': '无人接听', en: 'no answer' }, reached: false, next: again },
    { code: 'busy', label: { 'zh-CN': '占线', en: 'busy' }, reached: false, next: again },
    {
      ...{ code: 'wrong-number', label: { 'zh-CN': '号码有误', en: 'wrong number' } },
      ...{ reached: false, next: { kind: 'close' } },
    },
    {
      ...{ code: 'call-later', label: { 'zh-CN': '请稍后再打', en: 'asked to be called later' } },
      ...{ reached: true, next: { kind: 'ask-again' } },
    },
    {
      code: 'refused',
      label: { 'zh-CN': '已接通，不愿交谈', en: 'did not want to talk' },
      reached: true,
      next: { kind: 'close' },
    },
  ],
  hours: { from: '09:00', to: '20:00' },
  quietDays: [],
  remindMinutesBefore: null,
  escalateAfterHours: null,
  reassignAbsent: false,
  scripts: [],
};

/** The code, retired or not; undefined for one that there never was. */
export function codeOf(settings: CallSettings, outcome: Outcome): OutcomeCode | undefined {
  return settings.outcomes.find(({ code }) => code === outcome);
}

/** What an entry comes to: codes that it leaves out are retired, for calls bear them. */
export function withRetired({ outcomes: before }: CallSettings, entry: CallSettingsEntry): CallSettingsEntry {
  const named = new Set(entry.outcomes.map(({ code }) => code));
  const left = before.filter(({ code }) => !named.has(code));
  return {
    ...entry,
    outcomes: [...entry.outcomes, ...left.map((code) => ({ ...code, retired: true as const }))],
  };
}
