import { proveCampaign } from '../support/campaign-under-faults.ts';

proveCampaign({ people: 150, times: 2, seed: Number(process.env.SEED ?? 20261121) });
