import { AppError } from '../../../shared/errors/app-error.ts';
import { parsePhone } from '../../../shared/values/phone-number.ts';

/** Throws unless the number can exist in its country's plan. */
export function assertPhone(phone: string | null | undefined): void {
  if (phone === undefined || phone === null || parsePhone(phone) !== undefined) return;
  throw new AppError('invalid-request', 'There is no such phone number.', {
    faults: [{ pointer: '/body/phone', reason: 'No number of this form exists in its country.' }],
  });
}
