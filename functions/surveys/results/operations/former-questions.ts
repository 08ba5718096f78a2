import type { Question } from '../../questions/questions.schema.ts';
import type { SurveyReader } from '../../surveys/index.ts';

/**
 * Questions that a survey asks no more, as its newest published version had them that did. Those that none had are not
 * among them. Looks through the versions from the newest on, until all are found.
 */
export async function formerQuestions(
  surveyId: string,
  ids: readonly string[],
  { surveys }: { readonly surveys: Pick<SurveyReader, 'findVersion' | 'listVersions'> },
): Promise<readonly Question[]> {
  const missing = new Set(ids);
  const found: Question[] = [];
  for (let cursor: string | undefined; missing.size > 0; ) {
    const page = await surveys.listVersions(surveyId, { limit: 25, cursor });
    const asked = page.items.filter(({ status }) => status !== 'draft');
    const versions = await Promise.all(asked.map(({ version }) => surveys.findVersion(surveyId, version)));
    for (const question of versions.flatMap((survey) => survey?.questions ?? []))
      if (missing.delete(question.id)) found.push(question);
    if (page.cursor === null) break;
    cursor = page.cursor;
  }
  return found;
}
