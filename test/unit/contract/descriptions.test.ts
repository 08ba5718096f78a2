import { describe, expect, it } from 'vitest';
import * as contracts from '../../../functions/contracts.ts';
import { openApiDocument } from '../../../shared/contract/openapi.ts';

interface Described {
  readonly name?: string;
  readonly description?: string;
  readonly schema?: { readonly description?: string };
}
interface Operation {
  readonly parameters?: readonly Described[];
  readonly responses: Record<string, { content?: Record<string, unknown>; $ref?: string }>;
}
interface Schema {
  readonly description?: string;
  readonly properties?: Record<string, { default?: unknown; description?: string }>;
}

const document = openApiDocument(contracts, { title: 'Rapport', version: '1' }) as unknown as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const { schemas } = document.components;
const operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
  Object.entries(byMethod).map(([method, operation]) => ({ path, method, operation })),
);

describe('the document', () => {
  it('says of every parameter what it means', () => {
    const silent = operations.flatMap(({ path, method, operation }) =>
      (operation.parameters ?? [])
        .filter((each) => each.name !== undefined)
        .filter(({ description, schema }) => (description ?? schema?.description ?? '') === '')
        .map(({ name }) => `${method} ${path} ${name}`),
    );
    expect(silent).toEqual([]);
  });

  it('says what every part of a request is that is left out', () => {
    const defaults = ['NewCustomer', 'NewField', 'NewCallback', 'NewCampaign', 'NewSurvey', 'StaffEntry'].map(
      (name) => [
        name,
        Object.fromEntries(
          Object.entries(schemas[name]?.properties ?? {}).flatMap(([field, property]) =>
            'default' in property ? [[field, property.default]] : [],
          ),
        ),
      ],
    );
    expect(Object.fromEntries(defaults)).toEqual({
      NewCustomer: {
        kind: 'person',
        externalIds: [],
        language: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        stage: 'potential',
        tags: [],
        owner: null,
      },
      NewField: {
        ...{ required: false, unique: false, searchable: false },
        ...{ visibleTo: 'everyone', appliesTo: 'both' },
      },
      NewCallback: { priority: 'normal' },
      NewCampaign: { audience: { kind: 'all' }, channel: 'email', expiresAfterDays: 30 },
      NewSurvey: { status: 'draft' },
      StaffEntry: {
        ...{ language: 'zh-CN', timeZone: 'Asia/Shanghai', active: true },
        ...{ takesWork: true, skills: [], spokenLanguages: [], territories: [], capacity: {} },
      },
    });
    expect(schemas.NewCallback?.properties?.owner?.description).toContain('if left out, whom the rules of');
    expect(schemas.NewInteraction?.properties?.at?.description).toContain('now if left out');
    expect(schemas.StaffEntry?.properties?.businessHours?.description).toContain('office hours');
    expect(schemas.TestRequest?.properties?.staffId?.description).toContain('the caller if left out');
  });

  it('says of every patch what is left out and what null means', () => {
    const patches = Object.keys(schemas).filter((name) => /(Patch|Upsert)$/.test(name));
    expect(patches.sort()).toEqual([
      'CallbackPatch',
      'CallbackPlanPatch',
      'CampaignPatch',
      'CollectorPatch',
      'CommentPatch',
      'CustomPatch',
      'CustomerListPatch',
      'CustomerPatch',
      'CustomerUpsert',
      'CustomerViewPatch',
      'FieldPatch',
      'ImportPatch',
      'ImprovementPatch',
      'InteractionPatch',
      'MappingPatch',
      'ProductPatch',
      'SegmentPatch',
      'SurveyPatch',
      'TeamPatch',
    ]);
    for (const name of patches) expect(schemas[name]?.description, name).toMatch(/left out stays/);
  });

  it('says of whom a language is, and that true asks for an answer', () => {
    expect(schemas.StaffEntry?.properties?.language?.description).toBe('Language of the mails they get.');
    expect(schemas.NewCustomer?.properties?.language?.description).toBe(
      'Language in which the customer is addressed.',
    );
    expect(schemas.NpsQuestion?.properties?.required?.description).toMatch(
      /^true: the customer has to answer/,
    );
  });

  it('says that customers’ pages answer errors with pages, or the gateway in its own words', () => {
    const media = operations
      .filter(({ path }) => path.startsWith('/s/'))
      .map(({ path, method, operation }) => [
        `${method} ${path}`,
        Object.entries(operation.responses).map(
          ([status, { content, $ref }]) => `${status} ${$ref ?? Object.keys(content ?? {}).join(', ')}`,
        ),
      ]);
    const page = 'text/html';
    const either = 'text/html, application/json';
    const gateway = '429 #/components/responses/429.gateway';
    const failures = [`500 ${either}`, `503 ${either}`];
    const always = [gateway, ...failures];
    const crowded = [`429 ${either}`, ...failures];
    const found = [`200 ${page}`, `400 ${page}`, `404 ${page}`];
    expect(Object.fromEntries(media)).toEqual({
      'get /s/{token}': [...found, `410 ${page}`, ...crowded],
      'post /s/{token}': [...found, `410 ${page}`, `413 ${either}`, `415 ${page}`, ...crowded],
      'get /s/{token}/preferences': [...found, ...always],
      'post /s/{token}/preferences': [...found, `413 ${either}`, `415 ${page}`, ...always],
      'get /s/{token}/unsubscribe': [...found, ...always],
      'post /s/{token}/unsubscribe': [...found, `413 ${page}`, ...always],
      'post /s/{token}/resubscribe': [...found, `413 ${page}`, ...always],
    });
  });
});
