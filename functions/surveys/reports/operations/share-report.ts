/** Making, revoking and opening links that show results. */
import { randomBytes } from 'node:crypto';
import { notFound } from '../../../../shared/errors/app-error.ts';
import { assertVersion, type IfMatch } from '../../../../shared/events/entity.ts';
import type { EventContext } from '../../../../shared/events/event.ts';
import type { Principal } from '../../../../shared/identity/principal.ts';
import { hashOfToken } from '../../../../shared/messaging/links.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { newId } from '../../../../shared/values/ids.ts';
import type { Instant } from '../../../../shared/values/instant.ts';
import type { StaffReader } from '../../../people/staff/index.ts';
import type { PartCheck } from '../../campaigns/index.ts';
import type { ResultsReader } from '../../results/index.ts';
import type { SurveyReader } from '../../surveys/index.ts';
import type { ReportRecord } from '../reports.items.ts';
import {
  type MadeReport,
  type NewReport,
  type Report,
  reportId,
  type SharedReport,
} from '../reports.schema.ts';
import type { ReportsStore } from '../reports.store.ts';

interface Context {
  readonly reports: Pick<ReportsStore, 'get' | 'create' | 'revoke'>;
  readonly surveys: Pick<SurveyReader, 'get'>;
  readonly principal: Principal;
  readonly origin: EventContext;
  readonly publicUrl: string;
}

/** 256 bits: nobody comes upon one by guessing. */
const tokenBytes = 32;

export async function createReport(
  { surveyId, expiresAfterDays, ...input }: NewReport & { readonly surveyId: string },
  {
    surveys,
    assertPart,
    reports,
    principal,
    origin,
    publicUrl,
  }: Omit<Context, 'reports'> & {
    readonly reports: Pick<ReportsStore, 'create'>;
    readonly assertPart: PartCheck;
  },
): Promise<Change<MadeReport>> {
  await surveys.get(surveyId);
  const { campaignId } = input.answers;
  await assertPart({ surveyId, campaignId }, { campaignId: '/body/answers/campaignId' });
  const token = randomBytes(tokenBytes).toString('base64url');
  const record: ReportRecord = {
    ...{ ...input, id: newId(reportId), version: 1, surveyId, status: 'open' },
    madeBy: { kind: principal.kind, id: principal.id },
    ...{ createdAt: origin.at, updatedAt: origin.at },
    expiresAt: instantAfter(origin.at, { days: expiresAfterDays }),
  };
  const link = `${publicUrl.replace(/\/+$/, '')}/desk/reports/${token}`;
  return {
    result: { ...shownReport(record), link },
    writes: reports.create(record, hashOfToken(token), origin),
  };
}

export async function revokeReport(
  { id, version }: { readonly id: string; readonly version: IfMatch },
  { reports, origin }: Pick<Context, 'origin'> & { readonly reports: Pick<ReportsStore, 'get' | 'revoke'> },
): Promise<Change<undefined>> {
  const before = await reports.get(id);
  assertVersion(before, version);
  const after = {
    ...before,
    ...{ version: before.version + 1, status: 'revoked' as const, updatedAt: origin.at },
  };
  return { result: undefined, writes: reports.revoke(before, after, origin) };
}

/** A report as lists show it: its link is told to nobody again. */
export function shownReport({ status: _, ...report }: ReportRecord): Report {
  return report;
}

/**
 * What a link shows. Throws `not-found`, in the same words, for one that was never made, was revoked, has expired, or whose
 * maker works here no more.
 */
export async function readSharedReport(
  { token, at }: { readonly token: string; readonly at: Instant },
  {
    reports,
    results,
    surveys,
    staff,
  }: {
    readonly reports: Pick<ReportsStore, 'findByHash'>;
    readonly results: ResultsReader;
    readonly surveys: Pick<SurveyReader, 'get'>;
    readonly staff: Pick<StaffReader, 'find'>;
  },
): Promise<SharedReport> {
  const report = await reports.findByHash(hashOfToken(token));
  if (report === undefined || report.expiresAt <= at) throw notFound('report');
  const { surveyId, answers, madeBy, expiresAt } = report;
  if (madeBy.kind === 'person' && (await staff.find(madeBy.id))?.active === false) throw notFound('report');
  const [survey, counted] = await Promise.all([
    surveys.get(surveyId),
    results.readUnnamed({ surveyId, ...answers }),
  ]);
  const { title, questions, languages, defaultLanguage } = survey;
  return { survey: { title, questions, languages, defaultLanguage }, answers, expiresAt, ...counted };
}
