/**
 * `npm run bench`: sizes and import times of the bundles, and what a design decision costs beside its alternative.
 * With `duplicates` only how well these are found, with `texts` only how well these are understood, with `forecasts` only what fitting their models takes, with `units` only what a thousand invitations and a callback take. It prints and judges nothing: times of one machine say little, ratios within one run say something.
 */
import { bundleFunctions } from '../../infra/bundling.ts';
import { layOut } from '../../infra/demo/summary/report-table.ts';
import { benchDuplicates } from './duplicates.ts';
import { benchForecasts } from './forecasts.ts';
import { measureImport } from './import-times.ts';
import { compareRequests } from './ratios.ts';
import { benchTexts } from './texts.ts';
import { benchUnits } from './units.ts';

const [only, file] = process.argv.slice(2).filter((word) => word !== '--write');
if (only === 'duplicates') {
  benchDuplicates(file);
  process.exit();
}
if (only === 'texts') {
  benchTexts(file, { write: process.argv.includes('--write') });
  process.exit();
}

if (only === 'forecasts') {
  benchForecasts();
  process.exit();
}

if (only === 'units') {
  await benchUnits();
  process.exit();
}

const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
const milliseconds = (value: number) => value.toFixed(1);

console.log(
  `\nBundles under Node ${process.versions.node}: median of ${measureImport.runs} fresh processes\n`,
);
const bundles = await bundleFunctions({ log: (line) => console.log(`  ${line}\n`) });
const rows: (string | number)[][] = [];
for (const { name, folder, bytes } of bundles) {
  const { import: ofBundle, nothing } = await measureImport(folder);
  rows.push([name, kilobytes(bytes), milliseconds(ofBundle), milliseconds(nothing)]);
  process.stderr.write('.');
}
process.stderr.write('\n');
console.log(layOut(['Function', 'KB', 'Import (ms)', 'Node itself (ms)'], rows));

console.log('\nRequests side by side, against the local cloud in memory\n');
const pairs = await compareRequests();
console.log(
  layOut(
    ['Decision', 'With', 'ms', 'units', 'Without', 'ms', 'units', 'Ratio of times'],
    pairs.map(({ decision, first, second }) => [
      decision,
      first.name,
      milliseconds(first.median),
      first.units,
      second.name,
      milliseconds(second.median),
      second.units,
      (first.median / second.median).toFixed(2),
    ]),
  ),
);
console.log();
benchDuplicates();
benchTexts(undefined, { write: false });
benchForecasts();
await benchUnits();
