import { provePace } from '../support/paced-campaign.ts';

provePace({ mails: 2000, beyondQuota: 200 });
