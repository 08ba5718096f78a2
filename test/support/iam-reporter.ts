/** Says after a whole run which grants of the synthesized roles no test has used, and fails the run for them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { iamExceptions } from './iam-exceptions.ts';
import { openReports, problemsOf, readReports } from './iam-reports.ts';

export class IamReporter implements Reporter {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'rapport-iam-'));
  private vitest: Vitest | undefined;
  private complete = false;

  onInit(vitest: Vitest): void {
    this.vitest = vitest;
    openReports(this.folder);
    // The clouds that whole projects share are closed only now.
    vitest.onClose(() => this.check());
  }

  /** Only a run of everything that also passes can say what is not used. */
  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: string,
  ): Promise<void> {
    const { config } = this.vitest ?? {};
    const all = (await this.vitest?.globTestSpecifications())?.length;
    const narrowed = (config?.project ?? []).length > 0 || config?.testNamePattern !== undefined;
    this.complete = reason === 'passed' && errors.length === 0 && modules.length === all && !narrowed;
  }

  private check(): void {
    const { clouds, unused } = readReports(this.folder);
    rmSync(this.folder, { recursive: true, force: true });
    if (!this.complete || clouds === 0) return;
    const problems = problemsOf(unused, iamExceptions);
    if (problems.length === 0) {
      console.log(`\nPermissions: ${clouds} clouds, nothing refused, no grant without use or reason.`);
      return;
    }
    console.error(`\nPermissions that are wrong:\n${problems.map((line) => `- ${line}`).join('\n')}`);
    process.exitCode = 1;
  }
}
