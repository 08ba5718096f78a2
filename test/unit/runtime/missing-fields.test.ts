import { describe, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { routesOf } from '../../../shared/contract/route.ts';
import type { AppError } from '../../../shared/errors/app-error.ts';
import { parseRequest } from '../../../shared/runtime/http-request.ts';

const found = routesOf(contracts);

/** Where a body sent to a route is wrong, and why. */
async function refusal(key: string, body: unknown) {
  const route = found.find((each) => each.key === key)?.route;
  const event = {
    rawQueryString: '',
    headers: { 'content-type': 'application/json', 'idempotency-key': 'k' },
    body: JSON.stringify(body),
  };
  try {
    await parseRequest(route as never, event as never);
  } catch (error) {
    return (error as AppError).violations;
  }
  return [];
}

const question = { id: 'recommend', text: { en: 'Would you?' }, required: true };
const survey = { name: 'A', languages: ['en'], defaultLanguage: 'en', title: { en: 'A' } };
const required = 'is required';

describe('a field that is missing', () => {
  it.each([
    ['POST /customers', {}, [['/body/name', required]]],
    [
      'POST /customers',
      { name: 'A', externalIds: [{}] },
      [
        ['/body/externalIds/0/source', required],
        ['/body/externalIds/0/id', required],
      ],
    ],
    [
      'POST /surveys',
      { ...survey, questions: [question] },
      [
        [
          '/body/questions/0/kind',
          'is required: "nps" or "csat" or "ces" or "rating" or "single-choice" or "multiple-choice" or "matrix" or "text" or "number" or "date" or "consent"',
        ],
      ],
    ],
    [
      'POST /surveys',
      { ...survey, defaultLanguage: undefined, questions: [] },
      [
        ['/body/defaultLanguage', 'is required: "zh-CN" or "en"'],
        ['/body/questions', 'must have at least 1 entry'],
      ],
    ],
    [
      'POST /campaigns',
      { name: 'A', surveyId: 'survey_01jd3x5y9hf1bvt6w0k2m4n8pq', schedule: { timeZone: 'UTC' } },
      [['/body/schedule', 'must say exactly one of "cron", "rate" and "at"']],
    ],
    ['POST /campaigns', [], [['/body', 'must be an object']]],
  ])('of %s %j is named where it belongs', async (key, body, expected) => {
    expect(await refusal(key, body)).toEqual(expected.map(([pointer, reason]) => ({ pointer, reason })));
  });
});
