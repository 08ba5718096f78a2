/** Whom a cell means who looks after customers: people write names, other systems ids. */
import type { Said } from '../../../../shared/values/said.ts';
import type { Staff } from '../../../people/staff/index.ts';
import { rowTexts } from '../imports.texts.ts';

/** The staff id; or why nobody is meant. */
export type FindOwner = (text: string) => string | Said;

/** @param people who works here */
export function ownerFinder(people: readonly Pick<Staff, 'id' | 'name' | 'email'>[]): FindOwner {
  const ids = new Set(people.map(({ id }) => id));
  const byEmail = new Map(people.map(({ id, email }) => [plain(email), id]));
  const byName = Map.groupBy(people, ({ name }) => plain(name));
  return (text) => {
    if (ids.has(text)) return text;
    const [named, another] = byName.get(plain(text)) ?? [];
    const found = byEmail.get(plain(text)) ?? named?.id;
    if (found === undefined) return rowTexts.noOwner;
    return another === undefined || byEmail.has(plain(text)) ? found : rowTexts.severalOwners;
  };
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
}
