/** Which results somebody looks at. */
import * as z from 'zod';

/** A form of the browser sends its empty fields, too; what the values mean is for the routes that the page calls to say. */
const field = z.string().max(200).optional();

export const ResultsFilter = z.object({
  ...{ from: field, to: field, campaignId: field, channel: field, language: field },
  ...{ by: field, question: field },
});
export type ResultsFilter = z.infer<typeof ResultsFilter>;
