/** The routes of the audit domain. Nothing here changes or removes an entry. */
import { contract } from '../../../shared/contract/route.ts';
import { AuditPage, AuditQuery } from './audit.schema.ts';

export const auditContract = contract('audit', 'Who did what.', {
  listAudit: {
    method: 'GET',
    path: '/audit',
    permission: 'people.write',
    summary: 'List who did what, newest first',
    description:
      'For managers and administrators. Asked by person (`actor`, perhaps `month`), by kind of record (`kind` and `month` or `day`, perhaps `deleted`) or by `record`, one at a time. Attempts that were refused and customers who were opened stand among what a person has done, each at most once an hour. A new entry appears within a second or two. A page may be short although the list goes on.',
    query: AuditQuery,
    replies: { 200: AuditPage },
    errors: [],
    example: { query: { actor: 'li.na', month: '2026-11' } },
  },
});
