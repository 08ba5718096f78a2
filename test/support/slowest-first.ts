/** Starts the slow tests first, so that no long one is left over at the end while the other core rests. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const slowest = ['faults/campaign', 'journeys/', 'faults/', 'browser/', 'api/every-route', 'api/', 'infra/'];

function rank({ moduleId }: TestSpecification): number {
  const place = slowest.findIndex((part) => moduleId.includes(`/test/${part}`));
  return place === -1 ? slowest.length : place;
}

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((one, other) => rank(one) - rank(other));
  }
}
