/** Who gets work that nobody was named for: rules as data. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { languageSchema } from '../../../shared/values/language.ts';
import { text } from '../../../shared/values/text.ts';
import { byChoice, workKinds } from '../staff/staff.schema.ts';
import { teamId } from '../teams/teams.schema.ts';

export const workKindSchema = z.enum(workKinds).describe('Kind of work that is given out.');

/** Why there is work, over all kinds. */
const workReasonSchema = z.enum(['low-score', 'answer', 'manual', 'plan']);
export type WorkReason = z.infer<typeof workReasonSchema>;

/** A rule is read with each piece of work, and all of them lie in one item. */
const maximumRules = 20;

const When = z
  .strictObject({
    language: languageSchema.optional(),
    tags: distinct(z.array(text(40)).min(1).max(10))
      .optional()
      .describe('Tags of the customer, all of them.'),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'two capital letters, ISO 3166-1')
      .optional(),
    region: text(80).optional().describe('As customers’ addresses have it, e.g. 上海.'),
    reason: workReasonSchema
      .optional()
      .describe(
        'Why there is work: a poor answer, another answer, entered by hand, or a plan of periodic callbacks.',
      ),
  })
  .meta({
    id: 'AssignmentCondition',
    description:
      'For which work a rule is meant: all that is said has to be true, nothing said is always true.',
  });
export type When = z.infer<typeof When>;

const Candidates = z
  .strictObject({
    team: teamId.schema.nullable().default(null).describe('null = everybody who works here.'),
    skills: distinct(z.array(text(40)).max(10))
      .default([])
      .describe('What they must be able to do, all of it.'),
    speaksLanguage: z
      .boolean()
      .default(false)
      .describe('Whether they must speak the language of the customer.'),
  })
  .meta({ id: 'AssignmentCandidates', description: 'Who may get the work.' });
export type Candidates = z.infer<typeof Candidates>;

export const AssignmentRule = z
  .strictObject({
    name: text(80),
    when: When.default({}),
    candidates: Candidates.default({ team: null, skills: [], speaksLanguage: false }),
    by: byChoice.describe(
      'Who of them: `owner` = who looks after the customer, or stands in while they are away; `territory` = who has the customer in a territory of theirs, of several the least busy; `round-robin` = one after another; `least-busy` = who has the least open work of this kind.',
    ),
  })
  .meta({ id: 'AssignmentRule', description: 'One way to find somebody for work.' });
export type AssignmentRule = z.infer<typeof AssignmentRule>;

const rules = distinct(z.array(AssignmentRule).max(maximumRules), ({ name }) => name).describe(
  'Tried in this order until one finds somebody. Without any, work is its customer’s owner’s.',
);

export const AssignmentRules = z
  .strictObject({
    kind: workKindSchema,
    version: z.int().min(1).describe('Rises with each change; the ETag. 1 until rules are set.'),
    rules,
    updatedAt: instantSchema.optional().describe('Absent until rules are set.'),
  })
  .meta({ id: 'AssignmentRules', description: 'Who gets work of a kind that nobody was named for.' });
export type AssignmentRules = z.infer<typeof AssignmentRules>;

export const AssignmentRulesEntry = z.strictObject({ rules }).meta({ id: 'AssignmentRulesEntry' });
export type AssignmentRulesEntry = z.infer<typeof AssignmentRulesEntry>;
