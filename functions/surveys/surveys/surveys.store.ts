/** Surveys and their versions in the one table. */
import type { EventContext } from '../../../shared/events/event.ts';
import { valuesBefore } from '../../../shared/events/restore.ts';
import { keyOf } from '../../../shared/table/item.ts';
import type { PageRequest } from '../../../shared/table/query.ts';
import type { Table } from '../../../shared/table/table.ts';
import { insert, type Write } from '../../../shared/table/write.ts';
import type { Question } from '../questions/questions.schema.ts';
import {
  archivedSurveys,
  surveyEntity,
  surveyItem,
  surveyRestorable,
  surveysByChange,
  surveyVersionItem,
  versionsOfSurvey,
} from './surveys.items.ts';
import { editionOf } from './surveys.rules.ts';
import type { Survey } from './surveys.schema.ts';

export type SurveysStore = ReturnType<typeof createSurveysStore>;

export function createSurveysStore(table: Table) {
  const surveys = surveyEntity(table);
  const keepVersion = (survey: Survey) => insert(surveyVersionItem, survey, { onConflict: 'retry' });
  return {
    /** What its fields were before a change. Throws what `valuesBefore` of shared/events throws. */
    valuesBefore: (present: Survey, changeId: string) =>
      valuesBefore(
        {
          ...surveyRestorable,
          ...{ changeId, present, subject: { surveyId: present.id } },
          collection: keyOf(surveyItem, present).pk,
        },
        table,
      ),

    find: surveys.find,
    get: surveys.get,

    /** The survey as it was in one version. */
    findVersion: (id: string, version: number): Promise<Survey | undefined> =>
      table.find(surveyVersionItem, { id, edition: editionOf(version) }),

    list: ({ archived, ...page }: PageRequest & { readonly archived: boolean }) =>
      table.listSummaries(archived ? archivedSurveys : surveysByChange, {}, page),

    listVersions: (surveyId: string, page: PageRequest) =>
      table.listSummaries(versionsOfSurvey, { surveyId }, page),

    /**
     * Questions that a survey asks no more, as its newest published version had them that did. Those that none had are not
     * among them. Looks through the versions from the newest on, until all are found.
     */
    async formerQuestions(surveyId: string, ids: readonly string[]): Promise<readonly Question[]> {
      const missing = new Set(ids);
      const found: Question[] = [];
      for (let cursor: string | undefined; missing.size > 0; ) {
        const page = await this.listVersions(surveyId, { limit: 25, cursor });
        const asked = page.items.filter(({ status }) => status !== 'draft');
        const versions = await Promise.all(asked.map(({ version }) => this.findVersion(surveyId, version)));
        for (const question of versions.flatMap((survey) => survey?.questions ?? []))
          if (missing.delete(question.id)) found.push(question);
        if (page.cursor === null) break;
        cursor = page.cursor;
      }
      return found;
    },

    create: (survey: Survey, context: EventContext): readonly Write[] => [
      ...surveys.create(survey, context),
      keepVersion(survey),
    ],

    /** Every change is a version of its own; nothing is written when nothing changes. */
    change(before: Survey, after: Survey, context: EventContext): readonly Write[] {
      const writes = surveys.change(before, after, context);
      return writes.length === 0 ? writes : [...writes, keepVersion(after)];
    },
  };
}
