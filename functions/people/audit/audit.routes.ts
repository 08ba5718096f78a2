/** Binds the routes of the audit domain. */
import { languageOf } from '../../../shared/errors/problem.ts';
import { answer, routes } from '../../../shared/runtime/http.ts';
import { createStaffReader } from '../staff/index.ts';
import { auditContract } from './audit.contract.ts';
import { listAudit } from './audit.operations.ts';
import { auditSentences } from './audit.sentences.ts';
import { createAuditStore } from './audit.store.ts';

export const auditRoutes = routes(auditContract, { sentences: auditSentences }, ({ table }) => {
  const audit = createAuditStore(table);
  const staff = createStaffReader(table);
  return {
    listAudit: async ({ query, principal, headers }) => {
      const language = languageOf(headers['accept-language']);
      return answer(200, await listAudit(query, { audit, staff, principal, language }));
    },
  };
});
