import { proveFiring } from '../support/firing-under-faults.ts';

proveFiring({ people: 300 });
