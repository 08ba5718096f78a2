/** What the form of a campaign asks the API for. */
import { expect, it } from 'vitest';
import { campaignFrom } from '../../../functions/desk/campaigns-desk/campaigns-desk.rules.ts';

const form = (fields: object) => ({
  ...{ rhythm: 'weekly', 'schedule.at': '2027-02-01T09:00', 'schedule.timeZone': 'Asia/Shanghai' },
  ...fields,
});

it.each(['daily', 'weekly', 'monthly'])(
  'begins what is repeated %s with the moment that was entered',
  (rhythm) => {
    expect(campaignFrom(form({ rhythm }))).toMatchObject({ startsAt: '2027-02-01T01:00:00.000Z' });
  },
);

it('begins when somebody says when, and nothing else with the moment of another rhythm', () => {
  const later = campaignFrom(form({ startsAt: '2027-03-01T00:00' }));
  expect(later).toMatchObject({ startsAt: '2027-02-28T16:00:00.000Z' });
  for (const rhythm of ['once', 'rate', 'cron', 'event'])
    expect(campaignFrom(form({ rhythm }))).not.toHaveProperty('startsAt');
});
