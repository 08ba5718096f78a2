import { defineConfig } from 'vitest/config';

/** The long proofs: many more events and kills, with a printed seed (`SEED=… npm run test:long` repeats one). */
export default defineConfig({
  test: {
    name: 'long',
    include: [
      'test/long/**/*.test.ts',
      'test/journeys/nps-campaign.test.ts',
      'test/engine/merges/model.test.ts',
    ],
    env: { PEOPLE: '1000', SEQUENCES: '2000' },
    testTimeout: 3_600_000,
    hookTimeout: 120_000,
    maxWorkers: 1,
  },
});
