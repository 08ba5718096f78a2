/** Cognito's user pools, as far as people are put into them; who is there may sign in, see `issuer/sign-in.ts`. */
import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { type AwsCall, AwsError, type AwsReply, type AwsService, type Cloud } from '../../cloud.ts';
import { jsonReply, readBody } from '../../endpoint/json-protocol.ts';
import { optionalText } from '../../reading.ts';

/** Somebody in a user pool. */
export interface PoolUser {
  readonly pool: string;
  readonly username: string;
  readonly subject: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
}

const Listing = z.looseObject({ MaxResults: z.int().min(1).max(60) });
const Clients = Listing.extend({ UserPoolId: z.string() });
const OneClient = z.looseObject({ UserPoolId: z.string(), ClientId: z.string() });
const OneUser = z.looseObject({ UserPoolId: z.string(), Username: z.string().min(1) });
const NewUser = OneUser.extend({
  UserAttributes: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  MessageAction: z.literal('RESEND').optional(),
});
const Grouping = OneUser.extend({ GroupName: z.string() });

export interface Cognito extends AwsService {
  /** Everybody in the pools. */
  users(): readonly PoolUser[];
}

export function createCognito(cloud: Cloud): Cognito {
  const users = cloud.state.map<PoolUser>('cognito-users');
  const pools = cloud.template.ofType('AWS::Cognito::UserPool');
  const keyOf = ({ UserPoolId, Username }: z.infer<typeof OneUser>) =>
    `${UserPoolId} ${Username.toLowerCase()}`;

  function assertPool(id: string): void {
    if (!pools.some(({ ref }) => ref === id))
      throw new AwsError(400, 'ResourceNotFoundException', `User pool ${id} does not exist.`);
  }

  function find(request: z.infer<typeof OneUser>): PoolUser {
    assertPool(request.UserPoolId);
    const user = users.get(keyOf(request));
    if (user === undefined) throw new AwsError(400, 'UserNotFoundException', 'User does not exist.');
    return user;
  }

  function create(request: z.infer<typeof NewUser>): AwsReply {
    assertPool(request.UserPoolId);
    const known = users.get(keyOf(request));
    if (known !== undefined && request.MessageAction === 'RESEND') return jsonReply({ User: shown(known) });
    if (known !== undefined)
      throw new AwsError(400, 'UsernameExistsException', 'User account already exists');
    const user: PoolUser = {
      pool: request.UserPoolId,
      username: request.Username,
      subject: randomUUID(),
      attributes: Object.fromEntries(request.UserAttributes.map(({ Name, Value }) => [Name, Value])),
      groups: [],
    };
    users.set(keyOf(request), user);
    return jsonReply({ User: shown(user) });
  }

  function group(request: z.infer<typeof Grouping>): AwsReply {
    const user = find(request);
    const groups = cloud.template
      .ofType('AWS::Cognito::UserPoolGroup')
      .map(({ properties }) => optionalText(properties.GroupName));
    if (!groups.includes(request.GroupName))
      throw new AwsError(400, 'ResourceNotFoundException', 'Group not found.');
    users.set(keyOf(request), { ...user, groups: [...new Set([...user.groups, request.GroupName])] });
    return jsonReply({});
  }

  function clientsOf(pool: string) {
    assertPool(pool);
    return cloud.template
      .ofType('AWS::Cognito::UserPoolClient')
      .filter(({ properties }) => properties.UserPoolId === pool);
  }

  function describeClient({ UserPoolId, ClientId }: z.infer<typeof OneClient>): AwsReply {
    const client = clientsOf(UserPoolId).find(({ ref }) => ref === ClientId);
    if (client === undefined)
      throw new AwsError(400, 'ResourceNotFoundException', `User pool client ${ClientId} does not exist.`);
    const { CallbackURLs, AllowedOAuthScopes } = client.properties;
    return jsonReply({ UserPoolClient: { UserPoolId, ClientId, CallbackURLs, AllowedOAuthScopes } });
  }

  async function handle(call: AwsCall): Promise<AwsReply> {
    const read = <Schema extends z.ZodType>(schema: Schema) =>
      readBody(schema, call, 'InvalidParameterException');
    switch (call.operation) {
      case 'ListUserPools':
        read(Listing);
        return jsonReply({
          UserPools: pools.map(({ ref, properties }) => ({ Id: ref, Name: properties.UserPoolName })),
        });
      case 'ListUserPoolClients':
        return jsonReply({
          UserPoolClients: clientsOf(read(Clients).UserPoolId).map(({ ref }) => ({ ClientId: ref })),
        });
      case 'DescribeUserPoolClient':
        return describeClient(read(OneClient));
      case 'AdminCreateUser':
        return create(read(NewUser));
      case 'AdminGetUser': {
        const user = find(read(OneUser));
        const { Attributes, ...rest } = shown(user);
        return jsonReply({ ...rest, UserAttributes: Attributes });
      }
      case 'AdminAddUserToGroup':
        return group(read(Grouping));
      default:
        throw new AwsError(400, 'UnknownOperationException', `${call.operation} is not imitated locally.`);
    }
  }

  return { scopes: ['cognito-idp'], handle, users: () => [...users.values()] };
}

/** Nobody has a password here, so everybody is as they are before their first sign-in. */
function shown({ subject, attributes }: PoolUser) {
  const Attributes = Object.entries({ sub: subject, ...attributes }).map(([Name, Value]) => ({
    Name,
    Value,
  }));
  return { Username: subject, Attributes, Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' };
}
