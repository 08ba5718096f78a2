/** The schedules there are: kept over a restart, waiting in the agenda, fired when due. */
import { type AgendaEntry, AwsError, type Cloud } from '../../cloud.ts';
import { createFiring } from './schedule-firing.ts';
import { checkSchedule, type ScheduleRequest, scheduleSchema } from './schedule-request.ts';
import { type KeptSchedule, newestUntil, nextFiring, nextStride, skipMissed } from './schedule-times.ts';

export interface ScheduleStore {
  /** By group and name. */
  all(): readonly KeptSchedule[];
  find(group: string, name: string): KeptSchedule | undefined;
  /** Throws `ResourceNotFoundException`. */
  get(group: string, name: string): KeptSchedule;
  put(request: ScheduleRequest, name: string, origin: KeptSchedule['origin'], createdAt?: number): void;
  remove(group: string, name: string): void;
  /** Throws when no template declares the group. */
  assertGroup(group: string): void;
  arnOf(schedule: Pick<KeptSchedule, 'group' | 'name'>): string;
  fireAgain(name: string): boolean;
  hurry(on: boolean): void;
}

export function createScheduleStore(cloud: Cloud): ScheduleStore {
  const kept = cloud.state.map<KeptSchedule>('schedules');
  /** Kept from one call to the next: whoever lists thousands reads them page by page. */
  let sorted: readonly KeptSchedule[] | undefined;
  const waiting = new Map<string, AgendaEntry>();
  /** The latest firing by name, also of schedules that are gone. */
  const fired = new Map<string, { schedule: KeptSchedule; at: number }>();
  const groups = new Set(['default']);
  let hurrying = false;
  const fire = createFiring(cloud);

  function keep(key: string, schedule: KeptSchedule): void {
    kept.set(key, schedule);
    sorted = undefined;
  }

  function drop(key: string): void {
    kept.delete(key);
    sorted = undefined;
  }

  function arm(key: string): void {
    waiting.get(key)?.cancel();
    waiting.delete(key);
    const schedule = kept.get(key);
    const next = schedule && (hurrying && schedule.origin === 'template' ? nextStride : nextFiring)(schedule);
    if (schedule === undefined || next === undefined) return;
    const entry = cloud.clock.schedule(next, `schedule ${schedule.name}`, () => happen(key, schedule, next));
    waiting.set(key, entry);
  }

  function happen(key: string, schedule: KeptSchedule, at: number): void {
    const changed = { ...schedule, lastFired: at };
    keep(key, changed);
    remember(changed, at);
    fire(arnOf(schedule), schedule.request, at);
    const completed = nextFiring(changed) === undefined;
    if (completed && schedule.request.ActionAfterCompletion === 'DELETE') drop(key);
    arm(key);
  }

  function hurry(on: boolean): void {
    hurrying = on;
    if (on) return;
    for (const [key, schedule] of kept) {
      const missed = schedule.origin === 'template' ? newestUntil(schedule, cloud.clock.now()) : undefined;
      if (missed !== undefined) happen(key, schedule, missed);
      else arm(key);
    }
  }

  function remember(schedule: KeptSchedule, at: number): void {
    fired.set(schedule.name, { schedule, at });
    if (fired.size > 1000) fired.clear();
  }

  function arnOf({ group, name }: Pick<KeptSchedule, 'group' | 'name'>): string {
    return `arn:aws:scheduler:${cloud.region}:${cloud.accountId}:schedule/${group}/${name}`;
  }

  function put(request: ScheduleRequest, name: string, origin: KeptSchedule['origin'], createdAt?: number) {
    const now = cloud.clock.now();
    const schedule = { group: request.GroupName, name, origin, request: { ...request, Name: name } };
    keep(`${schedule.group}/${name}`, { ...schedule, createdAt: createdAt ?? now, changedAt: now });
    arm(`${schedule.group}/${name}`);
  }

  /** Kept schedules first; a declared one that reads as before keeps its past. */
  function restore(): void {
    for (const group of cloud.template.ofType('AWS::Scheduler::ScheduleGroup')) groups.add(group.ref);
    for (const [key, schedule] of kept) keep(key, skipMissed(schedule, cloud.clock.now()));
    const declared = new Set<string>();
    for (const resource of cloud.template.ofType('AWS::Scheduler::Schedule')) {
      const request = scheduleSchema.parse(resource.properties);
      assertGroup(request.GroupName);
      checkSchedule(cloud, request);
      const key = `${request.GroupName}/${resource.ref}`;
      declared.add(key);
      const same =
        JSON.stringify(kept.get(key)?.request) === JSON.stringify({ ...request, Name: resource.ref });
      if (!same) put(request, resource.ref, 'template');
    }
    for (const [key, { origin }] of kept) {
      if (origin === 'template' && !declared.has(key)) drop(key);
      else arm(key);
    }
  }

  function assertGroup(group: string): void {
    if (groups.has(group)) return;
    throw new AwsError(404, 'ResourceNotFoundException', `Schedule group ${group} does not exist.`);
  }

  function get(group: string, name: string): KeptSchedule {
    const schedule = kept.get(`${group}/${name}`);
    if (schedule !== undefined) return schedule;
    throw new AwsError(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`);
  }

  function remove(group: string, name: string): void {
    drop(`${group}/${name}`);
    arm(`${group}/${name}`);
  }

  function fireAgain(name: string): boolean {
    const schedule = [...kept.values()].find((candidate) => candidate.name === name);
    const latest =
      fired.get(name) ?? (schedule && { schedule, at: schedule.lastFired ?? nextFiring(schedule) });
    if (latest?.at === undefined) return false;
    fire(arnOf(latest.schedule), latest.schedule.request, latest.at);
    return true;
  }

  restore();
  function all(): readonly KeptSchedule[] {
    sorted ??= [...kept].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, schedule]) => schedule);
    return sorted;
  }
  const find = (group: string, name: string) => kept.get(`${group}/${name}`);
  return { all, find, get, put, remove, assertGroup, arnOf, fireAgain, hurry };
}
