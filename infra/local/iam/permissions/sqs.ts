/** Source: "Actions, resources, and condition keys for Amazon SQS": a batch asks for the action of its entries. */
import { record, text } from '../../reading.ts';
import type { PermissionsOf } from './request.ts';

const onQueue = new Set([
  'SendMessage',
  'ReceiveMessage',
  'DeleteMessage',
  'ChangeMessageVisibility',
  'GetQueueAttributes',
  'PurgeQueue',
]);

export const sqsPermissions: PermissionsOf = ({ operation, body }, { arn }) => {
  const action = operation.replace(/Batch$/, '');
  if (onQueue.has(action)) {
    const name = text(record(body()).QueueUrl).split('/').at(-1) ?? '';
    return [{ action: `sqs:${action}`, resource: arn('sqs', name) }];
  }
  if (operation !== 'GetQueueUrl') return undefined;
  return [{ action: 'sqs:GetQueueUrl', resource: arn('sqs', text(record(body()).QueueName)) }];
};
