/** Who people are: a user pool with the roles as groups, and the permissions as scopes for machines. */
import { Aws, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import { permissions, roles } from '../../shared/identity/permissions.ts';
import { personScope, scopeOf } from '../../shared/identity/principal.ts';
import type { Deployment } from '../constructs/deployment.ts';
import type { TokenIssuer } from '../constructs/http-api.ts';
import { resourceOf } from '../constructs/resource-of.ts';

export interface IdentityStackProps {
  readonly deployment: Deployment;
}

/** Not part of a deployment whose people come from another OpenID Connect provider. */
export class IdentityStack extends Stack {
  readonly issuer: TokenIssuer;
  private readonly pool: cognito.UserPool;

  constructor(scope: Construct, id: string, { deployment }: IdentityStackProps) {
    super(scope, id, {
      description: 'Rapport: user pool, roles and app clients',
      terminationProtection: true,
    });
    const pool = createPool(this, deployment);
    this.pool = pool;
    for (const role of roles) {
      new cognito.UserPoolGroup(this, `Group-${role}`, { userPool: pool, groupName: role });
    }
    const scopes = createScopes(pool);
    const person = createPersonClient(pool, scopes, deployment);
    const machine = createMachineClient(pool, scopes);
    const signIn = pool.addDomain('SignIn', {
      cognitoDomain: { domainPrefix: `${deployment.nameOf('')}${Aws.ACCOUNT_ID}` },
      // The classic pages know neither `prompt=login` nor another language than English.
      managedLoginVersion: cognito.ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    if (deployment.settings.signInUrls !== undefined) styleSignIn(this, pool, person);
    this.issuer = {
      url: pool.userPoolProviderUrl,
      audience: [person.userPoolClientId, machine.userPoolClientId],
    };
    // Always exported: an export in use cannot be taken back.
    for (const value of [this.issuer.url, pool.userPoolId, ...this.issuer.audience]) this.exportValue(value);
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId });
    new CfnOutput(this, 'Issuer', { value: this.issuer.url });
    new CfnOutput(this, 'PersonClientId', { value: person.userPoolClientId });
    new CfnOutput(this, 'MachineClientId', { value: machine.userPoolClientId });
    new CfnOutput(this, 'TokenUrl', { value: `${signIn.baseUrl()}/oauth2/token` });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason:
        'Threat protection needs the Plus plan, which is paid per person; a second factor is required instead.',
    });
  }

  /**
   * The client by which people sign in at the desk. It returns to the address of the API, so it stands in a stack after
   * this one.
   */
  createDeskClient(scope: Construct, site: string): cognito.UserPoolClient {
    const client = new cognito.UserPoolClient(scope, 'Desk', {
      userPool: this.pool,
      generateSecret: false,
      authFlows: onlyByPages,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [cognito.OAuthScope.OPENID, cognito.OAuthScope.custom(personScope)],
        callbackUrls: [`${site}/desk/signed-in`],
        logoutUrls: [`${site}/desk/signed-out`],
      },
      accessTokenValidity: Duration.minutes(15),
      idTokenValidity: Duration.minutes(15),
      refreshTokenValidity: deskSession,
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    styleSignIn(scope, this.pool, client);
    return client;
  }
}

/**
 * Nobody signs in past the pages of the pool, whose tokens alone have our scopes: an empty object would leave the flows
 * out of the template, and AWS then allows signing in by SRP and by custom challenges.
 * https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
const onlyByPages: cognito.AuthFlow = { userSrp: false };

/**
 * The style of AWS: a client without any has no pages of managed login.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html
 */
function styleSignIn(scope: Construct, pool: cognito.IUserPool, client: cognito.UserPoolClient): void {
  new cognito.CfnManagedLoginBranding(scope, `${client.node.id}Style`, {
    userPoolId: pool.userPoolId,
    clientId: client.userPoolClientId,
    useCognitoProvidedValues: true,
  });
}

/** A session of the desk lasts so long at most, see `sessionLimits`; nobody needs to refresh a token after that. */
const deskSession = Duration.hours(12);

/**
 * Who mails invitations and codes. Cognito refuses an identity that is not verified yet, so on the first deployment it is
 * its own mailer; CloudFormation knows the identity by its fixed name, in the stack before this one.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html
 */
function mailerOf({ nameOf, settings }: Deployment): cognito.UserPoolEmail {
  if (settings.signInMail === 'cognito') return cognito.UserPoolEmail.withCognito();
  return cognito.UserPoolEmail.withSES({
    fromEmail: settings.mailFrom,
    fromName: settings.organisation,
    sesVerifiedDomain: settings.mailFrom.slice(settings.mailFrom.indexOf('@') + 1),
    sesRegion: Aws.REGION,
    // For its rule on encryption.
    configurationSetName: nameOf('mail'),
  });
}

function createPool(stack: Stack, deployment: Deployment): cognito.UserPool {
  const { nameOf } = deployment;
  const pool = new cognito.UserPool(stack, 'People', {
    userPoolName: nameOf('people'),
    // Managed login is no part of the plan below; this one has 10,000 people a month for nothing.
    featurePlan: cognito.FeaturePlan.ESSENTIALS,
    selfSignUpEnabled: false,
    email: mailerOf(deployment),
    userInvitation: {
      emailSubject: 'Rapport: 登录邀请 / your invitation',
      emailBody: `<p>您的用户名：{username}（也可以用您的邮箱地址）<br>临时密码（三天内有效）：{####}<br>请在您的团队告知的地址登录，并设置新密码和第二验证因素。</p>
<p>Your user name: {username} (your mail address does as well)<br>Temporary password, good for three days: {####}<br>Sign in at the address that your team has given you; you are then asked for a password of your own and a second factor.</p>`,
    },
    // For a forgotten password, too.
    userVerification: {
      emailSubject: 'Rapport: 验证码 / your code',
      emailBody: '您的验证码 / Your code: {####}',
    },
    signInAliases: { email: true },
    signInCaseSensitive: false,
    accountRecovery: cognito.AccountRecovery.EMAIL_ONLY,
    passwordPolicy: {
      minLength: 12,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
      tempPasswordValidity: Duration.days(3),
    },
    mfa: cognito.Mfa.REQUIRED,
    mfaSecondFactor: { otp: true, sms: false },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  resourceOf(pool, cognito.CfnUserPool).overrideLogicalId('People');
  return pool;
}

interface Scopes {
  readonly person: cognito.OAuthScope;
  readonly permissions: readonly cognito.OAuthScope[];
}

/** `rapport/customers.read` is the scope `customers.read` of the resource server `rapport`. */
function createScopes(pool: cognito.UserPool): Scopes {
  const [identifier = '', person = ''] = personScope.split('/');
  const scopes = new Map(
    [person, ...permissions.map((permission) => scopeOf(permission).slice(identifier.length + 1))].map(
      (scopeName) => [
        scopeName,
        new cognito.ResourceServerScope({
          scopeName,
          scopeDescription:
            scopeName === person ? 'A person, with the permissions of their roles' : scopeName,
        }),
      ],
    ),
  );
  const server = pool.addResourceServer('Scopes', { identifier, scopes: [...scopes.values()] });
  const asked = (scope: cognito.ResourceServerScope) => cognito.OAuthScope.resourceServer(server, scope);
  const [ofPerson, ...ofPermissions] = [...scopes.values()].map(asked);
  if (ofPerson === undefined) throw new Error('There is no scope for people.');
  return { person: ofPerson, permissions: ofPermissions };
}

/**
 * For programs of others in which people sign in, with the authorization code grant and PKCE: the client has no secret to
 * lose. Its id is exported for good, so it is there without any such program, too, but nobody can sign in by it.
 */
function createPersonClient(
  pool: cognito.UserPool,
  scopes: Scopes,
  { settings: { signInUrls } }: Deployment,
): cognito.UserPoolClient {
  return pool.addClient('Person', {
    generateSecret: false,
    authFlows: onlyByPages,
    ...(signInUrls === undefined
      ? { disableOAuth: true }
      : {
          oAuth: {
            flows: { authorizationCodeGrant: true },
            scopes: [
              cognito.OAuthScope.OPENID,
              cognito.OAuthScope.EMAIL,
              cognito.OAuthScope.PROFILE,
              scopes.person,
            ],
            callbackUrls: signInUrls,
            logoutUrls: signInUrls,
          },
        }),
    accessTokenValidity: Duration.minutes(15),
    idTokenValidity: Duration.minutes(15),
    refreshTokenValidity: Duration.days(1),
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
  });
}

/** For another system, e.g. the ERP; it needs the exact permission of each route. */
function createMachineClient(pool: cognito.UserPool, scopes: Scopes): cognito.UserPoolClient {
  return pool.addClient('Machine', {
    generateSecret: true,
    authFlows: onlyByPages,
    oAuth: { flows: { clientCredentials: true }, scopes: [...scopes.permissions] },
    // Each request for a token is billed, so a machine keeps one for as long as it is allowed to.
    accessTokenValidity: Duration.minutes(60),
    enableTokenRevocation: true,
    preventUserExistenceErrors: true,
  });
}
