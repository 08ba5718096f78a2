import * as z from 'zod';

const currencies = new Set(Intl.supportedValuesOf('currency'));

/** A currency of ISO 4217. */
export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be a currency code such as CNY (ISO 4217)')
  .refine((code) => currencies.has(code), 'must be a currency of ISO 4217, such as CNY')
  .meta({ description: 'Currency (ISO 4217).', examples: ['CNY'] });

/** An amount as a whole number of the currency's smallest unit: 12.50 CNY is 1250, 500 JPY is 500. */
export const moneySchema = z
  .strictObject({
    minorUnits: z.int().meta({ description: "Amount in the currency's smallest unit.", examples: [1250] }),
    currency: currencySchema,
  })
  .meta({ description: 'An amount of money.' });

export type Money = z.infer<typeof moneySchema>;

/** How many decimals a currency is written with: 2 for CNY, 0 for JPY, 3 for KWD. */
export function currencyDecimals(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** For people: `¥12.50`. Exact: no division of the amount, so no rounding. */
export function formatMoney(money: Money, language: string): string {
  const decimals = currencyDecimals(money.currency);
  const digits = String(Math.abs(money.minorUnits)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = decimals === 0 ? '' : `.${digits.slice(-decimals)}`;
  const decimal: `${number}` = `${money.minorUnits < 0 ? '-' : ''}${whole}${fraction}` as `${number}`;
  return new Intl.NumberFormat(language, { style: 'currency', currency: money.currency }).format(decimal);
}
