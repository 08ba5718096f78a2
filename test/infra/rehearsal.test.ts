import { describe, expect, it } from 'vitest';
import { brokenImports, conflictingRoutes, type Step, stepsBetween } from './deployment-order.ts';
import type { Synthesis } from './synthesis.ts';
import { type SyntheticDomain, synthesizeDomains } from './synthetic.ts';

const withRoutes = (name: string, ...routes: string[]): SyntheticDomain => ({
  name,
  area: 'surveys',
  routes,
});
const pages = (...publicRoutes: string[]): SyntheticDomain => ({
  ...withRoutes('pages', 'GET /pages', 'POST /pages'),
  publicRoutes,
});
const others: SyntheticDomain = { name: 'others', area: 'people', routes: ['GET /others'] };
const alsoBelow: SyntheticDomain = { ...others, routes: ['GET /pages/others'] };

const versions = {
  one: synthesizeDomains([others, pages('GET /p/{token}')]),
  two: synthesizeDomains([others, pages('GET /p/{token}', 'POST /p/{token}')]),
  renamed: synthesizeDomains([others, pages('GET /answers/{token}', 'POST /p/{token}')]),
  none: synthesizeDomains([others, pages()]),
  // An operation is named by its place in the list.
  renamedOperations: synthesizeDomains([others, withRoutes('pages', 'POST /pages', 'GET /pages')]),
  otherDomain: synthesizeDomains([
    others,
    withRoutes('pages', 'GET /pages'),
    withRoutes('forms', 'POST /pages'),
  ]),
  // Where one function answers all below a step, no variable is told to the gateway.
  ofOne: synthesizeDomains([others, withRoutes('pages', 'GET /pages/{id}')]),
  variable: synthesizeDomains([alsoBelow, withRoutes('pages', 'GET /pages/{id}')]),
  renamedVariable: synthesizeDomains([alsoBelow, withRoutes('pages', 'GET /pages/{pageId}')]),
};

const routeKeys = ({ deployed }: Step) =>
  deployed
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Route')
    .map(({ Properties }) => String(Properties.RouteKey));

const limitedKeys = ({ deployed }: Step) =>
  deployed
    .filter(({ Type }) => Type === 'AWS::ApiGatewayV2::Stage')
    .flatMap(({ Properties }) => Object.keys(Properties.RouteSettings));

type Version = keyof typeof versions;
const cases: [string, Version | undefined, Version][] = [
  ['for the first time', undefined, 'two'],
  ['with another public route', 'one', 'two'],
  ['with a public route under another address', 'two', 'renamed'],
  ['with a public route less', 'two', 'one'],
  ['without the public page', 'two', 'none'],
  ['with a first public page', 'none', 'two'],
  ['with a route less, whose variable gets another name', 'variable', 'none'],
  ['with a route whose variable has got another name', 'none', 'renamedVariable'],
  ['with a route below a step that goes to one function', 'none', 'ofOne'],
];

describe.each(cases)('deployed %s', (_, before, after) => {
  const first: Synthesis | undefined = before && versions[before];
  const steps = stepsBetween(first, versions[after]);

  it('changes something', () => {
    expect(steps.length).toBeGreaterThan(0);
  });

  it('the stage never speaks of a route that is not there', () => {
    for (const step of steps) {
      const there = routeKeys(step);
      expect(
        limitedKeys(step).filter((key) => !there.includes(key)),
        step.name,
      ).toEqual([]);
    }
  });

  it('no public route is ever without its limit once the stage has been updated', () => {
    const last = steps.at(-1)!;
    const open = last.deployed
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::ApiGatewayV2::Route' && Properties.AuthorizationType === 'NONE',
      )
      .map(({ Properties }) => String(Properties.RouteKey));
    expect(limitedKeys(last).sort()).toEqual(open.sort());
  });

  it('two routes never claim one address', () => {
    for (const step of steps) expect(conflictingRoutes(routeKeys(step)), step.name).toEqual([]);
  });

  it('no stack takes back an export that another one still imports', () => {
    expect(brokenImports(first, versions[after])).toEqual([]);
  });
});

it.each<[string, Version]>([
  ['an operation is called', 'renamedOperations'],
  ['domain of its area a route belongs to', 'otherDomain'],
])('what %s names no resource', (_, after) => {
  expect(stepsBetween(versions.none, versions[after]).map(({ name }) => name)).toEqual([]);
});

describe('the model of a deployment', () => {
  it('notices a stage that is updated in front of its routes', () => {
    const [one, two] = [versions.one, versions.two];
    const reversed: Synthesis = {
      ...two,
      inStack: (name) =>
        two
          .inStack(name)
          .map(({ DependsOn: _, ...resource }) => resource)
          .toSorted((a, b) => (a.logicalId < b.logicalId ? -1 : 1)),
    };
    const steps = stepsBetween(one, reversed);
    const wrong = steps.filter((step) => limitedKeys(step).some((key) => !routeKeys(step).includes(key)));
    expect(wrong).not.toEqual([]);
  });

  it('notices a variable that gets another name in one deployment', () => {
    const steps = stepsBetween(versions.variable, versions.renamedVariable);
    const conflicts = steps.flatMap((step) => conflictingRoutes(routeKeys(step)));
    expect(new Set(conflicts)).toEqual(new Set(['GET /pages/{pageId}']));
  });

  it('notices a step below which a second function answers, in one deployment', () => {
    const steps = stepsBetween(versions.ofOne, versions.variable);
    const conflicts = steps.flatMap((step) => conflictingRoutes(routeKeys(step)));
    expect(new Set(conflicts)).toEqual(new Set(['GET /pages/{id}']));
  });

  it('knows one name for each variable, whatever the method', () => {
    expect(conflictingRoutes(['GET /a/{b}', 'POST /a/{b}/c/{d}', 'GET /e/{f}'])).toEqual([]);
    expect(conflictingRoutes(['GET /a/{b}', 'POST /a/{x}/c'])).toEqual(['POST /a/{x}/c']);
    expect(conflictingRoutes(['GET /a/{b}/c/{d}', 'GET /a/{b}/c/{x}'])).toEqual(['GET /a/{b}/c/{x}']);
    expect(conflictingRoutes(['GET /a', 'GET /a'])).toEqual(['GET /a']);
  });
});
