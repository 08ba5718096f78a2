/** `npm run admin -- --email … --url …`: the first person who may do everything, in the user pool and among the staff. */
import { parseArgs } from 'node:util';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
  UsernameExistsException,
  type UserPoolClientType,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod';
import { staffContract } from '../../functions/people/staff/staff.contract.ts';
import { StaffEntry } from '../../functions/people/staff/staff.schema.ts';
import { ApiError, createClient } from '../../shared/contract/client.ts';
import { scopeOf } from '../../shared/identity/principal.ts';
import { Misuse, runCommand } from './run-command.ts';
import { findToken, isLocal } from './target.ts';

const usage = `Usage: npm run admin -- --email <address> --url <address of the API> --stage <stage> [options]

Creates a person in the user pool of the stage, in the group admin, and registers them among the staff. Cognito mails them
a temporary password. Safe to repeat: what is there stays as it is, but whoever was set
inactive works here again.

  --email <address>   of the person, by which they sign in
  --url <address>     of the API, e.g. https://abc.execute-api.eu-central-1.amazonaws.com
  --stage <stage>     e.g. prod
  --name <name>       (default: what stands before the @)
  --language <lang>   of their mails and of the desk, zh-CN or en (default: zh-CN)
  --time-zone <zone>  (default: Asia/Shanghai)

Needs the credentials and region of the AWS command line, with cognito-idp:ListUserPools, ListUserPoolClients,
DescribeUserPool, DescribeUserPoolClient, AdminCreateUser, AdminGetUser and AdminAddUserToGroup. The staff is registered with a
token of the machine client, or with that in the environment variable RAPPORT_TOKEN.

With an issuer of your own there is no user pool: create the person there, with rapport:admin in the claim groups, and
register them with PUT /staff/{sub} and a token that has the scope rapport/people.write.`;

interface Wanted {
  readonly email: string;
  readonly name: string;
  readonly language: 'zh-CN' | 'en';
  readonly timeZone: string;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      email: { type: 'string' },
      url: { type: 'string' },
      stage: { type: 'string' },
      name: { type: 'string' },
      language: { type: 'string', default: 'zh-CN' },
      'time-zone': { type: 'string', default: 'Asia/Shanghai' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return 0;
  }
  const { url, stage, language } = values;
  const email = z.email().safeParse(values.email).data;
  if (email === undefined) throw new Misuse('Say with --email by which address the person signs in.');
  if (url === undefined || stage === undefined) throw new Misuse('Say --url and --stage.');
  if (language !== 'zh-CN' && language !== 'en') throw new Misuse('--language is zh-CN or en.');
  const isOnThisMachine = isLocal(url);
  const name = values.name ?? email.split('@')[0] ?? email;
  const wanted = { email, name, language, timeZone: values['time-zone'] } as const;

  const cognito = new CognitoIdentityProviderClient({});
  const pool = await findPool(cognito, stage);
  const staffId = await createPerson(cognito, pool, wanted);
  const token =
    isOnThisMachine || process.env.RAPPORT_TOKEN
      ? await findToken(url, 'chen.jing')
      : await machineToken(cognito, pool);
  await registerStaff(url, token, staffId, wanted);
  console.log(`\n${email} can sign in at ${(await deskAddress(cognito, pool)) ?? `${url}/desk`}`);
  return 0;
}

async function findPool(cognito: CognitoIdentityProviderClient, stage: string): Promise<string> {
  const name = `rapport-${stage}-people`;
  for await (const { UserPools = [] } of paginateListUserPools({ client: cognito }, { MaxResults: 60 })) {
    const id = UserPools.find(({ Name }) => Name === name)?.Id;
    if (id !== undefined) return id;
  }
  throw new Error(
    `There is no user pool ${name} in this account and region. With an issuer of your own there is none: see --help.`,
  );
}

/** Answers the id of the person, which is the subject of their tokens and so their staff id. */
async function createPerson(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  { email, name }: Wanted,
): Promise<string> {
  const attributes = await createUser(cognito, UserPoolId, email, name);
  const subject = attributes.find(({ Name }) => Name === 'sub')?.Value;
  if (subject === undefined) throw new Error('Cognito has told no subject of this person.');
  await cognito.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: email, GroupName: 'admin' }));
  console.log(' ok  is in the group admin');
  return subject;
}

async function createUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  email: string,
  name: string,
): Promise<readonly AttributeType[]> {
  try {
    const { User } = await cognito.send(
      new AdminCreateUserCommand({
        UserPoolId,
        Username: email,
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'email_verified', Value: 'true' },
          { Name: 'name', Value: name },
        ],
      }),
    );
    console.log(' ok  is in the user pool, and has a mail with a temporary password, good for three days');
    return User?.Attributes ?? [];
  } catch (error) {
    if (!(error instanceof UsernameExistsException)) throw error;
    const known = await cognito.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    console.log(' ok  was in the user pool already');
    if (known.UserStatus === 'FORCE_CHANGE_PASSWORD') {
      // A temporary password that has run out is replaced by a new one, and only so:
      // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
      const again = { UserPoolId, Username: email, MessageAction: 'RESEND' } as const;
      await cognito.send(new AdminCreateUserCommand({ ...again, DesiredDeliveryMediums: ['EMAIL'] }));
      console.log(
        ' ok  has not signed in yet, and has a new mail with a temporary password, good for three days',
      );
    }
    return known.UserAttributes ?? [];
  }
}

/** A token of the machine client, with what it takes to register staff. */
async function machineToken(cognito: CognitoIdentityProviderClient, UserPoolId: string): Promise<string> {
  const { UserPool } = await cognito.send(new DescribeUserPoolCommand({ UserPoolId }));
  const scopes = [scopeOf('people.read'), scopeOf('people.write')];
  const { id, secret } = await machineClient(cognito, UserPoolId, scopes);
  const region = await cognito.config.region();
  const address = `https://${UserPool?.Domain}.auth.${region}.amazoncognito.com/oauth2/token`;
  const answer = await askForToken(address, `${id}:${secret}`, scopes.join(' '));
  const reply = z.object({ access_token: z.string() }).safeParse(answer.body);
  if (reply.success) return reply.data.access_token;
  // https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolDomain.html
  throw new Error(
    `Cognito gives the machine client no token (${answer.outcome}). The address of a new pool may take some minutes to work: repeat the command, which is safe.`,
  );
}

async function askForToken(address: string, credentials: string, scope: string) {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
    });
    const body: unknown = await response.json().catch(() => undefined);
    return { outcome: `it answered ${response.status}`, body };
  } catch {
    return { outcome: `${new URL(address).host} cannot be reached`, body: undefined };
  }
}

/** Another client with a secret may have been made by hand: the token needs one that may have the scopes. */
async function machineClient(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  scopes: readonly string[],
) {
  for await (const { ClientId, ClientSecret, AllowedOAuthScopes = [] } of clientsOf(cognito, UserPoolId)) {
    if (ClientId === undefined || ClientSecret === undefined) continue;
    if (scopes.every((scope) => AllowedOAuthScopes.includes(scope)))
      return { id: ClientId, secret: ClientSecret };
  }
  throw new Error(
    `The user pool has no client with a secret and the scopes ${scopes.join(' ')}. Put a token into RAPPORT_TOKEN instead.`,
  );
}

/** Where the client of the desk lets people return to: with the setting publicUrl that is not the address of the API. */
async function deskAddress(cognito: CognitoIdentityProviderClient, UserPoolId: string) {
  const signedIn = '/signed-in';
  for await (const { CallbackURLs = [] } of clientsOf(cognito, UserPoolId)) {
    const found = CallbackURLs.find((url) => url.endsWith(`/desk${signedIn}`));
    if (found !== undefined) return found.slice(0, -signedIn.length);
  }
  return undefined;
}

async function* clientsOf(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
): AsyncGenerator<UserPoolClientType> {
  const pages = paginateListUserPoolClients({ client: cognito }, { UserPoolId, MaxResults: 60 });
  for await (const { UserPoolClients = [] } of pages) {
    for (const { ClientId } of UserPoolClients) {
      const asked = new DescribeUserPoolClientCommand({ UserPoolId, ClientId });
      const { UserPoolClient } = await cognito.send(asked);
      if (UserPoolClient !== undefined) yield UserPoolClient;
    }
  }
}

/** What an entry says of somebody, among all that is known of them. */
const entryOf = (found: object) => z.object(StaffEntry.shape).parse(found);

async function registerStaff(url: string, token: string, staffId: string, wanted: Wanted): Promise<void> {
  const { staff } = createClient({ staff: staffContract }, { baseUrl: url, token: () => token });
  const params = { staffId };
  try {
    const { body: found } = await staff.getStaff({ params });
    if (!found.active)
      await staff.putStaff({ params, body: { ...entryOf(found), active: true } }, { ifMatch: found.version });
    console.log(
      found.active
        ? ' ok  was among the staff already, and stays as they are'
        : ' ok  was among the staff as somebody who has left, and works here again',
    );
    return;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error;
  }
  await staff.putStaff({ params, body: wanted });
  console.log(' ok  is among the staff');
}

await runCommand(usage, main);
