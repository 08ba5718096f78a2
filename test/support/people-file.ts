/** A file of people to load: real research data where it is at hand, else made here. */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const dataFolder = process.env.RAPPORT_TEST_DATA ?? path.resolve('..', 'shared', 'data');

/** The path of a CSV file with so many people, 1,000 at most, and the columns of the FEBRL generator. */
export function peopleFile(people: number): { file: string; isResearchData: boolean } {
  const febrl = path.join(dataFolder, 'febrl', 'dataset1.csv');
  const isResearchData = existsSync(febrl);
  const rows = isResearchData ? readFileSync(febrl, 'utf8').trim().split('\n') : madeUpRows();
  const folder = mkdtempSync(path.join(tmpdir(), 'people-'));
  const file = path.join(folder, 'people.csv');
  writeFileSync(file, rows.slice(0, people + 1).join('\n'));
  return { file, isResearchData };
}

function madeUpRows(): string[] {
  const header =
    'rec_id, given_name, surname, street_number, address_1, suburb, postcode, state, date_of_birth';
  const rows = Array.from({ length: 1000 }, (_, index) => {
    const day = String(19400101 + (index % 28));
    return `rec-${index}-org, given${index}, family${index % 97}, ${index}, main street, town, 2000, nsw, ${day}`;
  });
  return [header, ...rows];
}
