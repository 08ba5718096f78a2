/** Source: "Actions, resources, and condition keys for Amazon EventBridge". */
import { list, optionalText, record } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

export const eventsPermissions: PermissionsOf = ({ operation, body }, { arn }) => {
  if (operation !== 'PutEvents') return undefined;
  const buses = list(record(body()).Entries).map(
    (entry) => optionalText(record(entry).EventBusName) ?? 'default',
  );
  return [...new Set(buses)].map((bus) => ({
    action: 'events:PutEvents',
    resource: bus.startsWith('arn:') ? bus : arn('events', `event-bus/${bus}`),
  }));
};
