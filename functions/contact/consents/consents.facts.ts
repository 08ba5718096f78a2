/** What rules about customers can ask of consents: what holds, also while nothing was said. */
import { fact } from '../../../shared/table/fact.ts';
import type { FactField } from '../../../shared/values/fact-field.ts';
import { consentGranted, consentWithdrawn } from './consents.events.ts';
import { refusalOf } from './consents.rules.ts';
import { type ConsentRecord, consentChannelSchema, purposeSchema } from './consents.schema.ts';
import { createConsentReader } from './index.ts';

const purposes = {
  surveys: ['调查', 'surveys'],
  marketing: ['营销', 'marketing'],
  care: ['关怀', 'care'],
} as const;

const channels = {
  email: ['邮件', 'e-mail'],
  sms: ['短信', 'text message'],
  phone: ['电话', 'phone'],
} as const;

const fields = Object.fromEntries(
  purposeSchema.options.flatMap((purpose) =>
    consentChannelSchema.options.map((channel): [string, FactField] => {
      const [[purposeZh, purposeEn], [channelZh, channelEn]] = [purposes[purpose], channels[channel]];
      return [
        `consents.${purpose}.${channel}`,
        {
          kind: 'choice',
          values: ['granted', 'withdrawn'],
          isContact: true,
          words: [`${purposeZh}的${channelZh}授权`, `consent to ${purposeEn} by ${channelEn}`],
        },
      ];
    }),
  ),
);

export const consentFacts = fact<readonly ConsentRecord[]>({
  fields,
  changedBy: [consentGranted, consentWithdrawn],
  read: (customerIds, table) => createConsentReader(table).list(customerIds),
  value(field, found) {
    const [, asked, channel] = field.split('.');
    const purpose = purposeSchema.parse(asked);
    const said = found.find((each) => each.purpose === purpose && each.channel === channel);
    return refusalOf(purpose, said) === undefined ? 'granted' : 'withdrawn';
  },
  days: () => [],
});
