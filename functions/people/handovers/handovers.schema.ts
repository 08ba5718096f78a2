/** Hand-overs: everything that one person holds goes to another. */
import * as z from 'zod';
import { Actor } from '../../../shared/events/event.ts';
import { distinct } from '../../../shared/values/distinct.ts';
import { exactlyOneOf } from '../../../shared/values/exactly-one-of.ts';
import { idKind } from '../../../shared/values/ids.ts';
import { instantSchema } from '../../../shared/values/instant.ts';
import { pageOf } from '../../../shared/values/page.ts';
import { staffIdSchema } from '../../../shared/values/staff-id.ts';
import { text } from '../../../shared/values/text.ts';

export const handoverId = idKind('handover');

/** What is handed over, in this order. `functions/moves.ts` has a line for each. */
export const kinds = ['customers', 'callbacks', 'teams', 'standIns', 'territories', 'improvements'] as const;
export const kindSchema = z
  .enum(kinds)
  .describe(
    'Customers they look after; open callbacks they make; teams they lead or belong to; absences at which they stand in; their territories; improvements they see to.',
  );
export type Kind = z.infer<typeof kindSchema>;

/** A hand-over can be taken back for so long. */
export const undoDays = 30;

/** Why a row stays where it is. */
const reasonSchema = z
  .enum([
    'last-lead',
    'too-many-teams',
    'own-absence',
    'receiver-away',
    'nobody-named',
    'too-many-territories',
    'changed-since',
    'came-back',
  ])
  .describe(
    '`last-lead`: the team would have no lead. `too-many-teams`: the receiver is in as many as anybody may be. `own-absence`: the receiver would stand in for themselves. `receiver-away`: on days of that absence the receiver is away, too. `nobody-named`: territories need somebody. `too-many-territories`: of the receiver. `changed-since`: it has been decided otherwise since, so it is not taken back. `came-back`: it was moved, and was given back since; nothing is moved twice.',
  );
export type Reason = z.infer<typeof reasonSchema>;

/** So many rows that stayed are named; all are counted. */
export const maximumLeft = 50;

const count = z.int().min(0);

const Progress = z
  .strictObject({
    kind: kindSchema,
    found: count.describe('How many there were when it began. Indexes lag by a second or so.'),
    moved: count.describe('What has come back since was moved, too.'),
    left: count.describe('How many stayed where they are.'),
    toNobody: count
      .optional()
      .describe(
        'Where the rules were to find somebody, once the kind is done: how many of those moved nobody in particular has got, because the rules found nobody or there are none for the kind.',
      ),
  })
  .meta({ id: 'HandoverProgress', description: 'How far a hand-over has got with one kind.' });
export type Progress = z.infer<typeof Progress>;

const Left = z
  .strictObject({ kind: kindSchema, id: z.string(), because: reasonSchema })
  .meta({ id: 'HandoverLeft', description: 'A row that stayed where it is, and why.' });
export type Left = z.infer<typeof Left>;

const leftRows = z
  .array(Left)
  .max(maximumLeft)
  .describe(`What stayed, and why; at most ${maximumLeft} are named.`);

const by = Actor.describe('Who asked for it; the system for what was left behind by somebody who has gone.');

const Undo = z
  .strictObject({
    by,
    at: instantSchema,
    doneAt: instantSchema.optional(),
    returned: z.array(z.strictObject({ kind: kindSchema, returned: count, left: count })),
    left: leftRows,
    stopped: z
      .literal('giver-left')
      .optional()
      .describe(
        'Why it ended early: whoever had handed over does not work here any more. The rest stays where it was put.',
      ),
  })
  .meta({ id: 'HandoverUndo', description: 'How a hand-over was taken back.' });
export type Undo = z.infer<typeof Undo>;

export const Handover = z
  .strictObject({
    id: handoverId.schema,
    version: z.int().min(1).describe('Rises as it goes on.'),
    from: staffIdSchema,
    to: staffIdSchema
      .nullable()
      .describe(
        'null = whom the rules find; customers are then nobody’s, and nobody takes the place in teams.',
      ),
    kinds: z.array(kindSchema),
    reason: text(300).optional(),
    cause: z
      .enum(['by-hand', 'left-behind'])
      .describe('`left-behind`: found with somebody who does not work here any more.'),
    status: z.enum(['running', 'done', 'undoing', 'undone']),
    progress: z.array(Progress),
    left: leftRows,
    stopped: z
      .enum(['receiver-left', 'receiver-away'])
      .optional()
      .describe(
        'Why it ended early: the receiver does not work here any more, or is away. What was moved until then stands in `progress` and can be taken back; the rest stays with `from`, to be handed over to somebody else.',
      ),
    by,
    createdAt: instantSchema,
    doneAt: instantSchema.optional(),
    undo: Undo.optional(),
  })
  .meta({ id: 'Handover', description: 'What somebody held goes to somebody else.' });
export type Handover = z.infer<typeof Handover>;

/** A hand-over as it is kept: with the place where it goes on. */
export const StoredHandover = z.strictObject({
  ...Handover.shape,
  /** Rises with each page. */
  step: z.int().min(1),
  /** The kind in hand; none while it is taken back. */
  kind: kindSchema.optional(),
  /** Where its next page begins. */
  cursor: z.string().optional(),
  /** Whether something was moved since the list of this kind was begun: then it is read once more. */
  hasMoved: z.boolean(),
});
export type StoredHandover = z.infer<typeof StoredHandover>;

export const NewHandover = exactlyOneOf(
  z.strictObject({
    from: staffIdSchema,
    to: staffIdSchema.optional().describe('Who gets it all: somebody who works here and is not away now.'),
    rules: z
      .literal(true)
      .optional()
      .describe(
        'Each callback goes to whom the rules of `GET /assignment-rules/callbacks` find, else to the queue of a team or the department; customers become nobody’s; teams and absences are left without.',
      ),
    kinds: distinct(z.array(kindSchema).min(1)).optional().describe('All kinds if left out.'),
    reason: text(300).describe('Why, for whoever asks later.'),
  }),
  ['to', 'rules'],
).meta({ id: 'NewHandover' });
export type NewHandover = z.infer<typeof NewHandover>;

export const Holdings = z
  .strictObject({
    staffId: staffIdSchema,
    kinds: z.array(z.strictObject({ kind: kindSchema, found: count })),
  })
  .meta({
    id: 'Holdings',
    description: 'What somebody holds and a hand-over would move, by kind and number.',
  });
export type Holdings = z.infer<typeof Holdings>;

/** The row that lists show. */
export const HandoverSummary = z
  .strictObject({
    ...Handover.pick({ id: true, from: true, to: true, cause: true, status: true, by: true, createdAt: true })
      .shape,
    moved: count.describe('Of all kinds.'),
    left: count,
  })
  .meta({ id: 'HandoverSummary', description: 'A hand-over as lists show it.' });
export type HandoverSummary = z.infer<typeof HandoverSummary>;

export const HandoverPage = pageOf(HandoverSummary).meta({ id: 'HandoverPage' });
