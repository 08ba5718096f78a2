import { proveCampaign } from '../support/campaign-under-faults.ts';

// A seed of its own for each run; the title of the tests shows it, and SEED=… repeats a run.
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

for (const round of [0, 1, 2]) proveCampaign({ people: 3000, times: 1, seed: seed + round });
