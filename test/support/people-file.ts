/** A file of 1,000 people to load: real research data where it is at hand, else one made here. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const dataFolder = process.env.RAPPORT_TEST_DATA ?? path.resolve('..', 'shared', 'data');

/** The path of a CSV file with 1,000 people and the columns of the FEBRL generator. */
export function peopleFile(): { file: string; isResearchData: boolean } {
  const febrl = path.join(dataFolder, 'febrl', 'dataset1.csv');
  if (existsSync(febrl)) return { file: febrl, isResearchData: true };
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'people-')), 'people.csv');
  const header =
    'rec_id, given_name, surname, street_number, address_1, suburb, postcode, state, date_of_birth';
  const rows = Array.from({ length: 1000 }, (_, index) => {
    const day = String(19400101 + (index % 28));
    return `rec-${index}-org, given${index}, family${index % 97}, ${index}, main street, town, 2000, nsw, ${day}`;
  });
  writeFileSync(file, [header, ...rows].join('\n'));
  return { file, isResearchData: false };
}
