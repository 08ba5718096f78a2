/** The deployment settings: read from the CDK context, checked once, explained when wrong. */
import * as z from 'zod';
import { textReaderNames } from '../functions/surveys/texts/texts.schema.ts';
import { mailbox } from '../shared/messaging/mailbox.ts';
import { readableColourSchema } from '../shared/values/colour.ts';
import { languageSchema } from '../shared/values/language.ts';

const logRetentionChoices = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 3653];

/** Without encryption only for these names of this machine. */
const httpUrlOr = (...machine: readonly string[]) =>
  z
    .url({ protocol: /^https?$/ })
    .refine((text) => !text.endsWith('/'), 'must not end with a slash')
    .refine(
      (text) =>
        text.startsWith('https:') || machine.includes(/^http:\/\/([^:/]+)(?=[:/]|$)/.exec(text)?.[1] ?? ''),
      `must begin with https:// (http:// only for ${machine.join(' or ')})`,
    );

const httpUrl = httpUrlOr('localhost', '127.0.0.1');
/** Cognito takes http for localhost alone: https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html */
const signInUrl = httpUrlOr('localhost');

/** As a browser writes the origin of a page, which is compared letter by letter. */
const origin = httpUrl.refine(
  (text) => URL.canParse(text) && new URL(text).origin === text,
  'must be origins such as https://console.example.com: no path, lower case',
);

/** Encrypted, or on this machine. */
const mailServer = z
  .string()
  .refine(
    isMailServer,
    'must be like smtps://mail.example.com:465, the name of a host and a port from 1 to 65535, without user and path',
  );

/** Names of hosts: https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
function isMailServer(text: string): boolean {
  const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
  const isWritten = new RegExp(`^smtps?://${label}(?:\\.${label})*(?::\\d{1,5})?$`).test(text);
  if (!isWritten || !URL.canParse(text)) return false;
  const { hostname, port } = new URL(text);
  return hostname.length <= 253 && port !== '0';
}

/** Five senders with ten mails each (infra/areas/contact.ts), and half a second for a mail. */
const carriedPerSecond = 100;

/** An empty one takes back, for one stage or run, what is set for all. */
const unlessEmpty = (setting: z.ZodString) =>
  z.preprocess((value) => (value === '' ? undefined : value), setting.optional());

const commaSeparated = (item: z.ZodString | z.ZodURL) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',') : value),
    z.array(item).min(1).max(20),
  );

const Fields = z.strictObject({
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9]{1,11}$/, 'must be 2 to 12 lower-case letters and digits, beginning with a letter')
    // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain-prefix.html
    .regex(
      /^(?!.*(?:aws|amazon|cognito))/,
      'must be without "aws", "amazon" and "cognito", which Cognito keeps for itself',
    )
    .describe('names this deployment and every resource in it, e.g. dev or prod'),
  organisation: z
    .string()
    .trim()
    .min(1)
    .max(60)
    .regex(/^[^<>"\r\n]*$/, 'must be without line breaks and any of < > "')
    .describe('who the mails are from, e.g. Northwind'),
  brandColour: readableColourSchema.describe(
    'colour of the organisation on pages and mails for customers, dark enough to be read on white, e.g. #0b4fb3',
  ),
  mailFrom: z
    .email()
    .max(254)
    .describe(
      'address that all mail is sent from, e.g. care@example.com; its domain becomes an SES identity',
    ),
  mailTls: z
    .enum(['require', 'optional'])
    .describe(
      'require: mail goes only to servers that encrypt, others are told as bounced; optional: where a server can',
    ),
  smtpServer: mailServer
    .optional()
    .describe(
      'server that takes the mail where SES does not: smtps://host:465 (TLS at once) or smtp://host:587 (STARTTLS), without user and password, which belong into a secret; left out: SES',
    ),
  mailsPerSecond: z.coerce
    .number()
    .int()
    .min(1)
    .describe(
      'mails that SES lets this account send a second (npm run preflight reads it), or the setting smtpServer takes, at most 100: 14 in a new account, 1 in the sandbox',
    ),
  smsFrom: unlessEmpty(
    z
      .string()
      .regex(
        /^arn:[a-z-]+:sms-voice:[a-z0-9-]+:\d{12}:(phone-number|pool|sender-id)\/[\w/-]+$/,
        'must be the ARN of a phone number, a pool or a sender id of AWS End User Messaging SMS',
      ),
  ).describe(
    'what text messages come from: the ARN of a phone number, pool or sender id; left out: none are sent',
  ),
  smsProvider: httpUrl
    .optional()
    .describe(
      'address to which texts are posted where they go through a provider instead of AWS (docs/operations.md, Text messages by a provider); left out: smsFrom',
    ),
  smsPerSecond: z.coerce
    .number()
    .int()
    .min(1)
    .max(carriedPerSecond)
    .default(1)
    .describe(
      'message parts a second that the number carries, of which a long or a Chinese text has several: https://docs.aws.amazon.com/sms-voice/latest/userguide/sms-limitations-mps.html',
    ),
  departmentEmail: z
    .email()
    .max(254)
    .optional()
    .describe(
      'mailbox of the department, for what concerns nobody in particular, e.g. callbacks of nobody; left out: mailFrom',
    ),
  departmentLanguage: languageSchema.describe('language of what the department reads: zh-CN or en'),
  callbackMailDetails: z
    .enum(['full', 'none'])
    .describe(
      'full puts name, phone number and comment of the customer into the mails about due callbacks; none leaves them out',
    ),
  askAgainAfterDays: z.coerce
    .number()
    .int()
    .min(0)
    .max(366)
    .describe(
      'days, of the calendar in UTC, within which no customer is asked twice, whatever the surveys; 0 allows any. For campaigns of every week 6: a run near midnight, a long one or a change of the clocks may bring the next a calendar day nearer',
    ),
  shortestCampaignHours: z.coerce
    .number()
    .min(0)
    .max(24 * 366)
    .describe('least hours between two runs of a campaign, e.g. 24; 0 allows any'),
  auditDays: z.coerce
    .number()
    .int()
    .min(30)
    .max(3653)
    .describe(
      'days for which it is kept who opened the record of a customer and who was refused what, e.g. 1095',
    ),
  exportDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(30)
    .describe('days for which the link to a copy of everything that is kept of a customer is good, e.g. 7'),
  importDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(90)
    .describe(
      'days for which the file of an import, what became of its rows and the way back are kept, e.g. 30',
    ),
  bulkPerSecond: z.coerce
    .number()
    .int()
    .min(10)
    .max(10_000)
    .default(30)
    .describe(
      'rows a second that an import, or a correction of many customers, writes, so that it leaves room in the table for the people at work; at least 10, for a part of an import is to be done before its function has to end',
    ),
  erasureDays: z.coerce
    .number()
    .int()
    .min(1)
    .max(90)
    .describe(
      'days within which a customer who demands it has to be erased, e.g. 15; it is done within the hour, the proof names the day',
    ),
  publicUrl: httpUrl
    .optional()
    .describe(
      'address of the API that customers see in their links; left out: the address that AWS gives it',
    ),
  corsOrigins: commaSeparated(origin)
    .optional()
    .describe(
      'origins whose pages may call the API from a browser, e.g. https://console.example.com, separated by commas; left out: none',
    ),
  signInUrls: commaSeparated(signInUrl)
    .optional()
    .describe(
      'where a program of yours, e.g. a single-page application, has people return to after they sign in, separated by commas; left out: they sign in at the desk alone',
    ),
  signInMail: z
    .enum(['cognito', 'ses'])
    .default('cognito')
    .describe(
      'ses: invitations and codes of the user pool come from mailFrom, whose domain has to be verified in SES before that; cognito: from the mailer of Cognito, which takes 50 a day',
    ),
  issuer: z
    .union([z.literal('cognito'), httpUrl])
    .describe('cognito for a user pool of its own, or the issuer URL of an OpenID Connect provider'),
  audience: commaSeparated(z.string().min(1).max(200))
    .optional()
    .describe('client ids or audiences that the provider puts into its access tokens, separated by commas'),
  deskClientId: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'client without a secret by which people sign in at the desk, with an issuer of your own; it may return to <publicUrl>/desk/signed-in and /desk/signed-out',
    ),
  textReader: z
    .enum(textReaderNames)
    .default('local')
    .describe(
      'what tells whether customers who write are content: local (a model within the function; no text leaves it)',
    ),
  logRetentionDays: z.coerce
    .number()
    .refine((days) => logRetentionChoices.includes(days), `must be one of ${logRetentionChoices.join(', ')}`)
    .describe('days that CloudWatch keeps the logs, e.g. 30'),
  concurrency: z
    .enum(['unreserved', 'reserved'])
    .describe(
      'reserved sets aside concurrency for the mail sender and the public page: new accounts cannot do that',
    ),
  encryption: z
    .enum(['customer-managed', 'aws-owned'])
    .describe('key of the table: customer-managed (1 USD a month, rotated) or aws-owned (free)'),
  alarmActions: z
    .enum(['none', 'critical', 'all'])
    .describe('which alarms tell people: none (they are seen on the dashboard), critical or all'),
  alarmEmail: z.email().max(254).optional().describe('address that alarms are mailed to'),
  runbookUrl: z
    .url({ protocol: /^https$/ })
    .max(300)
    .optional()
    .describe('where your people read docs/operations.md; alarms link to its headings'),
  mailIdentity: z
    .enum(['create', 'existing'])
    .describe('existing where the domain of mailFrom is an SES identity of this account already'),
  certificateArn: z
    .string()
    .regex(/^arn:[a-z-]+:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/, 'must be the ARN of a certificate')
    .optional()
    .describe('certificate for the host of publicUrl; with it the API answers under that name'),
  tracing: z.enum(['on', 'off']).describe('off in regions whose functions cannot be traced by X-Ray'),
  architecture: z.enum(['arm64', 'x86_64']).describe('x86_64 in regions without Lambda on arm64'),
  recursionDetection: z
    .enum(['on', 'off'])
    .describe('off in regions where Lambda does not stop chains of functions that call themselves'),
});

const Settings = Fields.superRefine((settings, context) => {
  const refuse = (setting: keyof typeof settings, message: string) =>
    context.addIssue({ code: 'custom', path: [setting], message });
  if (!mailbox(settings.mailFrom, settings.organisation).includes('<')) {
    refuse(
      'organisation',
      'is too long for the head of a mail: with mailFrom, encoded, at most 320 characters',
    );
  }
  // Where SES itself is on this machine a mail takes no half second.
  if (settings.mailsPerSecond > carriedPerSecond && settings.stage !== 'local') {
    refuse('mailsPerSecond', `must be at most ${carriedPerSecond}: the sender carries no more`);
  }
  if (settings.smsProvider !== undefined && settings.smsFrom !== undefined) {
    refuse('smsProvider', 'goes only without smsFrom: texts go through AWS or through a provider');
  }
  const ownIssuer = settings.issuer !== 'cognito';
  if (ownIssuer !== (settings.audience !== undefined)) {
    refuse(
      'audience',
      ownIssuer ? 'is needed with an issuer of your own' : 'goes only with an issuer of your own',
    );
  }
  if (settings.signInMail === 'ses' && (ownIssuer || settings.smtpServer !== undefined)) {
    refuse('signInMail', 'is ses only where people are in a user pool and mail goes by SES');
  }
  if (ownIssuer !== (settings.deskClientId !== undefined)) {
    refuse(
      'deskClientId',
      ownIssuer ? 'is needed with an issuer of your own' : 'goes only with an issuer of your own',
    );
  }
  if (settings.certificateArn !== undefined && !isHost(settings.publicUrl)) {
    refuse('certificateArn', 'goes only with a publicUrl that is a host name, without a port or a path');
  }
});

function isHost(url: string | undefined): boolean {
  return url !== undefined && new URL(url).origin === url && new URL(url).port === '';
}

export type Settings = z.output<typeof Settings>;

/** Thrown for settings that nobody can deploy with; the message names each setting and how to set it. */
export class SettingsError extends Error {
  constructor(violations: readonly string[]) {
    super(
      `These deployment settings cannot be used:\n${violations.map((violation) => `  - ${violation}`).join('\n')}`,
    );
    this.name = 'SettingsError';
  }
}

const Layers = z
  .object({ default: z.record(z.string(), z.unknown()) })
  .catchall(z.record(z.string(), z.unknown()));

/**
 * Reads the settings out of a CDK context. `settings.default` holds for every stage, `settings.<stage>` for
 * one, and a flag such as `-c mailFrom=…` for one run.
 *
 * @throws SettingsError when one is wrong, or does not fit where the stacks go
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  target: Target = targetOfCommandLine(),
): Settings {
  const layers = Layers.safeParse(context.settings ?? { default: {} });
  if (!layers.success) {
    throw new SettingsError([
      'context.settings in cdk.json must hold an object "default", and one for each stage',
    ]);
  }
  const flags = Object.fromEntries(Object.entries(context).filter(([name]) => name in Fields.shape));
  const stage = flags.stage ?? layers.data.default.stage;
  const ofStage = typeof stage === 'string' && stage !== 'default' ? layers.data[stage] : undefined;
  const given = { ...layers.data.default, ...ofStage, ...flags };
  const result = Settings.safeParse(given);
  const violations = [...misspelt(context), ...(result.success ? [] : explain(result.error.issues, given))];
  if (!result.success || violations.length > 0) throw new SettingsError(violations);
  const elsewhere = liesElsewhere(result.data, target);
  if (elsewhere.length > 0) throw new SettingsError(elsewhere);
  return result.data;
}

/** Where the stacks go, as far as it is known. */
export interface Target {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/** The CDK command line tells it by the credentials (https://docs.aws.amazon.com/cdk/v2/guide/environments.html). */
function targetOfCommandLine(): Target {
  return { region: process.env.CDK_DEFAULT_REGION, account: process.env.CDK_DEFAULT_ACCOUNT };
}

/**
 * A number sends in its own region only, and the function may use none of another account; a certificate is one of the
 * region of the API (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-regional-api-custom-domain-create.html).
 */
function liesElsewhere({ stage, ...settings }: Settings, { region, account }: Target): string[] {
  // Without credentials the command line tells a region all the same, whichever it begins with.
  if (stage === 'local' || account === undefined) return [];
  return (['smsFrom', 'certificateArn'] as const).flatMap((setting) => {
    const [, , , ofRegion, ofAccount] = settings[setting]?.split(':') ?? [];
    if (ofRegion === undefined || ofAccount === undefined) return [];
    const [what, named, goes] =
      region !== undefined && region !== ofRegion
        ? ['region', ofRegion, region]
        : ['account', ofAccount, account];
    if (named === goes) return [];
    return [
      `${setting} names the ${what} ${named}, and the stacks go to ${goes}.\n    Set the ARN of one in ${goes}, deploy into ${named} (AWS_REGION and credentials say where), or leave ${setting} out`,
    ];
  });
}

/** CDK's own context keys hold a colon, a slash or a hyphen; a plain word can only be meant for us. */
function misspelt(context: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(context)
    .filter((name) => /^[A-Za-z]+$/.test(name) && name !== 'settings' && !(name in Fields.shape))
    .map((name) => `${name}: there is no such setting. There are ${Object.keys(Fields.shape).join(', ')}`);
}

/** One violation for each setting: what follows from a violation only hides it. */
function explain(issues: readonly z.core.$ZodIssue[], given: Readonly<Record<string, unknown>>): string[] {
  const violations = new Map<string, string>();
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const violation of misspelt(Object.fromEntries(issue.keys.map((key) => [key, '']))))
        violations.set(violation, violation);
      continue;
    }
    const name = String(issue.path[0]);
    if (violations.has(name)) continue;
    const violation = given[name] === undefined && issue.code !== 'custom' ? 'is missing' : issue.message;
    const meaning = Object.entries(Fields.shape).find(([key]) => key === name)?.[1].description;
    violations.set(
      name,
      `${name} ${violation}.\n    It is: ${meaning}.\n    Set it under context.settings in cdk.json, or with -c ${name}=…`,
    );
  }
  return [...violations.values()];
}
