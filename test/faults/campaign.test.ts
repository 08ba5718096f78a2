import { proveCampaign } from '../support/campaign-under-faults.ts';

proveCampaign({ people: 60, times: 3, seed: Number(process.env.SEED ?? 20261121) });
