/** Decisions about links for anybody that need nothing but their arguments. */
import type { Instant } from '../../../shared/values/instant.ts';
import type { Collector } from './collectors.schema.ts';

/** Why nobody can answer now; undefined when they can. Whether it is full, its count says. */
export function whyClosed(
  { status, startsAt, endsAt }: Pick<Collector, 'startsAt' | 'endsAt'> & { readonly status: string },
  at: Instant,
): 'early' | 'closed' | undefined {
  if (status !== 'open' || (endsAt !== undefined && endsAt <= at)) return 'closed';
  return startsAt !== undefined && at < startsAt ? 'early' : undefined;
}

/** Where the link of a code leads. @param publicUrl address of the API in links, with or without a slash at the end */
export function linkOfCode(publicUrl: string, code: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/q/${code}`;
}
