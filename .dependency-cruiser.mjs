/**
 * Who may import whom. The comment of each rule says what to do instead.
 * dependency-cruiser reads TypeScript up to 6 only, which is why `typescript` is 6 here and checks run TypeScript 7;
 * with 7 alone it would find nothing and be content. `test/architecture` counts the modules it has seen.
 */
const entryPoints = '[.](http|queue|stream|schedule)[.]ts$';
/** A domain is a folder in its area; platform has no area. */
const domains = '^functions/(?:platform|[^/]+/[^/]+)/';

/**
 * The one order in which domains stand; each may import those before it, events and schemas included. A new domain
 * takes its place here only if it is imported by others: those that are not named stand at the end.
 */
const order = [
  'people/staff',
  'people/teams',
  'people/assignments',
  'people/handovers',
  'people/audit',
  'customers/fields',
  'customers/sources',
  'customers/customers',
  'customers/relations',
  'customers/reindexing',
  'customers/quality',
  'customers/merges',
  'customers/search',
  'customers/duplicates',
  'customers/filters',
  'customers/views',
  'customers/lists',
  'customers/corrections',
  'customers/imports',
  'contact/consents',
  'contact/budgets',
  'contact/pacing',
  'contact/messaging',
  'contact/preferences',
  'commerce/products',
  'commerce/orders',
  'commerce/insights',
  'commerce/forecasts',
  'commerce/analyses',
  'surveys/questions',
  'surveys/surveys',
  'surveys/library',
  'surveys/campaigns',
  'surveys/invitations',
  'surveys/collectors',
  'surveys/responses',
  'surveys/texts',
  'surveys/measures',
  'surveys/results',
  'surveys/reports',
  'surveys/improvements',
  'callbacks/calling',
  'callbacks/callbacks',
  'callbacks/closed-loop',
];

/** Files that collect a line of every domain. */
const collections =
  '^functions/(alike|audited|contracts|declarations|facts|holdings|moves|open-work|outbox|personal-data|renderers|teams-in-use|triggers)[.]ts$|^functions/[^/]+/(routes|consumers)[.]ts$';

/** Modules of shared/ that load nothing but zod and the id package, so that a client may carry them. */
const lightShared = [
  '^shared/(values|errors|identity)/',
  '^shared/contract/(route|batch)[.]ts$',
  '^shared/events/(event|overdue|trigger)[.]ts$',
  '^shared/scheduling/expressions[.]ts$',
];

const zod = '^node_modules/zod/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules need each other. Move what both need into a third, or pass it in as an argument.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'domain-privacy',
      comment:
        'A domain uses the inside of another. Use the other domain’s index.ts, schema, events or messages; if index.ts lacks it, offer it there.',
      severity: 'error',
      from: { path: '^functions/(platform|[^/]+/[^/]+)/', pathNot: [collections, '^functions/desk/'] },
      to: {
        path: domains,
        pathNot: ['^functions/$1/', `${domains}index[.]ts$`, '[.](schema|events|messages)[.]ts$'],
      },
    },
    {
      name: 'desk-is-a-client',
      comment:
        'The desk calls the routes of the API with the token of whoever is signed in. It may read what they declare (contract, schema), of the desk itself the other folders’ index.ts and schema, and how questions are shown and read, which is the same for customers and staff and keeps nothing; nothing that would go past the API.',
      severity: 'error',
      from: { path: '^functions/(desk/[^/]+)/', pathNot: collections },
      to: {
        path: domains,
        pathNot: [
          '^functions/$1/',
          '^functions/desk/[^/]+/index[.]ts$',
          '^functions/surveys/questions/index[.]ts$',
          '[.](schema|contract)[.]ts$',
        ],
      },
    },
    ...order.map((domain, place) => ({
      name: `order-of-domains-${domain.replace('/', '-')}`,
      comment:
        'Domains stand in one order and import only downwards. Let the upper one listen to an event of the lower, or move what both need down.',
      severity: 'error',
      from: { path: `^functions/${domain}/` },
      to: {
        path: domains,
        pathNot: [domain, ...order.slice(0, place)].map((lower) => `^functions/${lower}/`),
      },
    })),
    {
      name: 'contracts-are-light',
      comment:
        'Contracts, schemas, events and environments ship in the typed client and in every bundle that reads them. They may load schemas, light parts of shared/ and zod. Move the rest to the rules, the store or an operation.',
      severity: 'error',
      from: { path: `${domains}.*[.](contract|schema|events|messages|environment)[.]ts$` },
      to: {
        pathNot: [
          `${domains}.*[.](schema|events)[.]ts$`,
          ...lightShared,
          '^shared/runtime/environment[.]ts$',
          zod,
        ],
      },
    },
    {
      name: 'rules-are-pure',
      comment:
        'A rule decides from its arguments alone. Pass in what it needs (the time, a row, a setting) from the operation.',
      severity: 'error',
      from: { path: `${domains}.*[.]rules[.]ts$` },
      to: {
        pathNot: [
          `${domains}.*[.](schema|rules)[.]ts$`,
          '^shared/(values|errors|identity|time|statistics)/',
          '^shared/scheduling/expressions[.]ts$',
          zod,
          // Comparing values is as pure as a rule.
          '^util$',
        ],
      },
    },
    {
      name: 'only-stores-touch-dynamodb',
      comment: 'Only items, stores and shared/table speak to DynamoDB. Add a reader or a write to the store.',
      severity: 'error',
      from: {
        pathNot: [
          '[.](items|store)[.]ts$',
          '^shared/table/',
          '^shared/runtime/clients/dynamo[.]ts$',
          '^infra/local/',
          // Copies whole tables, whatever is in them.
          '^infra/commands/restore',
          '^test/',
        ],
      },
      to: { path: '^node_modules/@aws-sdk/(client|lib|util)-dynamodb/' },
    },
    {
      name: 'operations-know-no-transport',
      comment:
        'An operation does not know whether a request, a message or a schedule has called it. Let the entry point translate.',
      severity: 'error',
      from: { path: [`${domains}operations/`, `${domains}.*[.]operations[.]ts$`] },
      to: {
        path: [
          '[.](contract|routes|consumers|domain)[.]ts$',
          entryPoints,
          '^shared/(contract|runtime)/',
          '^node_modules/@middy/',
          '^node_modules/@types/aws-lambda/',
        ],
        // Ways out, not ways in: what an operation is given to send messages with, or to keep files.
        pathNot: '^shared/runtime/(queue-sender|file-store)[.]ts$',
      },
    },
    {
      name: 'operations-get-their-stores',
      comment:
        'An operation is given its stores in the context, so that the entry point decides which table it works on. Import the type of the store, the items or the table only.',
      severity: 'error',
      from: { path: [`${domains}operations/`, `${domains}.*[.]operations[.]ts$`] },
      to: {
        path: ['[.](store|items)[.]ts$', '^shared/table/(table|client|query)[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'entry-points-are-leaves',
      comment:
        'Nothing imports a Lambda entry point: it reads its environment at once. Move the shared part out.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: `^functions/.*${entryPoints}` },
    },
    {
      name: 'shared-knows-no-domain',
      comment: 'shared/ stands below the domains. Move the code into a domain, or pass the domain’s part in.',
      severity: 'error',
      from: { path: '^shared/' },
      to: { path: '^(functions|infra|test)/' },
    },
    {
      name: 'infra-reads-declarations-only',
      comment:
        'Infrastructure reads what a domain declares (contract, domain, events, messages, environment), never what it does.',
      severity: 'error',
      from: { path: '^infra/' },
      to: {
        path: '^functions/',
        pathNot: [
          '^functions/(contracts|declarations|subscriptions|access-patterns)[.]ts$',
          '[.](contract|domain|events|schema|messages|environment)[.]ts$',
        ],
      },
    },
    {
      name: 'local-cloud-knows-no-product',
      comment:
        'The local cloud could run any such stack. Let it read the template, or pass in what it has to know where it is started (infra/commands, infra/demo, test/support).',
      severity: 'error',
      from: { path: '^infra/local/' },
      to: {
        path: '^(functions|infra)/',
        pathNot: ['^infra/local/', '^infra/(app|settings|bundling|bundle-cache)[.]ts$'],
      },
    },
    {
      name: 'only-infra-uses-cdk',
      comment:
        'Code that runs in Lambda knows nothing of how it is deployed. Hand it over as an environment variable.',
      severity: 'error',
      from: { path: '^(functions|shared)/' },
      to: { path: ['^infra/', '^node_modules/(aws-cdk-lib|constructs|cdk-nag)/'] },
    },
    {
      name: 'only-the-page-kit-uses-hono',
      comment:
        'What the package calls raw escapes nothing. Build pages and mails with html of shared/pages, which escapes whatever is put in.',
      severity: 'error',
      from: { pathNot: '^shared/pages/' },
      to: { path: '^node_modules/hono/' },
    },
    {
      name: 'no-test-code-in-product',
      comment: 'The product does not use test code. Move what both need into the product.',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'unit-tests-are-pure',
      comment:
        'A unit test starts no process, no server and no engine, so that thousands take seconds. Put it into test/engine, or below test/local-cloud when it tests the local cloud itself.',
      severity: 'error',
      from: { path: '^test/unit/' },
      to: {
        path: [
          '^infra/local/',
          '^test/(engine|local-cloud|api)/',
          '^test/support/(engine|cloud|service-rig)[.]ts$',
          '^(node:)?(http|net|child_process|worker_threads)$',
        ],
      },
    },
    {
      name: 'no-dev-dependency-at-run-time',
      comment: 'This package is not there when the function runs. Move it to dependencies, or do without it.',
      severity: 'error',
      from: { path: '^(functions|shared)/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import leads nowhere. Check the path and its ending `.ts`, or add the package.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    exclude: { path: '^([.]build|[.]local|cdk[.]out)/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
