import type { EventContext } from '../../../../shared/events/event.ts';
import type { Change } from '../../../../shared/table/write.ts';
import { newId } from '../../../../shared/values/ids.ts';
import { newSurvey } from '../surveys.rules.ts';
import type { NewSurvey, Survey } from '../surveys.schema.ts';
import type { SurveysStore } from '../surveys.store.ts';

interface Context {
  readonly surveys: Pick<SurveysStore, 'createSurvey'>;
  readonly origin: EventContext;
}

export async function createSurvey(input: NewSurvey, { surveys, origin }: Context): Promise<Change<Survey>> {
  const survey = newSurvey(newId('survey'), input, origin.at);
  return { result: survey, writes: surveys.createSurvey(survey, origin) };
}
