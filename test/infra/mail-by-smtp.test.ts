/** What is deployed where mail goes by SMTP, and where it does not. */
import { describe, expect, it } from 'vitest';
import { needsOf } from '../../infra/preflight/needs.ts';
import { synthesize } from './synthesis.ts';

const usual = await synthesize();
const bySmtp = await synthesize({ smtpServer: 'smtps://mail.example.com:465' });

function senderOf({ ofType }: typeof usual) {
  const isSender = (id: string) => id.startsWith('MessagingSending') || id.startsWith('messagingsending');
  const [fn] = ofType('AWS::Lambda::Function').filter(({ logicalId }) => isSender(logicalId));
  const [policy] = ofType('AWS::IAM::Policy').filter(({ logicalId }) => isSender(logicalId));
  return { variables: fn!.Properties.Environment.Variables, policy: JSON.stringify(policy!.Properties) };
}
const secretsIn = ({ ofType }: typeof usual) =>
  ofType('AWS::SecretsManager::Secret').map(({ stack, logicalId }) => `${stack} ${logicalId}`);

describe('mail by SMTP', () => {
  it('needs nothing of SES, which the region may not know', () => {
    expect(bySmtp.resources.filter(({ Type }) => Type.startsWith('AWS::SES::'))).toEqual([]);
    expect(bySmtp.stacks.filter(({ text }) => /ses:SendEmail|aws\.ses|AWS\/SES/.test(text))).toEqual([]);
    const needs = needsOf(bySmtp.app.synth());
    expect(needs.mailsInDay.count).toBe(0);
  });

  it('signs in with a secret that only the sender reads, and whose content stands nowhere', () => {
    const [login] = secretsIn(bySmtp).filter((each) => !secretsIn(usual).includes(each));
    expect(login).toMatch(/^contact MailLogin/);
    const { variables, policy } = senderOf(bySmtp);
    expect(variables).toMatchObject({
      SMTP_SERVER: 'smtps://mail.example.com:465',
      MAIL_CONFIGURATION_SET: '',
    });
    const { logicalId, Properties } = bySmtp
      .ofType('AWS::SecretsManager::Secret')
      .find((each) => login!.endsWith(each.logicalId))!;
    expect(variables.SMTP_LOGIN_ARN).toEqual({ Ref: logicalId });
    expect(policy).toContain(logicalId);
    expect(Properties.SecretString).toBeUndefined();
    const readers = bySmtp
      .ofType('AWS::IAM::Policy')
      .filter((each) => JSON.stringify(each.Properties).includes(logicalId));
    expect(readers).toHaveLength(1);
  });

  it('is off unless it is wanted: then no secret is granted or paid for', () => {
    const { variables, policy } = senderOf(usual);
    expect(variables).toMatchObject({ SMTP_SERVER: '', SMTP_LOGIN_ARN: '' });
    expect(policy).toContain('ses:SendEmail');
    expect(secretsIn(usual).filter((each) => each.includes('MailLogin'))).toEqual([]);
  });
});
