/** What the system says of callbacks in its own words. */
import type { Language } from '../../../shared/values/language.ts';
import type { Callback, CancelCode } from './callbacks.schema.ts';

const reasons: Readonly<Record<Exclude<CancelCode, 'by-hand'>, Readonly<Record<Language, string>>>> = {
  'customer-deleted': { 'zh-CN': '客户已被删除。', en: 'The customer was deleted.' },
};

/** A callback, or its row, that says why the system has withdrawn it; what a person said stays as it is. */
export function withReason<Shown extends Pick<Callback, 'cancelCode' | 'cancelledBecause'>>(
  callback: Shown,
  language: Language,
): Shown {
  const { cancelCode } = callback;
  if (cancelCode === undefined || cancelCode === 'by-hand') return callback;
  return { ...callback, cancelledBecause: reasons[cancelCode][language] };
}
