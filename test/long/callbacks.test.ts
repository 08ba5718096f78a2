import { proveCallbacksOver } from '../support/callbacks-over-time.ts';

const callbacks = Number(process.env.ROWS ?? 10_000);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
proveCallbacksOver({ from: '2027-01-01T00:00:00Z', days: 365, callbacks, seed });
