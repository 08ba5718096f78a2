/** What the quality domain does when something has happened, beside looking at customers. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { createReindexingStarter } from '../reindexing/index.ts';
import { qualityFollowingRules } from './quality.domain.ts';

export const qualityConsumers = consumers(({ table }) => {
  const startReindexing = createReindexingStarter(table);
  return [on(qualityFollowingRules, (_, origin) => startReindexing(origin))];
});
