/**
 * `npm run check`: everything that can fail elsewhere. All steps run, so that one run tells all there is to mend.
 * The last line is `N passed, N failed`, counted over tests; a step that fails besides them counts as one failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from './root.ts';

const BIN = `${ROOT}/node_modules/.bin`;

const STEPS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: [`${BIN}/tsc`, '-p', ROOT] },
  { name: 'lint', command: [`${BIN}/oxlint`, '--deny-warnings'] },
  { name: 'format', command: [`${BIN}/oxfmt`, '--check'] },
  { name: 'generated files', command: [process.execPath, `${ROOT}/tools/generate.ts`, '--check'] },
  { name: 'dead code', command: [`${BIN}/knip`] },
  { name: 'build', command: [`${BIN}/tsc`, '-p', `${ROOT}/tsconfig.build.json`, '--noEmit'] },
];

/** What is read of vitest's JSON report. */
const TestCounts = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  success: z.boolean(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

function passes(name: string, [command = '', ...args]: readonly string[]): boolean {
  console.log(`— ${name}`);
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit' });
  if (error) console.log(`${command} could not be started: ${error.message}`);
  return status === 0;
}

function runTests(): { readonly passed: number; readonly failed: number } {
  const folder = mkdtempSync(join(tmpdir(), 'apiassay-check-'));
  const file = join(folder, 'tests.json');
  try {
    const isGreen = passes('tests', [
      `${BIN}/vitest`,
      'run',
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ]);
    const counts = TestCounts.parse(JSON.parse(readFileSync(file, 'utf8')));
    // A file that cannot be loaded has no failed test in it, and is a failure all the same.
    const unloaded = counts.testResults.filter(
      result => result.status === 'failed' && result.assertionResults.length === 0,
    );
    for (const { name, message } of unloaded) console.log(`${name} could not be run: ${message.split('\n')[0]}`);
    const failed = counts.numFailedTests + unloaded.length;
    return { passed: counts.numPassedTests, failed: isGreen ? failed : Math.max(1, failed) };
  } catch (error) {
    console.log(`the tests left no result: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const failedSteps = STEPS.filter(({ name, command }) => !passes(name, command)).map(({ name }) => name);
const { passed, failed } = runTests();
for (const name of failedSteps) console.log(`failed: ${name}`);
console.log(`${passed} passed, ${failed + failedSteps.length} failed`);
process.exit(failed + failedSteps.length === 0 ? 0 : 1);
