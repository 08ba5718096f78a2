/** Which keys of API Gateway lead to which routes, and what a token needs there. */
import { describe, expect, it } from 'vitest';
import { contract, gatewayKeysOf, type Route, routesOf } from '../../../shared/contract/route.ts';

const areas: Record<string, string> = {
  ...{ surveys: 'surveys', answers: 'surveys', customers: 'customers', desk: 'desk', staff: 'people' },
};

function keysOf(...declared: readonly (readonly [string, string, Route['permission']])[]) {
  const contracts = Map.groupBy(declared, ([domain]) => domain);
  const made = [...contracts].map(([domain, own]) => {
    const all = own.map(([, key, permission], index) => {
      const [method, path] = key.split(' ') as [Route['method'], Route['path']];
      return [`${domain}${index}`, { method, path, permission, summary: key, replies: {}, errors: [] }];
    });
    return [domain, contract(domain, 'Made up.', Object.fromEntries(all) as Record<string, Route>)];
  });
  const keys = gatewayKeysOf(routesOf(Object.fromEntries(made)), (domain) => areas[domain]);
  return keys.map(({ key, routes, scopes }) => [key, routes.map((each) => each.key), scopes]);
}

const read = 'rapport/surveys.read';
const write = 'rapport/surveys.write';
const person = 'rapport/person';

describe('keys of the gateway', () => {
  it('are one for each method below a first step, whichever domain of the area is there, and one for the step itself', () => {
    const keys = keysOf(
      ['surveys', 'GET /surveys', 'surveys.read'],
      ['surveys', 'GET /surveys/{surveyId}', 'surveys.read'],
      ['answers', 'GET /surveys/{surveyId}/answers', 'surveys.read'],
      ['surveys', 'PATCH /surveys/{surveyId}', 'surveys.write'],
    );
    expect(keys).toEqual([
      ['GET /surveys', ['GET /surveys'], [read, person]],
      [
        'GET /surveys/{page+}',
        ['GET /surveys/{surveyId}', 'GET /surveys/{surveyId}/answers'],
        [read, person],
      ],
      ['PATCH /surveys/{page+}', ['PATCH /surveys/{surveyId}'], [write, person]],
    ]);
  });

  it('let through whoever may do something below them: a second name for a variable, beside theirs, cannot be', () => {
    const keys = keysOf(
      ['surveys', 'POST /surveys/{surveyId}/copies', 'surveys.write'],
      ['answers', 'POST /surveys/{surveyId}/exports', 'surveys.read'],
      ['staff', 'GET /me/hours', 'signed-in'],
      ['staff', 'GET /me/secrets', 'people.write'],
    );
    expect(keys.map(([key, , scopes]) => [key, scopes])).toEqual([
      ['POST /surveys/{page+}', [write, person, read]],
      ['GET /me/{page+}', []],
    ]);
  });

  it('are those of the routes below a first step that several functions answer', () => {
    const keys = keysOf(
      ['customers', 'GET /customers/{customerId}', 'customers.read'],
      ['surveys', 'GET /customers/{customerId}/answers', 'surveys.read'],
    );
    expect(keys.map(([key]) => key)).toEqual([
      'GET /customers/{customerId}',
      'GET /customers/{customerId}/answers',
    ]);
  });

  it('never lead from a token to a page for everybody, nor the other way round', () => {
    const keys = keysOf(
      ['surveys', 'GET /s/{token}', 'public'],
      ['surveys', 'GET /s/{token}/secrets', 'surveys.read'],
      ['surveys', 'POST /s/{token}', 'public'],
    );
    expect(keys).toEqual([
      ['GET /s/{token}', ['GET /s/{token}'], 'public'],
      ['HEAD /s/{token}', ['GET /s/{token}'], 'public'],
      ['GET /s/{token}/secrets', ['GET /s/{token}/secrets'], [read, person]],
      ['POST /s/{token}', ['POST /s/{token}'], 'public'],
    ]);
  });

  it('are shared by the pages of the desk, but for those before the sign-in', () => {
    const keys = keysOf(
      ['desk', 'GET /desk', 'session'],
      ['desk', 'GET /desk/teams', 'session'],
      ['desk', 'GET /desk/sign-in', 'public'],
      ['desk', 'GET /desk/teams/{teamId}', 'session'],
    );
    expect(keys).toEqual([
      ['GET /desk', ['GET /desk'], 'public'],
      ['GET /desk/{page+}', ['GET /desk/teams', 'GET /desk/teams/{teamId}'], 'public'],
      ['GET /desk/sign-in', ['GET /desk/sign-in'], 'public'],
      ['HEAD /desk/sign-in', ['GET /desk/sign-in'], 'public'],
    ]);
  });
});
