/**
 * Source: "Actions, resources, and condition keys for Amazon Simple Email Service v2": sending asks for the identity
 * of the sender and, where one is named, for the configuration set.
 */
import { isRecord, optionalText, record, texts } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

export const sesPermissions: PermissionsOf = ({ operation, body }, { arn, template }) => {
  if (operation === 'GetAccount') return [{ action: 'ses:GetAccount', resource: '*' }];
  if (operation !== 'SendEmail') return undefined;
  const request = record(body());
  const [address, displayName] = senderOf(optionalText(request.FromEmailAddress) ?? '');
  const declared = template.ofType('AWS::SES::EmailIdentity').map(({ ref }) => ref.toLowerCase());
  const identity = declared.includes(address) ? address : address.slice(address.indexOf('@') + 1);
  const destination = isRecord(request.Destination) ? request.Destination : {};
  const context = {
    'ses:fromaddress': address,
    'ses:fromdisplayname': displayName,
    'ses:recipients': ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((kind) =>
      texts(destination[kind]).map((each) => senderOf(each)[0]),
    ),
  };
  const set = optionalText(request.ConfigurationSetName);
  const resources = [`identity/${identity}`, ...(set === undefined ? [] : [`configuration-set/${set}`])];
  return resources.map((path) => ({ action: 'ses:SendEmail', resource: arn('ses', path), context }));
};

/** `Name <address>` or only the address. */
function senderOf(written: string): readonly [address: string, displayName: string] {
  const [, name = '', address = written] = /^(.*)<([^<>]*)>\s*$/.exec(written) ?? [];
  return [address.trim().toLowerCase(), name.trim().replaceAll(/^"|"$/g, '')];
}
