/** The timeline of an entity: event items of its collection, sorted by their instant. */

/** What the sort keys of all entries begin with. */
export const timelinePrefix = 'T#';

/** Template of the sort key of an entry. @param at the field that holds its instant */
export function timelineKey(at = 'at'): string {
  return `${timelinePrefix}{${at}}#{id}`;
}
