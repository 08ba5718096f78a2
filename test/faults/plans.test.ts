import { provePlanning } from '../support/planning-under-faults.ts';

provePlanning({ customers: 1000 });
