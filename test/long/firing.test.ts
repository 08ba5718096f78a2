import { proveFiring } from '../support/firing-under-faults.ts';

proveFiring({ people: Number(process.env.ROWS ?? 50_000) });
