import { expect } from 'vitest';
import { ApiError } from '../../shared/contract/client.ts';

/** The refusal with which a call must end. */
export async function refusal(attempt: Promise<unknown>): Promise<ApiError> {
  const error = await attempt.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}
