/** Source: "Actions, resources, and condition keys for AWS Secrets Manager". */
import { record, text } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

export const secretsPermissions: PermissionsOf = ({ operation, body }, { arn, template }) => {
  if (operation !== 'GetSecretValue' && operation !== 'DescribeSecret') return undefined;
  const id = text(record(body()).SecretId);
  // Named by its ARN, by that without the six characters that Secrets Manager appends, or by its name.
  const secret = template.ofType('AWS::SecretsManager::Secret').find((each) => {
    const bare = each.arn.replace(/-[A-Za-z0-9]{6}$/, '');
    return each.arn === id || bare === id || bare.endsWith(`:secret:${id}`);
  });
  const resource = secret?.arn ?? (id.startsWith('arn:') ? id : arn('secretsmanager', `secret:${id}`));
  return [{ action: `secretsmanager:${operation}`, resource }];
};
