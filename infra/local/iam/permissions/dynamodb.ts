/**
 * Sources: DynamoDB developer guide, "Using IAM with DynamoDB transactions" and "Actions, resources, and condition
 * keys for Amazon DynamoDB": the parts of a transaction count as calls of their own, an index is a resource of its own.
 */
import { isRecord, list, optionalText, record, text } from '../../reading.ts';
import type { Permission } from '../decision.ts';
import type { PermissionsOf } from './request.ts';

const onTable = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'DescribeTable']);
const onTableOrIndex = new Set(['Query', 'Scan']);
const batches = new Set(['BatchGetItem', 'BatchWriteItem']);
const transactions = new Set(['TransactWriteItems', 'TransactGetItems']);

const partActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
  Get: 'GetItem',
};

export const dynamodbPermissions: PermissionsOf = ({ operation, body }, { arn }) => {
  const request = record(body());
  const tableArn = (name: unknown): string =>
    text(name).startsWith('arn:') ? text(name) : arn('dynamodb', `table/${text(name)}`);
  const on = (resource: string): Permission[] => [{ action: `dynamodb:${operation}`, resource }];
  if (onTable.has(operation)) return on(tableArn(request.TableName));
  if (onTableOrIndex.has(operation)) {
    const index = optionalText(request.IndexName);
    const table = tableArn(request.TableName);
    return on(index === undefined ? table : `${table}/index/${index}`);
  }
  if (batches.has(operation)) {
    return Object.keys(record(request.RequestItems)).flatMap((table) => on(tableArn(table)));
  }
  if (!transactions.has(operation)) return undefined;
  const context = { 'dynamodb:enclosingoperation': operation };
  const parts = list(request.TransactItems).flatMap((item) =>
    Object.entries(record(item)).flatMap(([kind, part]) =>
      isRecord(part)
        ? [{ action: `dynamodb:${partActions[kind] ?? kind}`, resource: tableArn(part.TableName), context }]
        : [],
    ),
  );
  return distinct(parts);
};

/** A transaction of a hundred puts into one table asks once. */
function distinct(permissions: readonly Permission[]): readonly Permission[] {
  return [...new Map(permissions.map((each) => [`${each.action} ${each.resource}`, each])).values()];
}
