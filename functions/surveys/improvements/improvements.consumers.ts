/** What the improvements domain does when a day is over. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createStaffReader } from '../../people/staff/index.ts';
import { improvementsReminding } from './improvements.domain.ts';
import { createImprovementsStore } from './improvements.store.ts';
import { remindOwner } from './operations/remind-owner.ts';

export const improvementsConsumers = consumers(({ table }) => {
  const improvements = createImprovementsStore(table);
  const staff = createStaffReader(table);
  return [
    on(improvementsReminding, async ({ data: { id } }, origin) => {
      const { result } = await commitWithRetry(table, () => remindOwner(id, { improvements, staff, origin }));
      logger.info('improvement is overdue', { improvementId: id, result });
    }),
  ];
});
