/** The routes of the sources domain. */
import { contract } from '../../../shared/contract/route.ts';
import { SourceRules, SourceRulesEntry } from './sources.schema.ts';

export const sourcesContract = contract('sources', 'Which source may write over what of a customer.', {
  getSourceRules: {
    method: 'GET',
    path: '/customers/source-rules',
    permission: 'customers.read',
    summary: 'Read which source may write over what of a customer',
    replies: { 200: SourceRules },
    errors: [],
  },
  putSourceRules: {
    method: 'PUT',
    path: '/customers/source-rules',
    permission: 'customers.write',
    summary: 'Decide which source may write over what of a customer',
    description:
      'For managers and administrators. Holds within seconds for every upsert that names a source: what another source owns, or this one never writes over, stays as it is where there is something, and the header `fields-left-alone` names it. What is missing any source may tell. What people set by PATCH is bound by no rule.',
    body: SourceRulesEntry,
    ifMatch: true,
    replies: { 200: SourceRules },
    errors: [],
    example: {
      body: {
        rules: [
          { source: 'erp', owns: ['address', 'company'], never: ['preferences'] },
          { source: 'shop', owns: ['email'] },
        ],
      },
    },
  },
});
