/** The mail that tells of a hand-over, once and with numbers, and of a team that was left without a lead. */
import * as z from 'zod';
import { layOutMail } from '../../../shared/messaging/layout.ts';
import { renderer } from '../../../shared/messaging/renderer.ts';
import { teamId } from '../teams/teams.schema.ts';
import { movedOf } from './handovers.rules.ts';
import { handoverId, kindSchema, type StoredHandover } from './handovers.schema.ts';
import { leaderlessWords, type Occasion, occasions, words } from './handovers.texts.ts';

/** Names the renderer. */
export const template = 'handover';

const Told = z.strictObject({
  id: handoverId.schema,
  occasion: z.enum(occasions),
  /** Name of who has handed it over. */
  from: z.string(),
  counts: z.array(z.strictObject({ kind: kindSchema, count: z.int() })),
  reason: z.string().optional(),
  left: z.int(),
});
type Told = z.infer<typeof Told>;

/** What a mail says of a hand-over that is done or taken back, for one of those who are told; undefined when nothing has moved. */
export function toldOf(
  { id, progress, reason, undo }: StoredHandover,
  occasion: Occasion,
  from: string,
): Told | undefined {
  const returned = undo?.returned.map(({ kind, returned: moved, left }) => ({
    kind,
    found: moved,
    moved,
    left,
  }));
  const rows = returned ?? progress;
  const counts = movedOf(rows);
  if (counts.length === 0) return undefined;
  const left = rows.reduce((sum, row) => sum + row.left, 0);
  return { id, occasion, from, counts, left, ...(reason === undefined ? {} : { reason }) };
}

export const handoverRenderer = renderer({
  template,
  content: z.undefined(),
  data: Told,
  render: ({
    data: { id, occasion, from, counts, reason, left },
    recipient: { language },
    site,
    brand,
    notice,
  }) => {
    const say = words[language];
    const subject = say.subject[occasion](from);
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: subject,
      paragraphs: [
        ...counts.map(({ kind, count }) => say.counts[kind](count)),
        ...(left === 0 ? [] : [say.left[occasion](left)]),
        ...(reason === undefined ? [] : [say.reason(reason)]),
      ],
      action: { label: say.see, url: `${site}/desk/handovers/${id}` },
      footer: [say.footer],
    });
    return { ...body, subject };
  },
});

/** Names the renderer of the mail about a team without a lead who works here. */
export const leaderlessTemplate = 'team-without-lead';

const Leaderless = z.strictObject({ id: teamId.schema, name: z.string() });
export type Leaderless = z.infer<typeof Leaderless>;

export const leaderlessRenderer = renderer({
  template: leaderlessTemplate,
  content: z.undefined(),
  data: Leaderless,
  render: ({ data: { id, name }, recipient: { language }, site, brand, notice }) => {
    const say = leaderlessWords[language];
    const subject = say.subject(name);
    const body = layOutMail({
      ...{ language, brand, notice },
      heading: subject,
      paragraphs: [say.follows],
      action: { label: say.remedy, url: `${site}/desk/teams/${id}/edit` },
      footer: [say.footer],
    });
    return { ...body, subject };
  },
});
