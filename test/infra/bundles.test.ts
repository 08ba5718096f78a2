import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundleFunctions, constructIdOf, findEntryPoints, readMetafile } from '../../infra/bundling.ts';

const bundles = await bundleFunctions();
const cases = bundles.map((bundle) => [bundle.name, bundle] as const);
const outputs = Object.values(readMetafile().outputs);

/** Every file that has bytes in a bundle, from the project's root. */
function contentsOf(name: string): string[] {
  const output = outputs.find((each) => path.basename(each.entryPoint ?? '', '.ts') === name);
  return Object.entries(output!.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);
}

/** What a domain shows to others; everything else in its folder is private. */
const shown = /\/(index|[a-z-]+(\.[a-z-]+)*\.(contract|schema|events|messages))\.ts$/;

function domainOf(file: string): string | undefined {
  return /^functions\/(platform|[^/]+\/[^/]+)\//.exec(file)?.[1];
}

/** What everybody may hold is in each that knows the staff: customers, callbacks, teams, improvements. */
const usualKilobytes = 650;
/** These know the time in any zone (55 KB of library), and all that a mail or text can be, or how links are made. */
const kilobytesOf: Readonly<Record<string, number>> = {
  'messaging.sending.queue': 755,
  /** The ready questionnaires in two languages, what checks that questions fit together, what draws QR codes, the filters of audiences, and what reckons intervals of results (62 KB). */
  'surveys.http': 966,
  /** The rules of results bring what reckons intervals along; what reminds of improvements; what campaigns and surveys tell of a part. */
  'surveys.events.queue': 690,
  /** What is asked, read and kept of answers, and how all of that is found again. */
  'responses.answer.http': 660,
  /** What reckons intervals of results. */
  'reports.shared.http': 730,
  /** What filters of customers can ask, for plans of callbacks, what reckons intervals, how answers of calls are read, what texts are about, and which answers a rule can be meant for. */
  'callbacks.http': 855,
  'plans.planning.queue': 653,
  'callbacks.events.queue': 720,
  /** Who gets a call whose owner is away. */
  'callbacks.schedules.queue': 675,
  /** What each domain has that can be handed over: callbacks among them, with when and how customers are called. */
  'handovers.moving.queue': 675,
  'contact.http': 720,
  /**
   * What customers can be and how they are found by what only one has; what they do, and what is to be expected of them,
   * reckoned and in words; what rules of segments can ask, of orders and consents too, and the lists that they keep.
   */
  'commerce.http': 782,
  /** Where what was done to a record of any kind is kept. */
  'people.http': 815,
  /** The domains of customers, what they can be and what is said of them. */
  'customers.http': 893,
  /**
   * The sign-in, every page of the desk, those of surveys, what was answered, the rules of what is followed up and campaigns too, and its words in two languages, the contracts of all that the pages call, and what is
   * said in place of what the API says to programs. The number plans of all countries (190 KB): people write numbers there.
   * What draws charts (45 KB). What says cron expressions in words (30 KB).
   */
  'desk.http': 1578,
  /** The number plans of all countries, and the provinces, cities and districts of China. */
  'quality.checks.queue': 920,
  /** The dictionary of pinyin (447 KB, a third of it when minified), and the names of customers in the other direction. */
  'search.indexing.queue': 830,
  'duplicates.finding.queue': 840,
  /** The number plans of all countries, what reads CSV, and the client of S3. What reads workbooks is a file beside it. */
  'imports.work.queue': 1078,
  'corrections.work.queue': 705,
  /** The client of S3, and what makes exports of customers. */
  'lists.jobs.queue': 758,
  /** The client of S3, what checks that questions fit together, and what reckons intervals of results. */
  'answer-exports.making.queue': 835,
  /** Every contract, those of the pages of the desk among them. */
  'platform.http': 822,
  /** This one knows what every domain keeps of people. */
  'privacy.work.queue': 778,
};

/** What other areas ask these domains, and so pass on what they say. */
const passedOn = [
  'functions/customers/customers/customers.sentences.ts',
  'functions/customers/fields/fields.sentences.ts',
  'functions/customers/filters/filters.sentences.ts',
  'functions/people/audit/audit.sentences.ts',
  'functions/people/teams/teams.sentences.ts',
  'functions/surveys/responses/responses.sentences.ts',
];

describe('bundles', () => {
  it('are there for every entry point', () => {
    expect(bundles.map((each) => each.name)).toEqual([...findEntryPoints().keys()].sort());
  });

  it.each(cases)('%s is at most as large as it has to be', (name, { bytes, folder }) => {
    expect(readFileSync(path.join(folder, 'index.mjs')).byteLength).toBe(bytes);
    expect(bytes / 1024).toBeLessThanOrEqual(kilobytesOf[name] ?? usualKilobytes);
  });

  it('hold nothing of SMTP but a file beside the sender, which is loaded where it is set', () => {
    const withSmtp = outputs.filter(({ inputs }) =>
      Object.keys(inputs).some((file) => file.includes('node_modules/nodemailer/')),
    );
    expect(withSmtp.map(({ entryPoint }) => entryPoint)).toEqual(['shared/messaging/smtp.ts']);
    expect(withSmtp[0]!.bytes / 1024).toBeLessThanOrEqual(180);
    const holders = bundles.filter(({ folder }) => existsSync(path.join(folder, 'smtp.mjs')));
    expect(holders.map(({ name }) => name)).toEqual(['messaging.sending.queue']);
  });

  it.each(cases)('%s holds nothing of infra, tests or CDK', (name) => {
    const foreign = contentsOf(name).filter((file) =>
      /(^|\/)(aws-cdk-lib|constructs|cdk-nag|vitest|esbuild)\/|^(infra|test)\//.test(file),
    );
    expect(foreign.filter((file) => file !== 'infra/lambda-credentials.ts')).toEqual([]);
  });

  it.each(cases)("%s holds none of the SDK's ways to credentials but the environment", (name) => {
    const others = contentsOf(name).filter((file) => /credential-provider-(?!env)/.test(file));
    expect(others).toEqual([]);
  });

  it.each(cases)('%s lets domains enter others only through what these show', (name) => {
    const inputs = readMetafileImports(name);
    const intrusions = inputs.filter(({ from, to }) => {
      const [own, other] = [domainOf(from), domainOf(to)];
      return own !== undefined && other !== undefined && own !== other && !shown.test(to);
    });
    expect(intrusions).toEqual([]);
  });

  it.each(cases)('%s tells in Chinese what its own area tells, and what that passes on', (name) => {
    const area = findEntryPoints().get(name)!.split('/')[1];
    const told = contentsOf(name).filter((file) => file.endsWith('.sentences.ts'));
    const foreign = told.filter((file) => file.split('/')[1] !== area);
    expect(foreign.filter((file) => !passedOn.includes(file))).toEqual([]);
  });

  it.each(cases)('%s has a source map without the sources', (_, { folder }) => {
    const map = JSON.parse(readFileSync(path.join(folder, 'index.mjs.map'), 'utf8'));
    expect(map.sources.length).toBeGreaterThan(0);
    expect(map.sourcesContent ?? []).toEqual([]);
    expect(readFileSync(path.join(folder, 'index.mjs'), 'utf8')).toContain(
      '//# sourceMappingURL=index.mjs.map',
    );
  });

  it('are the same bytes however often they are built, and are not built again for nothing', async () => {
    const said: string[] = [];
    const outdir = path.join(mkdtempSync(path.join(tmpdir(), 'bundles-')), 'functions');
    const build = async () =>
      (await bundleFunctions({ outdir, log: (line) => said.push(line) })).map(({ folder }) =>
        createHash('sha256')
          .update(readFileSync(path.join(folder, 'index.mjs')))
          .digest('hex'),
      );
    const first = await build();
    expect(await build()).toEqual(first);
    expect(said).toEqual([expect.stringMatching(/bundled in \d+ ms/), expect.stringMatching(/unchanged$/)]);

    const manifest = path.join(outdir, 'manifest.json');
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace(/"functions\/[^"]+": "/, '$&0'));
    expect(await build()).toEqual(first);
    expect(said[2]).toMatch(/bundled in \d+ ms/);
  });
});

/** Imports between project files, as far as they went into this bundle. */
function readMetafileImports(name: string): { from: string; to: string }[] {
  const inBundle = new Set(contentsOf(name));
  return Object.entries(readMetafile().inputs)
    .filter(([file]) => inBundle.has(file))
    .flatMap(([from, { imports }]) => imports.map((each) => ({ from, to: each.path })))
    .filter(({ to }) => inBundle.has(to));
}

describe('construct ids', () => {
  it.each([
    ['messaging.sending.queue', 'MessagingSending'],
    ['customers.http', 'CustomersHttp'],
    ['platform.due-sweep.schedule', 'PlatformDueSweep'],
  ])('%s becomes %s', (entryPoint, id) => {
    expect(constructIdOf(entryPoint)).toBe(id);
  });

  it('differ for all entry points', () => {
    const ids = [...findEntryPoints().keys()].map(constructIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
