/** Who works together, and who answers for it. */
import * as z from 'zod';
import { distinct } from '../../../shared/values/distinct.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';

export const teamId = idKind('team');

/** Exchanging everybody writes each of them twice, and a transaction takes 100 writes. */
export const maximumPeople = 45;

/** What a person may see is read with each of their requests, so it stays little. */
export const maximumTeams = 20;

const fields = {
  name: text(80),
  leads: distinct(z.array(staffIdSchema).min(1, 'must name at least one lead').max(5)).describe(
    'Who answers for the team: they see and change the rows of everybody in it.',
  ),
  members: distinct(z.array(staffIdSchema).max(maximumPeople)).describe(
    'The others. A person may be in several teams.',
  ),
  shared: z.boolean().describe('Whether everybody in it sees and changes the rows of the others.'),
};

/** Everybody once: a lead is no member beside. */
function assertEverybodyOnce(
  { leads = [], members = [] }: { leads?: string[] | undefined; members?: string[] | undefined },
  context: z.RefinementCtx,
): void {
  members.forEach((member, index) => {
    if (!leads.includes(member)) return;
    const message = 'is a lead already; name everybody once';
    context.addIssue({ code: 'custom', path: ['members', index], message });
  });
  if (leads.length + members.length <= maximumPeople) return;
  const message = `at most ${maximumPeople} people belong to a team, its leads among them`;
  context.addIssue({ code: 'custom', path: ['members'], message });
}

const TeamFields = z.strictObject({
  id: teamId.schema,
  version: z.int().min(1).describe('Rises with each change; the ETag.'),
  ...fields,
  createdAt: instantSchema,
  updatedAt: instantSchema,
});

export const Team = TeamFields.meta({
  id: 'Team',
  description: 'People who work together, and who answers for it.',
});
export type Team = z.infer<typeof Team>;

export const NewTeam = z
  .strictObject({ ...fields, members: fields.members.default([]), shared: fields.shared.default(false) })
  .superRefine(assertEverybodyOnce)
  .meta({ id: 'NewTeam' });
export type NewTeam = z.infer<typeof NewTeam>;

/** JSON merge patch (RFC 7396): what is left out stays; lists are replaced as a whole. */
export const TeamPatch = z.strictObject(fields).partial().superRefine(assertEverybodyOnce).meta({
  id: 'TeamPatch',
  description: 'JSON merge patch: what is left out stays; lists are replaced as a whole.',
});
export type TeamPatch = z.infer<typeof TeamPatch>;

/** The row that lists show. */
export const TeamSummary = TeamFields.pick({
  id: true,
  version: true,
  name: true,
  leads: true,
  shared: true,
  updatedAt: true,
})
  .extend({ people: z.int().describe('How many belong to it, its leads among them.') })
  .meta({ id: 'TeamSummary', description: 'A team as lists show it.' });
export type TeamSummary = z.infer<typeof TeamSummary>;

export const TeamPage = pageOf(TeamSummary).meta({ id: 'TeamPage' });

/** Filters a list by the people of a team. */
export const teamFilter = z
  .union([z.literal('me'), teamId.schema])
  .optional()
  .describe(
    'Only the rows of the people in this team; with `me` those of the caller and of everybody whose rows their teams open to them.',
  );
