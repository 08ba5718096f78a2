import { domain } from '../../../shared/contract/domain.ts';
import {
  aroundPerson,
  membershipItem,
  teamItem,
  teamNameItem,
  teamsByName,
  teamsOfPerson,
} from './teams.items.ts';
import { teamId } from './teams.schema.ts';

export const teamsDomain = domain('teams', {
  area: 'people',
  ids: [teamId],
  items: [teamItem, membershipItem, teamNameItem],
  patterns: [aroundPerson, teamsByName, teamsOfPerson],
});
