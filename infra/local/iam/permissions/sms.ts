/**
 * Source: "Actions, resources, and condition keys for AWS End User Messaging SMS and Voice V2": sending asks for the
 * number, pool or sender id that it names, and for the configuration set; reading an opt-out list for that list.
 */
import { optionalText, record } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

export const smsPermissions: PermissionsOf = ({ operation, body }, { arn }) => {
  const { OriginationIdentity, ConfigurationSetName, OptOutListName } = record(body());
  if (operation === 'DescribeOptedOutNumbers') {
    const resource = arn('sms-voice', `opt-out-list/${optionalText(OptOutListName) ?? '*'}`);
    return [{ action: 'sms-voice:DescribeOptedOutNumbers', resource }];
  }
  if (operation !== 'SendTextMessage') return undefined;
  const action = 'sms-voice:SendTextMessage';
  const set = optionalText(ConfigurationSetName);
  return [
    { action, resource: optionalText(OriginationIdentity) ?? '*' },
    ...(set === undefined ? [] : [{ action, resource: arn('sms-voice', `configuration-set/${set}`) }]),
  ];
};
