/** Which comments somebody reads. */
import * as z from 'zod';

/** A form of the browser sends its empty fields, too; what the values mean is for the route that the page calls to say. */
const field = z.string().max(200).optional();

export const CommentsFilter = z.object({
  ...{ from: field, to: field, topic: field, sentiment: field, band: field, questionId: field },
  ...{ language: field, campaignId: field, collectorId: field, owner: field, team: field, word: field },
});
export type CommentsFilter = z.infer<typeof CommentsFilter>;
