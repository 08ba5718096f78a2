import type { Principal } from '../../../../shared/identity/principal.ts';
import type { Language } from '../../../../shared/values/language.ts';
import { formatMoney } from '../../../../shared/values/money.ts';
import type { CustomerReader } from '../../../customers/customers/index.ts';
import type { ValueReader } from '../../insights/index.ts';
import type { ValueRecord } from '../../insights/insights.schema.ts';
import { dayNumber, type OutlookWish, outlookOf, spentAgain } from '../forecasts.rules.ts';
import type { CustomerValue, Models, Outlook, Reason } from '../forecasts.schema.ts';
import type { ForecastsStore } from '../forecasts.store.ts';
import { reason } from '../forecasts.texts.ts';

interface Context {
  readonly forecasts: Pick<ForecastsStore, 'findState'>;
  readonly values: Pick<ValueReader, 'find'>;
  readonly customers: Pick<CustomerReader, 'getReachable'>;
  readonly principal: Principal;
  readonly language: Language;
  /** The instant of the request. */
  readonly at: string;
}

/**
 * What a customer whom the caller reaches has bought, and what is to be expected of them by the models in force; by the id of a
 * record that was merged what the whole comes to.
 */
export async function getCustomerValue(
  customerId: string,
  wish: OutlookWish,
  { forecasts, values, customers, principal, language, at }: Context,
): Promise<CustomerValue> {
  const customer = await customers.getReachable(customerId, 'commerce.read', principal);
  const [value, state] = [await values.find(customer.id), await forecasts.findState()];
  if (value === undefined) {
    const reasons = [reason('no-orders', {}, language)];
    return { customerId: customer.id, orders: 0, purchaseDays: 0, spending: [], reasons };
  }
  const { id, version: _version, customer: _customer, history: _history, ...purchases } = value;
  const base = { customerId: id, ...purchases };
  if (state?.current === undefined) {
    const refused = state?.refusal && reason('refused', { refusal: state.refusal }, language);
    return { ...base, reasons: [reason('no-forecast', {}, language), ...(refused ? [refused] : [])] };
  }
  const today = dayNumber(at);
  const outlook = outlookOf(value, state.current, wish, today);
  const spending = spendingReason(value, outlook, state.current, language);
  return {
    ...base,
    outlook,
    reasons: [buyingReason(value, today, language), ...(spending ? [spending] : [])],
  };
}

/** Beyond this many times their rhythm it is told that they are late. */
const late = 1.5;

function buyingReason(value: ValueRecord, today: number, language: Language): Reason {
  const since = Math.max(0, today - dayNumber(value.lastOrderAt));
  const every = value.everyDays;
  if (every === undefined) return reason('bought-once', { since }, language);
  if (since <= late * every) return reason('in-rhythm', { since, every }, language);
  return reason('overdue', { since, every, times: Math.round((since / every) * 10) / 10 }, language);
}

function spendingReason(
  value: ValueRecord,
  { currency, expectedSpending }: Outlook,
  { spending }: Models,
  language: Language,
): Reason | undefined {
  if (currency === undefined) return undefined;
  if (expectedSpending === undefined) {
    const refusal = spending.find((fit) => fit.currency === currency)?.refusal ?? 'too-few-repeats';
    return reason('no-spending', { currency, refusal }, language);
  }
  const money = (minorUnits: number) =>
    formatMoney({ minorUnits: Math.round(minorUnits), currency }, language);
  const { purchases, mean } = spentAgain(value);
  const expected = money(expectedSpending);
  return purchases === 0
    ? reason('spent-once', { expected }, language)
    : reason('spent-again', { amount: money(mean), purchases, expected }, language);
}
