import { provePlanning } from '../support/planning-under-faults.ts';

// Some minutes on two busy cores, most of them for making the customers.
provePlanning({ customers: Number(process.env.ROWS ?? 100_000) });
