/** Starts the one local cloud that all tests of a project share; they reach it over HTTP, as a client would. */
import type { TestProject } from 'vitest/node';
import { demoIdentities } from '../../infra/demo/people.ts';
import { buildAssembly } from '../../infra/local/build-assembly.ts';
import { closeAndReport } from './iam-reports.ts';
import { startWatchedCloud } from './personal-values.ts';
import { registerStaff } from './register-staff.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    cloud: { url: string; endpointUrl: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cloud = await startWatchedCloud({ assembly: await buildAssembly(), identities: demoIdentities });
  await registerStaff(cloud);
  project.provide('cloud', { url: cloud.url, endpointUrl: cloud.endpointUrl });
  return async () => {
    const unawaited = cloud.unawaitedCalls();
    await closeAndReport(cloud);
    if (unawaited.length > 0) {
      const calls = unawaited.map((call) => `${call.caller.functionId} ${call.operation}`);
      throw new Error(`Functions called AWS after they had answered: ${calls.join(', ')}`);
    }
  };
}
