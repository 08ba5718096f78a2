/** Moves what is handed over page by page, continuing itself through its own queue, and looks what was left behind. */
import { AppError } from '../../../shared/errors/app-error.ts';
import type { EventContext } from '../../../shared/events/event.ts';
import { createSqsClient } from '../../../shared/runtime/clients/sqs.ts';
import { consumers, on, onJob, onMessage } from '../../../shared/runtime/consumers.ts';
import { logger } from '../../../shared/runtime/logger.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { createQueueSender } from '../../../shared/runtime/queue-sender.ts';
import { commitOnce, commitWithRetry } from '../../../shared/table/retry.ts';
import * as movesOf from '../../moves.ts';
import * as outbox from '../../outbox.ts';
import { createHoldingsReader, createStaffReader } from '../staff/index.ts';
import { createTeamReader } from '../teams/index.ts';
import { handoversLeaving, handoversMoving } from './handovers.domain.ts';
import { handoversMovingEnvironment } from './handovers.environment.ts';
import { HandoverPageMessage, HandoversMessage, LeftBehind } from './handovers.messages.ts';
import { createHandoversStore } from './handovers.store.ts';
import { movePage } from './operations/move-page.ts';
import { clearUp } from './operations/start-handover.ts';
import { tellHandover } from './operations/tell-handover.ts';
import { tellLeaderless } from './operations/tell-leaderless.ts';

/** By then whoever has decided on somebody who was here has written it, and the indexes show it. */
const settledSeconds = 90;

const moving = consumers(({ table, env }) => {
  const handovers = createHandoversStore(table);
  const staff = createStaffReader(table);
  const teams = createTeamReader(table);
  const countHeld = createHoldingsReader(table);
  const queue = createQueueSender(HandoversMessage, {
    client: createSqsClient(),
    queueUrl: env.MOVING_QUEUE_URL,
  });
  const moves = {
    customers: movesOf.customers(table),
    callbacks: movesOf.callbacks(table),
    teams: movesOf.teams(table),
    standIns: movesOf.standIns(table),
    territories: movesOf.territories(table),
    improvements: movesOf.improvements(table),
  };

  const goOn = async (message: HandoverPageMessage, { at }: EventContext) => {
    const step = await movePage(message, {
      ...{ handovers, staff, moves, at },
      commit: (decide) => commitWithRetry(table, decide),
      commitOnce: (decide) => commitOnce(table, decide),
      tell: (handover, origin) => tellHandover(handover, origin, { staff, outbox }),
    });
    logger.info('handover moved on', { ...message, next: step ?? 'none' });
    if (step !== undefined) await queue.send([{ handoverId: message.handoverId, step }]);
  };

  const lookBehind = async (staffId: string, origin: EventContext) => {
    try {
      const { result } = await commitWithRetry(table, () =>
        clearUp(staffId, { staff, teams, countHeld, handovers, origin }),
      );
      if (result !== undefined) logger.info('found what was left behind', { staffId, handoverId: result.id });
    } catch (error) {
      // A hand-over goes on; what that leaves is found the next time.
      if (!(error instanceof AppError && error.code === 'conflict')) throw error;
    }
  };

  return [
    on(handoversMoving, ({ data: { handoverId, step } }, origin) => goOn({ handoverId, step }, origin)),

    onMessage('handovers-moving', HandoverPageMessage, goOn),

    on(handoversLeaving, async ({ data }) => {
      const member = await staff.find(data.staffId);
      if (member?.active === false)
        await queue.send([{ leftBehindBy: data.staffId }], { delaySeconds: settledSeconds });
    }),

    onMessage('handovers-left-behind', LeftBehind, ({ leftBehindBy }, origin) =>
      lookBehind(leftBehindBy, origin),
    ),

    onJob('handovers-sweep', async (origin) => {
      let cursor: string | undefined;
      do {
        const page = await staff.listInactive(cursor);
        for (const { id } of page.items) await lookBehind(id, origin);
        cursor = page.cursor ?? undefined;
      } while (cursor !== undefined);
      for (const { result: teamId, writes } of await tellLeaderless({ teams, outbox, origin })) {
        logger.warn('team without a lead who works here', { teamId });
        await table.commit(writes);
      }
    }),
  ];
}, handoversMovingEnvironment);

export const handler = eventsFunction({ moving });
