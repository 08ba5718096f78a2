import { AppError } from '../../../../shared/errors/app-error.ts';

/** Throws unless the caller has read the present version. */
export function assertVersion(entity: { readonly version: number }, version: number): void {
  if (entity.version === version) return;
  throw new AppError('precondition-failed', 'It was changed in the meantime. Reload it and try again.');
}
