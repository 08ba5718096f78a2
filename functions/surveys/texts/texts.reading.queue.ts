/** Reads what was written in answers. The only function that carries the model of sentiment. */
import { consumers, on } from '../../../shared/runtime/consumers.ts';
import { eventsFunction } from '../../../shared/runtime/queue.ts';
import { commitWithRetry } from '../../../shared/table/retry.ts';
import { createResponseReader } from '../responses/index.ts';
import { createSurveyReader } from '../surveys/index.ts';
import { readTexts } from './operations/read-texts.ts';
import { openTextReader } from './operations/text-readers.ts';
import { textsReading } from './texts.domain.ts';
import { textsReadingEnvironment } from './texts.environment.ts';
import { createTextsStore } from './texts.store.ts';

const reading = consumers(({ table, env }) => {
  const texts = createTextsStore(table);
  const responses = createResponseReader(table);
  const surveys = createSurveyReader(table);
  const reader = openTextReader(env.TEXT_READER);
  return [
    on(textsReading, async ({ at, data }, origin) => {
      const answer = { ...data, answeredAt: at };
      await commitWithRetry(table, () => readTexts(answer, { texts, responses, surveys, reader, origin }));
    }),
  ];
}, textsReadingEnvironment);

export const handler = eventsFunction({ reading });
