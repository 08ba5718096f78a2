import { proveCampaign } from '../support/campaign-under-faults.ts';

proveCampaign({ people: 1000, seed: Number(process.env.SEED ?? 20261121) });
