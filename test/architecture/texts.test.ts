import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './cruise.ts';

/** Every file that belongs to the project, as git sees it. */
const files = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: projectRoot,
  encoding: 'utf8',
})
  .stdout.split('\n')
  .filter((file) => /\.(ts|mjs|json|jsonc|md|css|html)$/.test(file) && file !== 'package-lock.json');

const thisFile = 'test/architecture/texts.test.ts';

function linesWith(pattern: RegExp, among: (file: string) => boolean): string[] {
  return files
    .filter((file) => file !== thisFile && among(file))
    .flatMap((file) =>
      readFileSync(path.join(projectRoot, file), 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [],
        ),
    );
}

const isProduct = (file: string) => /^(functions|shared)\//.test(file) && file.endsWith('.ts');

describe('the text of the project', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  it('reads the environment of a function in one place only', () => {
    expect(
      linesWith(/process\.env\b/, (file) => isProduct(file) && file !== 'shared/runtime/environment.ts'),
    ).toEqual([]);
  });

  it('decides in rules from what they are given: no clock, no randomness', () => {
    const impure = /\b(Date\.now|new Date\(\)|now\(\)|epochSeconds\(\)|Math\.random|randomUUID)/;
    expect(linesWith(impure, (file) => file.endsWith('.rules.ts'))).toEqual([]);
  });

  it('asks nowhere in the product whether it runs on AWS or on a laptop', () => {
    expect(
      linesWith(/\b(AWS_SAM_LOCAL|IS_LOCAL|isLocal|localhost|127\.0\.0\.1|AWS_ENDPOINT_URL)\b/, isProduct),
    ).toEqual([]);
  });

  it('imports zod whole, as the small bundles need it', () => {
    expect(linesWith(/import \{[^}]*\bz\b[^}]*\} from 'zod'/, (file) => file.endsWith('.ts'))).toEqual([]);
  });

  it('leaves nothing for later and names no place outside of the project', () => {
    expect(linesWith(/\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck/, () => true)).toEqual([]);
    expect(linesWith(/(^|[\s"'`(])\/(home|Users|work|root)\/\w|\bissues? #?\d+\b/i, () => true)).toEqual([]);
  });

  it('has one Chinese word for each thing that has others, too', () => {
    const others = {
      // 移交: what one holds goes to another
      handOver: /转交|交接/,
      // 撤回: a hand-over is taken back
      takeBack: /移交[^。，']*撤销|撤销[^。，']*移交/,
      // 代理人: who stands in
      deputy: /代班|替班|顶班/,
    };
    for (const other of Object.values(others)) expect(linesWith(other, () => true)).toEqual([]);
  });

  it('swallows no error without a word', () => {
    expect(linesWith(/catch\s*(\(\w+\))?\s*\{\s*\}/, (file) => /^(functions|shared)\//.test(file))).toEqual(
      [],
    );
  });
});
