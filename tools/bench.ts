/**
 * `npm run bench -- [DIR …] [--score] [--runs 5]`: wall time and peak memory of whole processes, `apiassay scan` beside a plain
 * text search over the same listed files, so that the figures of two machines can be compared by their ratio. `--score`
 * measures the scorer alone, on a generated estate of 2,000 repositories and 100,000 pieces of evidence.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { openFolder } from '../src/source/folder.ts';
import { ROOT } from './root.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string', default: '5' }, score: { type: 'boolean', default: false } },
});
const runs = Number(values.runs);
if ((positionals.length === 0 && !values.score) || !Number.isInteger(runs) || runs < 1) {
  console.error('usage: npm run bench -- [DIR …] [--score] [--runs 5]');
  process.exit(2);
}

/** `peakMiB` is undefined where nothing on the machine can tell it. */
type Run = { readonly seconds: number; readonly peakMiB: number | undefined };

/** `getrusage` of the children, for machines without GNU time. */
const RUSAGE =
  'import resource,subprocess,sys; c=subprocess.run(sys.argv[2:]).returncode; open(sys.argv[1],"w").write("maxrss %d" % resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(c)';

const work = mkdtempSync(join(tmpdir(), 'apiassay-bench-'));
try {
  for (const folder of positionals) await bench(resolve(folder));
  if (values.score) {
    console.log(`scoring 2,000 repositories with 100,000 pieces of evidence; ${runs} runs, min / median / max`);
    print(
      'score',
      repeat(() => measure([process.execPath, `${ROOT}/tools/score-estate.ts`, '2000', '100000'], ROOT)),
    );
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function bench(folder: string): Promise<void> {
  const tree = await openFolder(folder);
  const files = tree.paths
    .filter(({ path, kind }) => kind === 'file' && statSync(join(folder, path)).isFile())
    .map(({ path }) => path);
  const list = join(work, 'files');
  writeFileSync(list, files.map(file => `${file}\0`).join(''));
  const search = hasCommand('rg') ? "xargs -0 rg -c '.' --" : "xargs -0 grep -c '.' --";
  console.log(`${tree.name}: ${files.length} files listed; ${runs} runs each, min / median / max`);
  const scans = repeat(() =>
    measure(
      [process.execPath, `${ROOT}/src/cli/main.ts`, 'scan', '.', '--format', 'json', '--quiet', '--allow-partial'],
      folder,
    ),
  );
  const searches = repeat(() => measure(['sh', '-c', `${search} < '${list}'`], folder));
  print('apiassay scan', scans);
  print(search.includes('rg') ? 'rg -c .' : 'grep -c .', searches);
  console.log(
    `  ratio of medians ${(middle(scans.map(({ seconds }) => seconds)) / middle(searches.map(({ seconds }) => seconds))).toFixed(1)}`,
  );
}

function repeat(run: () => Run): readonly Run[] {
  return Array.from({ length: runs }, run);
}

/** One process from start to end. Peak memory is that of its largest process, as the kernel counted it. */
function measure(command: readonly string[], folder: string): Run {
  const report = join(work, 'time');
  rmSync(report, { force: true });
  const timed = existsSync('/usr/bin/time')
    ? ['/usr/bin/time', '-v', '-o', report, ...command]
    : hasCommand('python3')
      ? ['python3', '-c', RUSAGE, report, ...command]
      : command;
  const [program = '', ...args] = timed;
  const started = process.hrtime.bigint();
  const { status, error } = spawnSync(program, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (error) throw error;
  // A search that finds nothing in some file ends with 1 or, through xargs, 123: that is no failure of the measurement.
  if (status !== 0 && status !== 1 && status !== 123) throw new Error(`${command.join(' ')} ended with ${status}`);
  const counted = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const peakKiB = /(?:Maximum resident set size \(kbytes\): |maxrss )(\d+)/.exec(counted)?.[1];
  return { seconds, peakMiB: peakKiB === undefined ? undefined : Number(peakKiB) / 1024 };
}

function hasCommand(name: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0;
}

function print(name: string, measured: readonly Run[]): void {
  const spread = (of: readonly number[], digits: number) =>
    [Math.min(...of), middle(of), Math.max(...of)].map(value => value.toFixed(digits)).join(' / ');
  const peaks = measured.flatMap(({ peakMiB }) => peakMiB ?? []);
  const memory =
    peaks.length === 0 ? 'memory not measured: neither GNU time nor python3 is here' : `${spread(peaks, 0)} MiB`;
  console.log(
    `  ${name.padEnd(14)}${spread(
      measured.map(({ seconds }) => seconds),
      2,
    )} s   ${memory}`,
  );
}

function middle(of: readonly number[]): number {
  const sorted = of.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}
