import { describe, expect, it } from 'vitest';
import { mergePatch } from '../../../shared/values/merge-patch.ts';

interface Thing {
  readonly name: string;
  readonly intro?: string | undefined;
  readonly owner: string | null;
  readonly tags: readonly string[];
}

const thing: Thing = { name: 'One', intro: 'Hello', owner: null, tags: ['a', 'b'] };

describe('a merge patch', () => {
  it('replaces what it says as a whole and leaves the rest', () => {
    expect(mergePatch(thing, { name: 'Two', tags: ['c'] })).toEqual({
      ...{ name: 'Two', intro: 'Hello', owner: null, tags: ['c'] },
    });
    expect(mergePatch(thing, { name: undefined })).toEqual(thing);
  });

  it('removes what it sets to null', () => {
    const bare = mergePatch(thing, { intro: null });
    expect(bare).toEqual({ name: 'One', owner: null, tags: ['a', 'b'] });
    expect(bare).not.toHaveProperty('intro');
  });

  it('does not change what it was given', () => {
    mergePatch(thing, { name: 'Two', intro: null });
    expect(thing).toEqual({ name: 'One', intro: 'Hello', owner: null, tags: ['a', 'b'] });
  });
});
