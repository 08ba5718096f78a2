/** The made-up requests of `test/api/fuzz.test.ts`, many more and with a new seed each time. */
process.env.RUNS ??= '400';
process.env.SEED ??= String(Date.now() % 1_000_000);
await import('../api/fuzz.test.ts');
