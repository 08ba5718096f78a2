/** Which source may write over what of a customer: rules as data. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { text } from '../../../shared/values/text.ts';

/** What a source may own: whatever an upsert can say of a customer. */
export const sourceFields = [
  ...['kind', 'name', 'givenName', 'familyName', 'company', 'email', 'otherEmails', 'phone', 'otherPhones'],
  ...['gender', 'birthday', 'lunarBirthday', 'language', 'timeZone', 'address', 'otherAddresses'],
  ...['preferences', 'source', 'stage', 'custom', 'tags', 'owner'],
] as const;

export const sourceName = text(40).describe('Name of a source, e.g. `erp`, as in external ids.');

const fieldList = distinct(z.array(z.enum(sourceFields)).max(sourceFields.length));

const SourceRule = z
  .strictObject({
    source: sourceName,
    owns: fieldList
      .default([])
      .describe('What only this source, and others that own it, may write over. Nothing if left out.'),
    never: fieldList.default([]).describe('What this source never writes over. Nothing if left out.'),
  })
  .meta({ id: 'SourceRule', description: 'What a source may write over.' });
export type SourceRule = z.infer<typeof SourceRule>;

export const SourceRulesEntry = z
  .strictObject({ rules: distinct(z.array(SourceRule).max(30), ({ source }) => source) })
  .meta({
    id: 'SourceRulesEntry',
    description: 'Which source may write over what. A source that no rule names owns nothing.',
  });
export type SourceRulesEntry = z.infer<typeof SourceRulesEntry>;

export const SourceRules = SourceRulesEntry.extend({
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  updatedAt: instantSchema.optional().describe('Absent while nobody has set any.'),
}).meta({ id: 'SourceRules', description: 'Which source may write over what of a customer.' });
export type SourceRules = z.infer<typeof SourceRules>;
