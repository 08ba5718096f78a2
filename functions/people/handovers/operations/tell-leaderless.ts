import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { instantAfter } from '../../../../shared/time/clock.ts';
import { derivedId } from '../../../../shared/values/derived-id.ts';
import type { messageId, requestMessage } from '../../../outbox.ts';
import type { TeamReader } from '../../teams/index.ts';
import { type Leaderless, leaderlessTemplate } from '../handovers.mail.ts';

interface Context {
  readonly teams: Pick<TeamReader, 'listLeaderless'>;
  readonly outbox: {
    readonly messageId: typeof messageId;
    readonly requestMessage: typeof requestMessage;
  };
  readonly origin: EventContext;
}

const usefulDays = 30;

/**
 * Tells the department which teams have no lead who works here: nobody sees the rows of their people, and nobody can be
 * named by itself. Each is told once for each version of the team.
 *
 * @returns one change for each of the teams, whose result is its id
 */
export async function tellLeaderless({ teams, outbox, origin }: Context): Promise<readonly Change<string>[]> {
  const found = await teams.listLeaderless();
  return found.map(({ id, name, version, updatedAt }) => ({
    result: id,
    writes: outbox.requestMessage(
      {
        id: derivedId(outbox.messageId, updatedAt, `${id}\n${version}\nleaderless`),
        recipient: { kind: 'department' },
        purpose: 'notifications',
        channel: 'email',
        template: leaderlessTemplate,
        data: { id, name } satisfies Leaderless,
        topics: [id],
        expiresAt: instantAfter(origin.at, { days: usefulDays }),
      },
      origin,
    ),
  }));
}
