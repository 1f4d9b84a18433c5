/**
 * `npm run accuracy -- --expectations DIR [--apps DIR] [--noir DIR] [-- further options]`: runs the comparison scripts
 * of a folder of expectations against this checkout. The expectations speak of other people's code and live outside the
 * repository; the scripts are `DIR/apps/compare.mjs` and `DIR/noir/compare.mjs`.
 *
 * Paths also come from APIASSAY_EXPECTATIONS, APIASSAY_APPS and APIASSAY_NOIR.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './root.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    expectations: { type: 'string', default: process.env['APIASSAY_EXPECTATIONS'] ?? '' },
    apps: { type: 'string', default: process.env['APIASSAY_APPS'] ?? '' },
    noir: { type: 'string', default: process.env['APIASSAY_NOIR'] ?? '' },
    split: { type: 'string', default: 'dev' },
  },
});

/** Both scripts put the folder to scan in place of `{dir}`. */
const TOOL = `${process.execPath} ${ROOT}/src/cli/main.ts scan {dir} --format json --quiet --allow-partial`;

const RUNS = [
  {
    script: 'apps/compare.mjs',
    folder: values.apps,
    args: (folder: string) => ['--apps', folder, '--adapter', 'generic'],
  },
  {
    script: 'noir/compare.mjs',
    folder: values.noir,
    args: (folder: string, expectations: string) => [
      '--truth',
      `${expectations}/noir/truth.json`,
      '--noir-repo',
      folder,
      '--adapter',
      'generic',
      '--isolate',
      '--lenient',
      '--graphql',
      'url',
      '--skip-static',
    ],
  },
];

const expectations = resolve(values.expectations);
if (values.expectations === '' || RUNS.every(({ folder }) => folder === '')) {
  console.error(
    'usage: npm run accuracy -- --expectations DIR [--apps DIR] [--noir DIR] [--split dev|held|all] [-- options]',
  );
  process.exit(2);
}
const wanted = RUNS.filter(({ folder }) => folder !== '');
const missing = wanted.map(({ script }) => `${expectations}/${script}`).filter(script => !existsSync(script));
for (const script of missing) console.error(`${script} is not there`);
if (missing.length > 0) process.exit(2);

const codes = wanted.map(({ script, folder, args }) => {
  const given = [...args(resolve(folder), expectations), '--split', values.split, '--tool', TOOL, ...positionals];
  return spawnSync(process.execPath, [`${expectations}/${script}`, ...given], { stdio: 'inherit' }).status ?? 1;
});
process.exit(Math.max(...codes));
