import { provePace } from '../../support/paced-campaign.ts';

// test/long has 2,000 of them.
provePace({ mails: 30, beyondQuota: 4 });
