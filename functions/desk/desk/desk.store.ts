/** The sessions of the desk in the one table. */
import { hashOfSecret, isSecret, seal, unseal } from '../../../shared/identity/session-secret.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, put, remove, replace, type Write } from '../../../shared/table/write.ts';
import type { Instant } from '../../../shared/values/instant.ts';
import type { Language } from '../../../shared/values/language.ts';
import { chosenLanguageItem, sessionItem } from './desk.items.ts';
import { isOver } from './desk.rules.ts';
import { type ChosenLanguage, type Session, SessionContents } from './desk.schema.ts';

/** A session whose cookie is at hand. */
export interface OpenSession {
  readonly session: Session;
  readonly secret: string;
  readonly contents: SessionContents;
}

export type SessionStore = ReturnType<typeof createSessionStore>;

export function createSessionStore(table: Pick<Table, 'find'>) {
  return {
    /** The session of a cookie, unless it is over; what nobody has made, or somebody has changed, is none. */
    async find(secret: string | undefined, at: Instant): Promise<OpenSession | undefined> {
      if (secret === undefined || !isSecret(secret)) return undefined;
      const session = await table.find(sessionItem, { hash: hashOfSecret(secret) });
      if (session === undefined || isOver(session, at)) return undefined;
      return { session, secret, contents: SessionContents.parse(JSON.parse(unseal(session.sealed, secret))) };
    },

    create(
      secret: string,
      contents: SessionContents,
      { staffId, language, at }: { staffId: string; language: Language; at: Instant },
    ): Write {
      const session: Session = {
        hash: hashOfSecret(secret),
        version: 1,
        ...{ staffId, language, createdAt: at, seenAt: at },
        sealed: seal(JSON.stringify(contents), secret),
      };
      return insert(sessionItem, session, { onConflict: new Error('Two sessions drew the same secret.') });
    },

    /** Writes a session that goes on. Where another page has written it meanwhile, that one decides. */
    change(
      { session, secret, contents }: OpenSession,
      change: Partial<Pick<Session, 'language' | 'seenAt'>>,
    ): Write {
      const after = {
        ...session,
        ...change,
        version: session.version + 1,
        sealed: seal(JSON.stringify(contents), secret),
      };
      return replace(sessionItem, after, { ifVersion: session.version, onConflict: 'ok' });
    },

    /** In which language somebody has chosen to see the desk. */
    languageOf: async (staffId: string): Promise<Language | undefined> =>
      (await table.find(chosenLanguageItem, { staffId }))?.language,

    keepLanguage: (chosen: ChosenLanguage): Write => put(chosenLanguageItem, chosen),

    end: (secret: string): Write => remove(sessionItem, { hash: hashOfSecret(secret) }),
  };
}
