import { proveCallbacksOver } from '../support/callbacks-over-time.ts';

// Both halves of the world change their clocks in these days.
proveCallbacksOver({ from: '2027-03-22T00:00:00Z', days: 16, callbacks: 48, seed: 20261127 });
