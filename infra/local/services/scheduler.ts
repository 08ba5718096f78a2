/** EventBridge Scheduler: schedules of the templates and of CreateSchedule, fired from the agenda. */
import {
  type AgendaEntry,
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type ScheduleState,
} from '../cloud.ts';
import { jsonReply, readBody } from './json-protocol.ts';
import { createFiring } from './schedule-firing.ts';
import { listPage, stateOf } from './schedule-list.ts';
import { checkSchedule, type ScheduleRequest, scheduleSchema } from './schedule-request.ts';
import { type KeptSchedule, nextFiring, skipMissed } from './schedule-times.ts';

export interface Scheduler extends AwsService {
  list(): ScheduleState[];
  /** Delivers the latest firing once more (the coming one if there was none); false when the name is unknown. */
  fireAgain(name: string): boolean;
}

export function createScheduler(cloud: Cloud): Scheduler {
  const kept = new Map<string, KeptSchedule>();
  const waiting = new Map<string, AgendaEntry>();
  /** The latest firing by name, also of schedules that are gone. */
  const fired = new Map<string, { schedule: KeptSchedule; at: number }>();
  /** Client tokens of deletions, so that a repeated request is answered like the first. */
  const deleted = new Set<string>();
  const groups = new Set(['default']);
  const keeper = cloud.state.keep('schedules', () => [...kept.values()]);
  const fire = createFiring(cloud);

  function arm(key: string): void {
    waiting.get(key)?.cancel();
    waiting.delete(key);
    const schedule = kept.get(key);
    const next = schedule && nextFiring(schedule);
    if (schedule === undefined || next === undefined) return;
    const entry = cloud.clock.schedule(next, `schedule ${schedule.name}`, () => happen(key, schedule, next));
    waiting.set(key, entry);
  }

  function happen(key: string, schedule: KeptSchedule, at: number): void {
    const changed = { ...schedule, lastFired: at };
    kept.set(key, changed);
    remember(changed, at);
    fire(arnOf(schedule), schedule.request, at);
    const completed = nextFiring(changed) === undefined;
    if (completed && schedule.request.ActionAfterCompletion === 'DELETE') kept.delete(key);
    keeper.changed();
    arm(key);
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
    kept.set(`${schedule.group}/${name}`, { ...schedule, createdAt: createdAt ?? now, changedAt: now });
    keeper.changed();
    arm(`${schedule.group}/${name}`);
  }

  /** Kept schedules first; a declared one that reads as before keeps its past. */
  function restore(): void {
    for (const group of cloud.template.ofType('AWS::Scheduler::ScheduleGroup')) groups.add(group.ref);
    for (const schedule of cloud.state.load<KeptSchedule[]>('schedules') ?? []) {
      const current = skipMissed(schedule, cloud.clock.now());
      kept.set(`${schedule.group}/${schedule.name}`, current);
    }
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
      if (origin === 'template' && !declared.has(key)) kept.delete(key);
      else arm(key);
    }
  }

  function assertGroup(group: string): void {
    if (groups.has(group)) return;
    throw new AwsError(404, 'ResourceNotFoundException', `Schedule group ${group} does not exist.`);
  }

  function existing(group: string, name: string): KeptSchedule {
    const schedule = kept.get(`${group}/${name}`);
    if (schedule !== undefined) return schedule;
    throw new AwsError(404, 'ResourceNotFoundException', `Schedule ${name} does not exist.`);
  }

  function create(call: AwsCall, name: string): AwsReply {
    const request = readBody(scheduleSchema, call);
    assertGroup(request.GroupName);
    const present = kept.get(`${request.GroupName}/${name}`);
    const arn = arnOf({ group: request.GroupName, name });
    if (present !== undefined) {
      const repeated =
        request.ClientToken !== undefined && request.ClientToken === present.request.ClientToken;
      if (repeated) return jsonReply({ ScheduleArn: arn });
      throw new AwsError(409, 'ConflictException', `Schedule ${name} already exists.`);
    }
    checkSchedule(cloud, request);
    put(request, name, 'api');
    return jsonReply({ ScheduleArn: arn });
  }

  function update(call: AwsCall, name: string): AwsReply {
    const request = readBody(scheduleSchema, call);
    const present = existing(request.GroupName, name);
    checkSchedule(cloud, request);
    put(request, name, present.origin, present.createdAt);
    return jsonReply({ ScheduleArn: arnOf(present) });
  }

  function remove(group: string, name: string, token: string | null): AwsReply {
    const done = `${group}/${name}/${token}`;
    if (token === null || !deleted.has(done)) {
      existing(group, name);
      kept.delete(`${group}/${name}`);
      deleted.add(done);
      keeper.changed();
      arm(`${group}/${name}`);
    }
    return jsonReply({});
  }

  function get(group: string, name: string): AwsReply {
    const { request, createdAt, changedAt, ...schedule } = existing(group, name);
    const { ClientToken: _, ...shown } = request;
    const dates = { CreationDate: createdAt / 1000, LastModificationDate: changedAt / 1000 };
    return jsonReply({ ...shown, Name: name, Arn: arnOf(schedule), ...dates });
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    const name = nameIn(call.url);
    const group = call.url.searchParams.get('groupName') ?? 'default';
    switch (call.operation) {
      case 'CreateSchedule':
        return create(call, name);
      case 'UpdateSchedule':
        return update(call, name);
      case 'GetSchedule':
        return get(group, name);
      case 'DeleteSchedule':
        return remove(group, name, call.url.searchParams.get('clientToken'));
      case 'ListSchedules':
        return jsonReply(listPage(call.url.searchParams, [...kept.values()], arnOf));
      default:
        throw new AwsError(400, 'UnknownOperationException', `${call.operation} is not imitated locally.`);
    }
  }

  restore();
  return {
    scopes: ['scheduler'],
    operationOf,
    handle,
    list: () =>
      [...kept.values()].map(stateOf).toSorted((a, b) => (a.next ?? '~').localeCompare(b.next ?? '~')),
    fireAgain(name) {
      const schedule = [...kept.values()].find((candidate) => candidate.name === name);
      const latest =
        fired.get(name) ?? (schedule && { schedule, at: schedule.lastFired ?? nextFiring(schedule) });
      if (latest?.at === undefined) return false;
      fire(arnOf(latest.schedule), latest.schedule.request, latest.at);
      return true;
    },
  };
}

const operations: Record<string, string> = { POST: 'Create', PUT: 'Update', GET: 'Get', DELETE: 'Delete' };

function operationOf(method: string, url: URL): string {
  const [, collection, name] = url.pathname.split('/');
  const noun = collection === 'schedule-groups' ? 'ScheduleGroup' : 'Schedule';
  return name ? `${operations[method]}${noun}` : `List${noun}s`;
}

/** An impossible name is refused as AWS does, before anything is looked up. */
function nameIn(url: URL): string {
  const name = decodeURIComponent(url.pathname.split('/')[2] ?? '');
  if (name === '' || /^[0-9a-zA-Z-_.]{1,64}$/.test(name)) return name;
  throw new AwsError(
    400,
    'ValidationException',
    `Value '${name}' at 'name' must match [0-9a-zA-Z-_.]{1,64}.`,
  );
}
