/** `npm run bench -- forecasts`: what it takes to fit the models of 25,000 customers, in time of a processor and in memory. */

import { fitModels } from '../../functions/commerce/forecasts/forecasts.rules.ts';
import { layOut } from '../../infra/demo/summary/report-table.ts';
import { likeCdnow, simulateBuyers } from '../support/simulated-buyers.ts';

const through = 20_000;

export function benchForecasts(): void {
  console.log('\nModels of forecasts, of customers who buy as those of CDNOW in 78 weeks\n');
  const rows = [2357, 25_000, 50_000].map((customers) => {
    const buyers = simulateBuyers({ customers, seed: 1, through, days: 546, ...likeCdnow });
    const before = process.cpuUsage();
    const { buying, holdout } = fitModels(buyers, through);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    const megabytes = process.memoryUsage().rss / 2 ** 20;
    const parameters = Object.values(buying ?? {}).map((value) => value.toFixed(3));
    const hit = holdout === undefined ? '-' : (holdout.expected / holdout.actual).toFixed(3);
    return [customers, seconds.toFixed(2), megabytes.toFixed(0), parameters.join(' '), hit];
  });
  console.log(
    layOut(['Customers', 'Processor (s)', 'Memory (MB)', 'r alpha a b', 'Expected / happened'], rows),
  );
}
