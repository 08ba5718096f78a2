import { defineConfig } from 'vitest/config';
import { IamReporter } from './test/support/iam-reporter.ts';
import { SlowestFirst } from './test/support/slowest-first.ts';

/** One project per folder of test/: the name says what a failure means. */
const project = (name: string, options: { timeout: number; cloud?: boolean; pure?: boolean }) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    testTimeout: options.timeout,
    hookTimeout: 120_000,
    // Pure tests leave nothing behind, so files may share what is loaded: it halves their time.
    isolate: !options.pure,
    ...(options.cloud ? { globalSetup: ['test/support/start-cloud.ts'] } : {}),
  },
});

export default defineConfig({
  test: {
    environment: 'node',
    // Tests under faults wait more than they work, so a third worker fills the time on two cores.
    maxWorkers: 3,
    sequence: { sequencer: SlowestFirst },
    reporters: ['default', new IamReporter()],
    projects: [
      project('unit', { timeout: 30_000, pure: true }),
      project('engine', { timeout: 30_000, pure: true }),
      project('local-cloud', { timeout: 60_000, pure: true }),
      project('architecture', { timeout: 60_000 }),
      project('infra', { timeout: 120_000, pure: true }),
      project('api', { timeout: 180_000, cloud: true, pure: true }),
      project('journeys', { timeout: 180_000 }),
      project('browser', { timeout: 280_000 }),
      project('faults', { timeout: 280_000 }),
    ],
  },
});
