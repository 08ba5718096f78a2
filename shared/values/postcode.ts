import { postcodeValidator, postcodeValidatorExistsForCountry } from 'postcode-validator';

/**
 * Whether a country (ISO 3166-1) can have such a postcode, by its shape. Of a country of which nothing is known, every
 * postcode may be right.
 */
export function isPostcode(postcode: string, country: string): boolean {
  return !postcodeValidatorExistsForCountry(country) || postcodeValidator(postcode, country);
}
