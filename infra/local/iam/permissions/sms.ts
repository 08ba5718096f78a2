/**
 * Source: "Actions, resources, and condition keys for AWS End User Messaging SMS and Voice V2": sending asks for the
 * number, pool or sender id that it names.
 */
import { optionalText, record } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

export const smsPermissions: PermissionsOf = ({ operation, body }) => {
  if (operation !== 'SendTextMessage') return undefined;
  const from = optionalText(record(body()).OriginationIdentity);
  return [{ action: 'sms-voice:SendTextMessage', resource: from ?? '*' }];
};
