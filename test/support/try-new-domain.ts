/** Run in a copy of the project to which docs/adding-a-domain.md has been applied; prints what became of it. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import * as contracts from '../../functions/contracts.ts';
import * as declarations from '../../functions/declarations.ts';
import { demoIdentities } from '../../infra/demo/people.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import { startLocalCloud } from '../../infra/local/local-cloud.ts';
import { routesOf } from '../../shared/contract/route.ts';
import { gatewayKeyOf } from './gateway-keys.ts';

const cloud = await startLocalCloud({ assembly: await buildAssembly(), identities: demoIdentities });
const token = await cloud.token('chen.jing');

async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${cloud.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

const customer = await call('POST', '/customers', { name: '王芳' });
const planned = await call('POST', '/visits', { customerId: customer.body.id, purpose: 'Show the new line' });
await fetch(`${cloud.url}/_local/idle`);
const read = await call('GET', `/visits/${planned.body.id}`);

const client = new DynamoDBClient({
  endpoint: cloud.endpointUrl,
  region: cloud.cloud.region,
  credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
});
const table = cloud.cloud.template.resources.find(({ type }) => type.startsWith('AWS::DynamoDB::'));
const { Item } = await client.send(
  new GetItemCommand({
    TableName: table?.ref,
    Key: { pk: { S: `VISIT#${planned.body.id}` }, sk: { S: '-' } },
  }),
);

const templateKeys = cloud.cloud.template.resources
  .filter(({ type }) => type === 'AWS::ApiGatewayV2::Route')
  .map(({ properties }) => String(properties.RouteKey));
console.log(
  JSON.stringify({
    routes: routesOf(contracts)
      .filter(({ domain, key }) => domain === 'visits' && templateKeys.includes(gatewayKeyOf(key).key))
      .map(({ key }) => key)
      .sort(),
    rules: Object.values(declarations)
      .filter(({ name }) => name === 'visits')
      .flatMap(({ subscriptions }) => subscriptions.flatMap(({ events }) => events.map(({ type }) => type))),
    status: planned.status,
    announced: read.body.status,
    item: unmarshall(Item ?? {}),
  }),
);
await cloud.close();
process.exit(0);
