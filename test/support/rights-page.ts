/** Makes `docs/rights.md` from `rights.ts`. */
import { fileURLToPath } from 'node:url';
import {
  fieldRights,
  meaningOfOwners,
  meaningOfReaches,
  meaningOfWays,
  type Rights,
  rights,
  roles,
} from './rights.ts';

export const rightsFile = fileURLToPath(new URL('../../docs/rights.md', import.meta.url));

export function rightsPage(): string {
  const areas = [...new Set(rights.map(({ area }) => area))];
  return `# Who may do what

Made from \`test/support/rights.ts\`, which is written by hand, by \`UPDATE_DOCS=1 npx vitest run test/architecture/rights.test.ts\`; a test fails when this page is stale. Do not edit it. \`test/api/rights/rights.test.ts\` tries every cell on the local cloud: every route, by every role, on every kind of row, without a token, and with every scope but the right one.

People have roles by the groups of their token; somebody with several has what any of them gives. A machine has the scopes that its client was given: its column is that of a client with the scope of the route and no other. A field of customers that was defined for some roles (\`visibleTo\`) is seen and set by these and by administrators, and by every machine. **Without a token every route that is not public answers 401**, without the scope 403.

## Rows

Whose a row may be, as seen by the caller:

${list(meaningOfOwners)}

It comes into a request in one of these ways, which say what is answered where the caller does not reach it:

${list(meaningOfWays)}

The cells say what a role reaches:

${list(meaningOfReaches)}

"Not there" is answered with 404 to every role that may call the route; somebody else's row is answered byte for byte like it. The one exception is that conflict: whoever may read customers learns from it that a customer exists, their id, the first character of the name, the first characters of the e-mail address (\`w***@e***.com\`), the last four digits of the phone number, and who looks after them; of one whom they may see, all of that in full. Searching, such a customer is shown with the same, and found only by what the caller knows as a whole: words of the name, a phone number or its last four digits, an e-mail address, an external id; a pair of duplicates says of them no more than how far name and phone number agree. A refused attempt stands in the audit trail.
${areas.map((area) => `\n## ${heading(area)}\n\n${tableOf(rights.filter((each) => each.area === area))}\n`).join('')}
## Fields

What a role that reaches a row is not shown of it. It is taken out of every reply where replies are made (\`shared/identity/fields.ts\`), be it one row, a list or the answer to a change.

| Fields | ${roles.join(' | ')} |
| --- | ${roles.map(() => '---').join(' | ')} |
${fieldRights.map(({ fields, shownTo }) => `| ${fields} | ${roles.map((role) => (shownTo.includes(role) ? 'shown' : '-')).join(' | ')} |`).join('\n')}

Free text that somebody has typed, such as a note or a comment, is shown as it is. No amounts are kept of customers; scores are shown to whoever reaches the answer, and agents reach no answer of other people's customers but of those for whom they have open work.
`;
}

function list(meanings: Readonly<Record<string, string>>): string {
  return Object.entries(meanings)
    .map(([name, meaning]) => `- \`${name}\`: ${meaning}`)
    .join('\n');
}

const heading = (area: string) => `${area.charAt(0).toUpperCase()}${area.slice(1)}`;

function tableOf(lines: readonly Rights[]): string {
  const row = ({ key, way, reach }: Rights) =>
    `| \`${key}\` | ${way} | ${roles.map((role) => reach[role] ?? 'all').join(' | ')} |`;
  return [
    `| Route | Row | ${roles.join(' | ')} |`,
    `| --- | --- | ${roles.map(() => '---').join(' | ')} |`,
    ...lines.map(row),
  ].join('\n');
}
