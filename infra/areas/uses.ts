/** Rights of functions beside the table: each puts its variables into the environment and grants what they name. */
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { DomainFunction } from '../constructs/domain-function.ts';
import type { MailIdentity } from '../constructs/mail-identity.ts';
import type { ParkedRecords } from '../constructs/parked-records.ts';
import type { PersonalFiles } from '../constructs/personal-files.ts';
import type { ScheduleAction, SchedulerAccess } from '../constructs/scheduler-access.ts';
import type { ServiceKey } from '../constructs/service-key.ts';
import type { TextSender } from '../constructs/text-sender.ts';
import type { WorkQueue } from '../constructs/work-queue.ts';
import type { Settings } from '../settings.ts';

/** What the stacks offer to the functions of an area. */
export interface Parts {
  readonly bus: EventBus;
  readonly mail: MailIdentity;
  /** What signs in at the server of the setting `smtpServer`; undefined where mail goes through SES. */
  readonly mailLogin: ServiceKey | undefined;
  readonly texts: TextSender;
  readonly linkSecret: Secret;
  readonly parkedRecords: ParkedRecords;
  readonly personalFiles: PersonalFiles;
  readonly scheduler: SchedulerAccess;
  /** The least hours between two runs of a campaign. */
  readonly shortestCampaignHours: number;
  /** Nobody is asked twice within so many days. */
  readonly askAgainAfterDays: number;
  /** For how many days it is kept who opened or was refused what. */
  readonly auditDays: number;
  /** For how many days the link to an export is good. */
  readonly exportDays: number;
  /** For how many days files of imports are kept. */
  readonly importDays: number;
  /** Within how many days an erasure has to be done. */
  readonly erasureDays: number;
  /** What reads the texts of answers. */
  readonly textReader: Settings['textReader'];
  /** How many rows a second one job of bulk work writes. */
  readonly bulkPerSecond: number;
  readonly brand: Pick<Settings, 'organisation' | 'brandColour' | 'mailFrom'>;
  /** Address of the API in links that customers and staff receive. */
  readonly publicUrl: string;
  /** Where functions call the routes of the API. */
  readonly apiUrl: string;
  /** Who signs people in at the desk, and as which client. */
  readonly signIn: SignIn;
  /** A queue of the same area, by the name of the function that reads it. */
  queue(name: string): WorkQueue;
}

export interface SignIn {
  readonly issuer: string;
  readonly clientId: string;
}

export interface Use {
  readonly variables?: (parts: Parts) => Readonly<Record<string, string>>;
  readonly grant?: (fn: DomainFunction, parts: Parts) => void;
}

export const publishEvents: Use = {
  variables: ({ bus }) => ({ BUS_NAME: bus.eventBusName }),
  grant: (fn, { bus }) => fn.allow(['events:PutEvents'], [bus.eventBusArn]),
};

export const sendMail: Use = {
  variables: ({ mail, mailLogin }) => ({ ...mail.variables, SMTP_LOGIN_ARN: mailLogin?.arn ?? '' }),
  grant: (fn, { mail, mailLogin }) => {
    mail.allowSending(fn);
    mailLogin?.allowReading(fn);
  },
};

export const sendTexts: Use = {
  variables: ({ texts }) => texts.variables,
  grant: (fn, { texts }) => texts.allowSending(fn),
};

/** Reads to whom AWS sends no texts. */
export const readOptOuts: Use = {
  grant: (fn, { texts }) => texts.allowReadingOptOuts(fn),
};

/** Checks what the provider of texts has signed. */
export const trustProvider: Use = {
  variables: ({ texts }) => texts.providerVariables,
  grant: (fn, { texts }) => texts.allowReadingKey(fn),
};

/** Refuses what would go by text where none are sent. */
export const knowTexts: Use = {
  variables: ({ texts }) => ({ SENDS_TEXTS: texts.isOn ? 'yes' : 'no' }),
};

/** Computes the tokens of personal links. */
export const readLinkSecret: Use = {
  variables: ({ linkSecret }) => ({ LINK_SECRET_ARN: linkSecret.secretArn }),
  grant: (fn, { linkSecret }) => fn.allow(['secretsmanager:GetSecretValue'], [linkSecret.secretArn]),
};

/** Writes to the department's own mailbox. */
export const knowDepartment: Use = { variables: ({ mail }) => mail.departmentVariables };

/** Speaks the language of the department to whoever asks for none. */
export const knowDepartmentLanguage: Use = {
  variables: ({ mail }) => ({ DEPARTMENT_LANGUAGE: mail.departmentVariables.DEPARTMENT_LANGUAGE }),
};

/** Whether mails about callbacks may hold personal details. */
export const knowCallbackMailDetails: Use = { variables: ({ mail }) => mail.callbackVariables };

/** Tells when a customer may be asked again. */
export const knowAskAgain: Use = {
  variables: ({ askAgainAfterDays }) => ({ ASK_AGAIN_AFTER_DAYS: String(askAgainAfterDays) }),
};

/** Refuses campaigns that come again too soon, and warns of those that nobody may be asked by. */
export const knowCampaignIntervals: Use = {
  variables: ({ shortestCampaignHours, askAgainAfterDays }) => ({
    SHORTEST_CAMPAIGN_HOURS: String(shortestCampaignHours),
    ASK_AGAIN_AFTER_DAYS: String(askAgainAfterDays),
  }),
};

/** Keeps who opened which customer, and who was refused what. */
export const keepTrail: Use = { variables: ({ auditDays }) => ({ AUDIT_DAYS: String(auditDays) }) };

/** Shows pages or mails in the name and colour of the organisation. */
export const knowBrand: Use = {
  variables: ({ brand }) => ({
    ORGANISATION: brand.organisation,
    BRAND_COLOUR: brand.brandColour,
    CONTACT_ADDRESS: brand.mailFrom,
  }),
};

export const knowPublicUrl: Use = {
  variables: ({ publicUrl }) => ({ PUBLIC_URL: publicUrl }),
};

/** Signs people in, and calls the API with their tokens. */
export const signPeopleIn: Use = {
  variables: ({ publicUrl, apiUrl, signIn }) => ({
    PUBLIC_URL: publicUrl,
    API_URL: apiUrl,
    ISSUER_URL: signIn.issuer,
    DESK_CLIENT_ID: signIn.clientId,
  }),
};

/** Puts messages into a queue of the same area. */
export function sendTo(queue: string, variable: string): Use {
  return {
    variables: (parts) => ({ [variable]: parts.queue(queue).url }),
    grant: (fn, parts) => parts.queue(queue).allowSending(fn),
  };
}

/** Puts messages aside, into the dead letters of a queue, until a person moves them back. */
export function parkIn(queue: string, variable: string): Use {
  return {
    variables: (parts) => ({ [variable]: parts.queue(queue).deadLettersUrl }),
    grant: (fn, parts) => parts.queue(queue).allowParking(fn),
  };
}

/** Sees how much waits in a queue and in its dead letters. */
export function countWaiting(queue: string, variables: { queue: string; deadLetters: string }): Use {
  return {
    variables: (parts) => ({
      [variables.queue]: parts.queue(queue).url,
      [variables.deadLetters]: parts.queue(queue).deadLettersUrl,
    }),
    grant: (fn, parts) => parts.queue(queue).allowCounting(fn),
  };
}

/** Keeps schedules that fire into a queue of the same area. */
export function keepSchedules(queue: string, actions: readonly ScheduleAction[]): Use {
  return {
    variables: (parts) => parts.scheduler.variablesFor(parts.queue(queue)),
    grant: (fn, { scheduler }) => scheduler.allowManaging(fn, actions),
  };
}

export const listSchedules: Use = {
  grant: (fn, { scheduler }) => scheduler.allowListing(fn),
};

export const readParkedRecords: Use = {
  grant: (fn, { parkedRecords }) => parkedRecords.allowReading(fn),
};

/** Makes the files of exports, and tells of erasures outside the table. */
export const keepPersonalFiles: Use = {
  variables: ({ personalFiles, exportDays }) => ({
    ...personalFiles.variables,
    EXPORT_DAYS: String(exportDays),
  }),
  grant: (fn, { personalFiles }) => personalFiles.allowWorking(fn),
};

export const handOutPersonalFiles: Use = {
  variables: ({ personalFiles }) => personalFiles.variables,
  grant: (fn, { personalFiles }) => personalFiles.allowHandingOut(fn),
};

/** Keeps and reads the files of imports. */
export const keepImportFiles: Use = {
  variables: ({ personalFiles }) => personalFiles.variables,
  grant: (fn, { personalFiles }) => personalFiles.allowImporting(fn),
};

/** Finds out that a file of an import is not there. */
export const missImportFiles: Use = {
  grant: (fn, { personalFiles }) => personalFiles.allowMissing(fn),
};

/** Says how long the files of an import are kept. */
export const knowImportDays: Use = {
  variables: ({ importDays }) => ({ IMPORT_DAYS: String(importDays) }),
};

/** Makes the files of extracts of customers and answers, and says how long they are kept. */
export const keepExtracts: Use = {
  variables: ({ personalFiles, exportDays }) => ({
    ...personalFiles.variables,
    EXPORT_DAYS: String(exportDays),
  }),
  grant: (fn, { personalFiles }) => personalFiles.allowExtracting(fn),
};

/** Signs addresses under which files are attached to contacts with customers, and handed out. */
export const takeAttachments: Use = {
  grant: (fn, { personalFiles }) => {
    personalFiles.allowAttaching(fn);
    // Whoever follows a link before the file is there is told so, and not that they may not.
    personalFiles.allowMissing(fn);
  },
};

/** Removes such files. */
export const removeAttachments: Use = {
  variables: ({ personalFiles }) => personalFiles.variables,
  grant: (fn, { personalFiles }) => personalFiles.allowDetaching(fn),
};

/** Hands out links to these files. */
export const handOutExtracts: Use = {
  variables: ({ personalFiles }) => personalFiles.variables,
  grant: (fn, { personalFiles }) => personalFiles.allowHandingOutExtracts(fn),
};

/** Keeps bulk work to its pace. */
export const paceBulk: Use = {
  variables: ({ bulkPerSecond }) => ({ BULK_PER_SECOND: String(bulkPerSecond) }),
};

/** Reads the texts of answers by this reader. */
export const knowTextReader: Use = { variables: ({ textReader }) => ({ TEXT_READER: textReader }) };

/** Says by when an erasure has to be done. */
export const knowErasureDays: Use = {
  variables: ({ erasureDays }) => ({ ERASURE_DAYS: String(erasureDays) }),
};
