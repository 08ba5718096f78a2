/** Changing surveys, on the real engine. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { patchSurvey } from '../../../functions/surveys/surveys/surveys.operations.ts';
import type { SurveyPatch } from '../../../functions/surveys/surveys/surveys.schema.ts';
import { createSurveysStore } from '../../../functions/surveys/surveys/surveys.store.ts';
import { aSurvey, origin } from '../../support/campaign-samples.ts';
import { startTable, type TestTable } from '../../support/engine.ts';

let engine: TestTable;
let surveys: ReturnType<typeof createSurveysStore>;

beforeAll(async () => {
  engine = await startTable();
  surveys = createSurveysStore(engine.table);
});
afterAll(() => engine?.close());

const survey = aSurvey();

/** Changes the survey as it is now; answers the writes as `Put SURVEY#…`. */
async function change(patch: SurveyPatch): Promise<string[]> {
  const { id, version } = await surveys.get(survey.id);
  const { writes } = await patchSurvey({ id, version: [version], patch }, { surveys, origin: origin() });
  await engine.table.commit(writes);
  return writes.map(({ action, key }) => `${action} ${key.pk}`);
}

const isHeld = (writes: readonly string[]) => writes.filter((write) => write.endsWith(`HOLD#${survey.id}`));

describe('a survey', () => {
  beforeAll(() => engine.table.commit(surveys.create(survey, origin())));

  it('keeps every version, and writes nothing when nothing changes', async () => {
    expect(await change({ name: survey.name })).toEqual([]);
    await change({ name: 'Renamed' });
    expect(await surveys.findVersion(survey.id, 1)).toMatchObject({ name: 'After purchase' });
    expect(await surveys.findVersion(survey.id, 2)).toMatchObject({ name: 'Renamed' });
    expect(await surveys.get(survey.id)).toMatchObject({ name: 'Renamed', version: 2 });
  });

  it('holds its mails back from the moment it is closed until it is opened again', async () => {
    expect(isHeld(await change({ name: 'Renamed again' }))).toEqual([]);
    expect(isHeld(await change({ status: 'closed' }))).toEqual([`Put HOLD#${survey.id}`]);
    expect(isHeld(await change({ name: 'Still closed' }))).toEqual([]);
    expect(isHeld(await change({ status: 'open' }))).toEqual([`Delete HOLD#${survey.id}`]);
  });

  it('is not changed by who has read an older version', async () => {
    const stale = patchSurvey(
      { id: survey.id, version: [1], patch: { name: 'x' } },
      { surveys, origin: origin() },
    );
    await expect(stale).rejects.toMatchObject({ code: 'precondition-failed' });
  });
});
