/** What the forecasts domain keeps of a person: the risk that they never buy again. */
import type { PersonalData } from '../../../shared/table/personal-data.ts';
import { churnRiskItem } from './forecasts.items.ts';

export const personalRisk: PersonalData = { items: [{ item: churnRiskItem }] };
