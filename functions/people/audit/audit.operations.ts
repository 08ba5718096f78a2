/** The use cases of the audit domain. */
import { rewordedBy } from '../../../shared/errors/in-chinese.ts';
import { sharedSentences } from '../../../shared/errors/sentences.ts';
import { deletedSince, restoredSince } from '../../../shared/events/restore.ts';
import type { Principal } from '../../../shared/identity/principal.ts';
import type { Language } from '../../../shared/values/language.ts';
import type { StaffReader } from '../staff/index.ts';
import { questionOf, seesValues, withoutDeadEnds } from './audit.rules.ts';
import type { AuditEntry, AuditPage, AuditQuery } from './audit.schema.ts';
import { auditSentences } from './audit.sentences.ts';
import type { AuditStore } from './audit.store.ts';

const inChinese = rewordedBy([auditSentences, sharedSentences]);

interface Context {
  readonly audit: Pick<AuditStore, 'list'>;
  readonly staff: Pick<StaffReader, 'findMany'>;
  readonly principal: Principal;
  readonly language: Language;
}

/** One page of who did what, each with the name of who did it, where they are registered staff. */
export async function listAudit(
  { limit, cursor, ...asked }: AuditQuery,
  { audit, staff, principal, language }: Context,
): Promise<AuditPage> {
  const page = await audit.list(questionOf(asked), { limit, cursor });
  const people = page.items.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.id] : []));
  const members = await staff.findMany([...new Set(people)]);
  const names = new Map(members.map(({ id, name }) => [id, name]));
  const isChinese = language === 'zh-CN';
  const say = (english: string) => (isChinese ? inChinese(english) : english);
  const shown = ({ actor, changes, notRestored, ...entry }: AuditEntry): AuditEntry => ({
    ...entry,
    actor: { ...actor, name: actor.kind === 'person' ? names.get(actor.id) : undefined },
    ...(notRestored === undefined ? {} : { notRestored: say(notRestored) }),
    ...(seesValues(principal) ? { changes } : {}),
  });
  return { ...page, items: withoutDeadEnds(page.items, { deletedSince, restoredSince }).map(shown) };
}
