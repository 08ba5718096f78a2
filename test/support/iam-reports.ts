/**
 * Every cloud that a test starts hands in what its roles have allowed, so that the whole run can say which grants
 * nobody uses. A refused call fails the test that made it.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AccessReport } from '../../infra/local/iam/access-report.ts';
import type { LocalCloud } from '../../infra/local/local-cloud.ts';
import type { IamException } from './iam-exceptions.ts';
import { hitsOf } from './personal-values.ts';

/** Names the folder of the run; set by the reporter, passed on to all workers. */
const folderVariable = 'RAPPORT_IAM_REPORTS';

export function openReports(folder: string): void {
  mkdirSync(folder, { recursive: true });
  process.env[folderVariable] = folder;
}

/**
 * Closes a cloud of the product's stacks; throws when a role or a resource policy refused something, and when something
 * personal was seen where nothing personal may stand.
 */
export async function closeAndReport(local: LocalCloud): Promise<void> {
  await local.close();
  const personal = hitsOf(local);
  if (personal.length > 0) throw new Error(`Personal values stand where none may:\n${personal.join('\n')}`);
  const report = local.access.report();
  const refused = Object.entries(report).flatMap(([principal, { denied }]) =>
    denied.map(({ action, resource, reason }) => `${principal}: ${action} on ${resource}, ${reason}`),
  );
  if (refused.length > 0) throw new Error(`Permissions are missing:\n${refused.join('\n')}`);
  const folder = process.env[folderVariable];
  if (folder === undefined) return;
  writeFileSync(path.join(folder, `${crypto.randomUUID()}.json`), JSON.stringify(report));
}

export interface UnusedGrant {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
}

/** The grants that no cloud of the run has used, and how many clouds there were. */
export function readReports(folder: string): { readonly clouds: number; readonly unused: UnusedGrant[] } {
  const reports = readdirSync(folder).map(
    (file): AccessReport => JSON.parse(readFileSync(path.join(folder, file), 'utf8')),
  );
  const unused = new Map<string, UnusedGrant>();
  for (const [principal, { neverUsed }] of reports.flatMap((report) => Object.entries(report))) {
    for (const grant of neverUsed) {
      const isUnused = reports.every(
        (report) => report[principal]?.neverUsed.some((other) => isSame(other, grant)) ?? true,
      );
      if (isUnused) unused.set(JSON.stringify([principal, grant]), { principal, ...grant });
    }
  }
  return { clouds: reports.length, unused: [...unused.values()] };
}

function isSame(one: Omit<UnusedGrant, 'principal'>, other: Omit<UnusedGrant, 'principal'>): boolean {
  return one.action === other.action && one.resource === other.resource;
}

/** A grant that is neither used nor excepted, and an exception that nothing needs. */
export function problemsOf(unused: readonly UnusedGrant[], exceptions: readonly IamException[]): string[] {
  const unexplained = unused
    .filter((grant) => !exceptions.some((exception) => covers(exception, grant)))
    .map(
      ({ principal, action, resource }) =>
        `No test made ${principal} use ${action} on ${resource}: take the grant away, test it, or give the reason in test/support/iam-exceptions.ts.`,
    );
  const needless = exceptions
    .filter((exception) => !unused.some((grant) => covers(exception, grant)))
    .map(({ reason }) => `Nothing needs the exception "${reason}" any more: delete it.`);
  return [...unexplained, ...needless];
}

function covers(exception: IamException, grant: UnusedGrant): boolean {
  return (['principal', 'action', 'resource'] as const).every((part) => exception[part].test(grant[part]));
}
