import { describe, expect, it } from 'vitest';
import type { Invitation } from '../../../functions/surveys/surveys/surveys.answers.schema.ts';
import {
  afterSending,
  applyDeliveryEvent,
  beforeSending,
} from '../../../functions/surveys/surveys/surveys.mail.rules.ts';
import { invitationMail } from '../../../functions/surveys/surveys/surveys.mail.ts';
import { readSendId, sendIdOf } from '../../../functions/surveys/surveys/surveys.messages.ts';
import { anInvitation, aSurvey } from '../../support/survey-samples.ts';

const now = '2026-11-23T01:00:00.000Z';
const later = '2026-11-23T01:15:00.000Z';

const invitation = (mail: Invitation['mail'], fields: Partial<Invitation> = {}) =>
  anInvitation({ mail, attempt: 1, ...fields });

describe('the turn of an invitation', () => {
  it('sends what is planned and leaves what is settled', () => {
    expect(beforeSending(invitation('planned'), now, later)).toBe('send');
    for (const mail of ['sent', 'failed', 'skipped'] as const) {
      expect(beforeSending(invitation(mail), now, later)).toBe('nothing');
    }
  });

  it('never sends over a claim: nobody knows whether that mail went', () => {
    expect(beforeSending(invitation('sending'), now, later)).toMatchObject({
      mail: 'unknown',
      settleAt: later,
      attempt: 1,
    });
  });

  it('waits for news of an unknown mail, then sends again, and gives up in the end', () => {
    expect(beforeSending(invitation('unknown', { settleAt: later }), now, later)).toBe('nothing');
    expect(beforeSending(invitation('unknown', { settleAt: now }), now, later)).toBe('send');
    const last = beforeSending(invitation('unknown', { settleAt: now, attempt: 5 }), now, later);
    expect(last).toMatchObject({ mail: 'failed', reason: 'unsettled' });
    expect(last).not.toHaveProperty('settleAt');
  });
});

describe('the result of sending', () => {
  it.each([
    [{ outcome: 'accepted' }, { mail: 'sent' }],
    [{ outcome: 'unknown' }, { mail: 'unknown', settleAt: later }],
    [{ outcome: 'retry', permanent: false, code: 'TooManyRequestsException' }, { mail: 'planned' }],
    [{ outcome: 'refused', permanent: false, code: 'AccountSuspended' }, { mail: 'planned' }],
    [
      { outcome: 'refused', permanent: true, code: 'MessageRejected' },
      { mail: 'failed', reason: 'MessageRejected' },
    ],
  ] as const)('%o leads to %o', (outcome, state) => {
    expect(afterSending(invitation('sending'), outcome, later)).toMatchObject(state);
  });
});

describe('news of the mail service', () => {
  it('settle what was unknown, whichever attempt it was', () => {
    for (const mail of ['planned', 'sending', 'unknown'] as const) {
      const settled = applyDeliveryEvent(invitation(mail, { settleAt: later }), 'taken', 1);
      expect(settled).toMatchObject({ mail: 'sent' });
      expect(settled).not.toHaveProperty('settleAt');
    }
    expect(applyDeliveryEvent(invitation('planned', { attempt: 2 }), 'taken', 1)).toMatchObject({
      mail: 'sent',
    });
  });

  it('of an earlier attempt do not disturb one that is under way', () => {
    expect(applyDeliveryEvent(invitation('sending', { attempt: 2 }), 'taken', 1)).toBeUndefined();
  });

  it('change nothing twice', () => {
    expect(applyDeliveryEvent(invitation('sent'), 'taken', 1)).toBeUndefined();
    expect(applyDeliveryEvent(invitation('failed', { reason: 'bounced' }), 'bounced', 1)).toBeUndefined();
    expect(applyDeliveryEvent(invitation('skipped'), 'taken', 1)).toBeUndefined();
  });

  it('of a bounce make a sent mail a failed one', () => {
    expect(applyDeliveryEvent(invitation('sent'), 'bounced', 1)).toMatchObject({
      mail: 'failed',
      reason: 'bounced',
    });
  });
});

describe('a send id', () => {
  it('names invitation and attempt, and those of others are not taken for one', () => {
    const { hash } = anInvitation();
    expect(readSendId(sendIdOf(hash, 3))).toEqual({ hash, attempt: 3 });
    for (const other of ['callback.x.1', '', `invitation.${hash}`, `invitation.${hash}.1.2`]) {
      expect(readSendId(other)).toBeUndefined();
    }
  });
});

describe('the mail', () => {
  const link = `https://rapport.example/s/${anInvitation().token}`;

  it('is in the customer’s language, with links that select each score and one click to unsubscribe', () => {
    const mail = invitationMail({ survey: aSurvey(), language: 'zh-CN', name: '王芳', link });
    expect(mail.subject).toBe('您的购买体验');
    expect(mail.text).toContain('王芳，您好！');
    for (let score = 0; score <= 10; score += 1) expect(mail.html).toContain(`${link}?score=${score}"`);
    expect(mail.text).toContain(link);
    expect(mail.headers).toEqual({
      'List-Unsubscribe': `<${link}/unsubscribe>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
  });

  it('escapes what people wrote and loads nothing', () => {
    const survey = aSurvey({ title: { 'zh-CN': '<b>', en: '<script>alert(1)</script>' } });
    const mail = invitationMail({ survey, language: 'en', name: '<img src=x>', link });
    expect(mail.html).not.toMatch(/<script|<img|<link|@import/);
  });
});
