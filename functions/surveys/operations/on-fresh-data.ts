import { RaceLost } from '../../../shared/table/commit.ts';

const maximumRaces = 5;

/** Decides anew on fresh data when somebody else was faster; after five lost races the message comes again. */
export async function onFreshData<Result>(decide: () => Promise<Result>): Promise<Result> {
  for (let race = 1; ; race += 1) {
    try {
      return await decide();
    } catch (error) {
      if (!(error instanceof RaceLost) || race === maximumRaces) throw error;
    }
  }
}
