import {
  type CountryCode,
  getCountries,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';

export interface PhoneNumber {
  /** `+8613812345678` */
  e164: string;
  /** ISO 3166 country; absent for numbers of no country, such as +800 freephone. */
  country?: string;
  /** Whether it can take a text message, as far as the country's plan tells mobile from fixed lines. */
  mobile: boolean;
}

/**
 * Reads a phone number as people write it (`138 1234 5678`, `0086-138…`, `+49 30 123456`).
 *
 * @param defaultCountry ISO 3166 country of numbers written without an international prefix
 * @returns `undefined` when no country's plan has such a number
 */
export function parsePhone(text: string, defaultCountry?: string): PhoneNumber | undefined {
  const country = readCountry(defaultCountry);
  const parsed = parsePhoneNumberFromString(text.normalize('NFKC').trim().slice(0, 40), {
    ...(country === undefined ? {} : { defaultCountry: country }),
    extract: false,
  });
  if (!parsed?.isValid() || parsed.ext !== undefined) return undefined;
  const type = parsed.getType();
  return {
    e164: parsed.number,
    ...(parsed.country === undefined ? {} : { country: parsed.country }),
    mobile: type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE',
  };
}

/** Whether numbers that name no country can be read as those of this one (ISO 3166-1 alpha-2). */
export function hasNumberPlan(country: string): boolean {
  return isSupportedCountry(country);
}

/** The country that a time zone is of; undefined where several could be, such as of `UTC`. */
export function countryOfZone(timeZone: string): string | undefined {
  return getCountries().find((country) => {
    // What TypeScript does not know of yet.
    const locale: Intl.Locale & { getTimeZones?: () => readonly string[] } = new Intl.Locale(
      `und-${country}`,
    );
    return locale.getTimeZones?.().includes(timeZone);
  });
}

function readCountry(text: string | undefined): CountryCode | undefined {
  if (text === undefined) return undefined;
  const country = text.toUpperCase();
  if (!isSupportedCountry(country)) {
    throw new RangeError(`"${text}" is not a country code such as CN or DE (ISO 3166-1 alpha-2)`);
  }
  return country;
}
