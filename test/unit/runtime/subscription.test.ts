import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { event } from '../../../shared/events/event.ts';
import { patternsOf, subscription } from '../../../shared/events/subscription.ts';

const created = event('thing.created', z.object({ thingId: z.string() }));
const changed = event('thing.changed', z.object({ thingId: z.string(), changed: z.array(z.string()) }));
const source = ['rapport'];

describe('the patterns of a queue', () => {
  it('name each type once, with the fields of which one has to have changed', () => {
    const following = subscription('following', [created, changed], { ifChanged: 'owner' });
    const renaming = subscription('renaming', [changed], { ifChanged: 'name' });
    expect(patternsOf([following, renaming])).toEqual([
      { source, detailType: ['thing.created'] },
      { source, detailType: ['thing.changed'], detail: { data: { changed: ['name', 'owner'] } } },
    ]);
  });

  it('bring every event of a type to whoever wants all of them', () => {
    const following = subscription('following', [changed], { ifChanged: 'owner' });
    const listing = subscription('listing', [created, changed]);
    expect(patternsOf([following, listing])).toEqual([
      { source, detailType: ['thing.changed', 'thing.created'] },
    ]);
  });
});
