/** Source: S3 user guide, "Required permissions for Amazon S3 API operations". */
import type { PermissionsOf } from './request.ts';

const onObject: Readonly<Record<string, string>> = {
  GetObject: 's3:GetObject',
  HeadObject: 's3:GetObject',
  PutObject: 's3:PutObject',
  PostObject: 's3:PutObject',
  DeleteObject: 's3:DeleteObject',
};
const onBucket = new Set(['ListObjectsV2', 'HeadBucket']);

export const s3Permissions: PermissionsOf = ({ operation, url }) => {
  const [bucket = '', ...key] = url.pathname.slice(1).split('/');
  const bucketArn = `arn:aws:s3:::${bucket}`;
  if (onBucket.has(operation)) return [{ action: 's3:ListBucket', resource: bucketArn }];
  const action = onObject[operation];
  return action === undefined
    ? undefined
    : [{ action, resource: `${bucketArn}/${decodeURIComponent(key.join('/'))}` }];
};
