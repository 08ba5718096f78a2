import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Settings } from '../settings.ts';
import type { Report } from './bus-rule.ts';
import type { Deployment } from './deployment.ts';
import type { DomainFunction } from './domain-function.ts';

export interface MailIdentityProps {
  readonly deployment: Deployment;
}

/**
 * The domain we send mail from, and the configuration set that reports what became of each mail. Where mail goes by SMTP
 * nothing of SES is there: the region may not know it.
 */
export class MailIdentity extends Construct {
  readonly configurationSetName: string;
  private readonly domain: string;
  private readonly from: string;
  private readonly settings: Settings;

  constructor(scope: Construct, id: string, { deployment }: MailIdentityProps) {
    super(scope, id);
    this.settings = deployment.settings;
    const { organisation, mailFrom } = this.settings;
    this.from = `${organisation} <${mailFrom}>`;
    this.domain = mailFrom.slice(mailFrom.indexOf('@') + 1);
    this.configurationSetName = this.settings.smtpServer === undefined ? deployment.nameOf('mail') : '';
    if (this.settings.smtpServer !== undefined) return;
    const configurationSet = new ses.ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: this.configurationSetName,
      tlsPolicy:
        this.settings.mailTls === 'require'
          ? ses.ConfigurationSetTlsPolicy.REQUIRE
          : ses.ConfigurationSetTlsPolicy.OPTIONAL,
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    configurationSet.addEventDestination('Bus', {
      // SES can only report to the default bus.
      destination: ses.EventDestination.eventBus(EventBus.fromEventBusName(this, 'DefaultBus', 'default')),
      events: [
        ses.EmailSendingEvent.SEND,
        ses.EmailSendingEvent.DELIVERY,
        ses.EmailSendingEvent.BOUNCE,
        ses.EmailSendingEvent.COMPLAINT,
        ses.EmailSendingEvent.REJECT,
      ],
    });
    // An identity that the account has already cannot be made again.
    if (deployment.settings.mailIdentity === 'existing') return;
    const identity = new ses.EmailIdentity(this, 'Identity', {
      identity: ses.Identity.domain(this.domain),
    });
    // Its DNS records are made by hand, once. It names no configuration set: other senders of the domain would use ours,
    // and could send no more when it is gone.
    identity.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  /** What a function needs to know to send mail. */
  get variables() {
    return {
      MAIL_FROM: this.from,
      MAIL_CONFIGURATION_SET: this.configurationSetName,
      SMTP_SERVER: this.settings.smtpServer ?? '',
      MAILS_PER_SECOND: String(this.settings.mailsPerSecond),
      ASK_AGAIN_AFTER_DAYS: String(this.settings.askAgainAfterDays),
    } as const;
  }

  /** Who reads what concerns nobody in particular. */
  get departmentVariables() {
    const { organisation, mailFrom, departmentEmail, departmentLanguage } = this.settings;
    return {
      DEPARTMENT_MAILBOX: `${organisation} <${departmentEmail ?? mailFrom}>`,
      DEPARTMENT_LANGUAGE: departmentLanguage,
    } as const;
  }

  /** What mails about callbacks may say of customers. */
  get callbackVariables() {
    return { CALLBACK_MAIL_DETAILS: this.settings.callbackMailDetails } as const;
  }

  /**
   * What SES reports about mail of this deployment, on the default bus. It tells all of each mail, its addresses and the
   * personal link in its headers; only which one it was and what became of it goes on into a queue.
   */
  get reports(): readonly Report[] {
    if (this.settings.smtpServer !== undefined) return [];
    const about = {
      source: ['aws.ses'],
      resources: [this.arnOf('configuration-set', this.configurationSetName)],
    };
    // What is kept has to be there: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
    const mail = { tags: { sendId: [{ exists: true }] } };
    const kept = ['$.detail.eventType', '$.detail.mail.tags.sendId'];
    return [
      { pattern: { ...about, detail: { eventType: [{ 'anything-but': ['Bounce'] }], mail } }, keep: kept },
      {
        name: 'bounces',
        pattern: { ...about, detail: { eventType: ['Bounce'], mail } },
        keep: [...kept, '$.detail.bounce.bounceType', '$.detail.bounce.bounceSubType'],
      },
    ];
  }

  /**
   * Lets a function send from our address, with our configuration set, and nothing else. Any identity, because an account
   * in the sandbox is asked for the recipient's, too (https://github.com/GSA/data.gov/issues/3810): the address of the
   * sender is what bounds it (https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html).
   */
  allowSending(fn: DomainFunction): void {
    if (this.settings.smtpServer !== undefined) return;
    const actions = ['ses:SendEmail'];
    const anyIdentity = this.arnOf('identity', '*');
    const from = { StringEqualsIgnoreCase: { 'ses:FromAddress': this.settings.mailFrom } };
    fn.allow(actions, [this.arnOf('configuration-set', this.configurationSetName)]);
    fn.allow(actions, [anyIdentity], from);
    fn.acknowledgeWildcard(
      anyIdentity,
      'Recipients are identities in the sandbox; the sender is a condition.',
    );
  }

  /** Composed, not referred to: both names are fixed, so no other stack needs an export. */
  private arnOf(resource: string, resourceName: string): string {
    return Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
  }
}
