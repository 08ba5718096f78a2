import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { describe, expect, it, vi } from 'vitest';
import { buildApp } from './synthesis.ts';

interface Acknowledged {
  readonly path: string;
  readonly rule: string;
  readonly reason: string;
}

interface Finding {
  readonly path: string;
  readonly rule: string;
}

/** Builds the app as if nobody had acknowledged anything, and notes what would have been. */
async function withoutAcknowledgements(
  context: Record<string, unknown>,
): Promise<{ app: App; acknowledged: Acknowledged[] }> {
  const acknowledged: Acknowledged[] = [];
  const spy = vi.spyOn(Validations.prototype, 'acknowledge').mockImplementation(function (
    this: Validations,
    ...rules
  ) {
    const scope: IConstruct = Reflect.get(this, 'scope');
    for (const { id, reason } of rules) acknowledged.push({ path: scope.node.path, rule: id, reason });
  });
  try {
    const app = await buildApp(context);
    app.synth();
    return { app, acknowledged };
  } finally {
    spy.mockRestore();
  }
}

function findingsOf(app: App): Finding[] {
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)]
    .flatMap((pack) => pack.validateScope(app).violations)
    .flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map((resource) => ({ rule: ruleName, path: resource.constructPath ?? '' })),
    );
}

const covers = (acknowledged: Acknowledged, finding: Finding) =>
  acknowledged.rule === finding.rule && `${finding.path}/`.startsWith(`${acknowledged.path}/`);

describe.each([
  ['by default', {}],
  [
    'with every option',
    {
      alarmActions: 'all',
      alarmEmail: 'ops@example.com',
      concurrency: 'reserved',
      encryption: 'aws-owned',
      publicUrl: 'https://crm.example.com',
      certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0a1b2c3d',
      smsFrom: 'arn:aws:sms-voice:eu-central-1:111122223333:pool/pool-0123',
    },
  ],
  ['where mail goes by SMTP', { smtpServer: 'smtps://mail.example.com' }],
  ['where much is lacking', { tracing: 'off', recursionDetection: 'off', mailIdentity: 'existing' }],
  [
    'with another provider',
    { issuer: 'https://login.example.com', audience: 'rapport', deskClientId: 'desk' },
  ],
])('cdk-nag, %s', async (_, context) => {
  const { app, acknowledged } = await withoutAcknowledgements(context);
  const findings = findingsOf(app);

  it('finds nothing that is not acknowledged', () => {
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.filter((finding) => !acknowledged.some((each) => covers(each, finding)))).toEqual([]);
  });

  it('still finds everything that is acknowledged', () => {
    expect(acknowledged.filter((each) => !findings.some((finding) => covers(each, finding)))).toEqual([]);
  });

  it('is told a reason, for one construct at a time', () => {
    for (const { path, reason } of acknowledged) {
      expect(reason.length, path).toBeGreaterThan(20);
      expect(path.split('/').length, `${path} is a whole stack`).toBeGreaterThan(1);
    }
  });
});
