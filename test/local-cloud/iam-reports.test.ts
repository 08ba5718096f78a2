/** How the reports of many clouds become one verdict on the grants. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { problemsOf, readReports } from '../support/iam-reports.ts';
import { inTemporaryFolder } from './rig.ts';

const grant = (action: string) => ({ action, resource: 'arn:aws:sqs:::work' });
const reportOf = (...neverUsed: string[]) => ({ calls: [], denied: [], neverUsed: neverUsed.map(grant) });

it('a grant is unused when no cloud of the run has used it', () =>
  inTemporaryFolder(async (folder) => {
    const reports = [
      { Sender: reportOf('sqs:SendMessage', 'sqs:PurgeQueue'), Reader: reportOf('sqs:ReceiveMessage') },
      { Sender: reportOf('sqs:PurgeQueue') },
    ];
    for (const [index, report] of reports.entries()) {
      writeFileSync(path.join(folder, `${index}.json`), JSON.stringify(report));
    }
    expect(readReports(folder)).toEqual({
      clouds: 2,
      unused: [
        { principal: 'Sender', ...grant('sqs:PurgeQueue') },
        { principal: 'Reader', ...grant('sqs:ReceiveMessage') },
      ],
    });
  }));

it('an unused grant wants a reason, and a reason wants an unused grant', () => {
  const purging = { principal: 'Sender', ...grant('sqs:PurgeQueue') };
  const exception = { principal: /^Sender$/, action: /Purge/, resource: /work/, reason: 'By hand.' };
  expect(problemsOf([purging], [exception])).toEqual([]);
  expect(problemsOf([purging], [])).toEqual([expect.stringContaining('Sender use sqs:PurgeQueue')]);
  expect(problemsOf([], [exception])).toEqual([expect.stringContaining('By hand.')]);
  expect(problemsOf([{ ...purging, principal: 'Other' }], [exception])).toHaveLength(2);
});
