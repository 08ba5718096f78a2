import type { Violation } from '../../../../shared/errors/app-error.ts';
import { languages } from '../../../../shared/values/language.ts';
import { staffIdSchema } from '../../../../shared/values/staff-id.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { TeamReader } from '../../../people/teams/index.ts';
import { answerChannelSchema } from '../../responses/responses.schema.ts';
import { nobody } from '../../results/results.schema.ts';
import type { Group } from '../improvements.schema.ts';

interface Context {
  readonly staff: Pick<StaffReader, 'find' | 'listActive'>;
  readonly teams: Pick<TeamReader, 'namesOf' | 'idOfName'>;
}

/** What is wrong with a group of which there is none; people give tags as they like, so that every tag is one. */
export async function groupViolations(
  { by, value }: Group,
  { staff, teams }: Context,
): Promise<readonly Violation[]> {
  switch (by) {
    case 'tag':
      return [];
    case 'language':
      return oneOf(value, languages);
    case 'channel':
      return oneOf(value, [...answerChannelSchema.options, nobody]);
    case 'owner': {
      const isId = staffIdSchema.safeParse(value).success;
      if (value === nobody || (isId && (await staff.find(value)) !== undefined)) return [];
      const named = (await staff.listActive()).find(({ name }) => name === value);
      return noSuchGroup(named === undefined ? 'Nobody has this id.' : isName(named.id));
    }
    case 'team': {
      if (value === nobody || (await teams.namesOf([value])).has(value)) return [];
      const named = await teams.idOfName(value);
      return noSuchGroup(named === undefined ? 'No team has this id.' : isName(named));
    }
  }
}

function oneOf(value: string, known: readonly string[]): readonly Violation[] {
  return known.includes(value) ? [] : noSuchGroup(`must be one of ${known.join(', ')}`);
}

function noSuchGroup(reason: string): readonly Violation[] {
  return [{ pointer: '/body/group/value', reason }];
}

function isName(id: string): string {
  return `is a name; the id is ${id}`;
}
