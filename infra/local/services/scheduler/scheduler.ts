/** EventBridge Scheduler: schedules of the templates and of CreateSchedule, fired from the agenda. */
import {
  type AwsCall,
  AwsError,
  type AwsReply,
  type AwsService,
  type Cloud,
  type ScheduleState,
} from '../../cloud.ts';
import { jsonReply, readBody } from '../../endpoint/json-protocol.ts';
import { listPage, stateOf } from './schedule-list.ts';
import { checkSchedule, scheduleSchema } from './schedule-request.ts';
import { createScheduleStore } from './schedule-store.ts';

export interface Scheduler extends AwsService {
  list(): ScheduleState[];
  /** Delivers the latest firing once more (the coming one if there was none); false when the name is unknown. */
  fireAgain(name: string): boolean;
  /**
   * While the clock is being moved far, declared schedules that recur more often fire every six hours;
   * `hurry(false)` makes up for the rest with one firing each.
   */
  hurry(on: boolean): void;
}

export function createScheduler(cloud: Cloud): Scheduler {
  const store = createScheduleStore(cloud);
  const { arnOf } = store;
  /** Client tokens of deletions, so that a repeated request is answered like the first. */
  const deleted = new Set<string>();

  function create(call: AwsCall, name: string): AwsReply {
    const request = readBody(scheduleSchema, call);
    store.assertGroup(request.GroupName);
    const present = store.find(request.GroupName, name);
    const arn = arnOf({ group: request.GroupName, name });
    if (present !== undefined) {
      const repeated =
        request.ClientToken !== undefined && request.ClientToken === present.request.ClientToken;
      if (repeated) return jsonReply({ ScheduleArn: arn });
      throw new AwsError(409, 'ConflictException', `Schedule ${name} already exists.`);
    }
    checkSchedule(cloud, request);
    store.put(request, name, 'api');
    return jsonReply({ ScheduleArn: arn });
  }

  function update(call: AwsCall, name: string): AwsReply {
    const request = readBody(scheduleSchema, call);
    const present = store.get(request.GroupName, name);
    checkSchedule(cloud, request);
    store.put(request, name, present.origin, present.createdAt);
    return jsonReply({ ScheduleArn: arnOf(present) });
  }

  function remove(group: string, name: string, token: string | null): AwsReply {
    const done = `${group}/${name}/${token}`;
    if (token === null || !deleted.has(done)) {
      store.get(group, name);
      store.remove(group, name);
      deleted.add(done);
    }
    return jsonReply({});
  }

  function get(group: string, name: string): AwsReply {
    const { request, createdAt, changedAt, ...schedule } = store.get(group, name);
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
        return jsonReply(listPage(call.url.searchParams, store.all(), arnOf));
      default:
        throw new AwsError(400, 'UnknownOperationException', `${call.operation} is not imitated locally.`);
    }
  }

  return {
    scopes: ['scheduler'],
    operationOf,
    handle,
    list: () =>
      store
        .all()
        .map(stateOf)
        .toSorted((one, other) => (one.next ?? '~').localeCompare(other.next ?? '~')),
    fireAgain: store.fireAgain,
    hurry: store.hurry,
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
