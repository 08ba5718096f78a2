/** What other domains may ask the assignments domain. */
import type { Table } from '../../../shared/table/table.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import { createStaffReader } from '../staff/index.ts';
import type { WorkKind } from '../staff/staff.schema.ts';
import { createTeamReader } from '../teams/index.ts';
import type { Work } from './assignments.rules.ts';
import { createAssignmentsStore } from './assignments.store.ts';
import { type Assignment, assignWork } from './operations/assign-work.ts';

export type { Work } from './assignments.rules.ts';
export type { Assignment } from './operations/assign-work.ts';

/** Finds somebody for work that nobody was named for, see `assignWork`. */
export type Assign = (kind: WorkKind, work: Work, at: Instant) => Promise<Assignment>;

export function createAssign(table: Table): Assign {
  const assignments = createAssignmentsStore(table);
  const staff = createStaffReader(table);
  const teams = createTeamReader(table);
  return (kind, work, at) => assignWork(kind, work, { assignments, staff, teams, at });
}
