import { expect, test } from 'vitest';
import { runsOf } from './runs.ts';

const GITHUB = { errexit: true, pipefail: false };
const GITHUB_BASH = { errexit: true, pipefail: true };
const PLAIN = { errexit: false, pipefail: false };

/** What becomes of a failure of each `scan` in a script. */
function fates(script: string, options = GITHUB): readonly string[] {
  return runsOf(script, options, '.')
    .filter(run => run.words[0]?.text === 'scan')
    .map(run => `${run.blocking}${run.isConditional ? '?' : ''}`);
}

test.each([
  ['a command alone', 'scan', ['yes']],
  ['under set -e every command counts', 'scan\necho done', ['yes']],
  ['or true', 'scan || true', ['no']],
  ['or colon', 'scan || :', ['no']],
  ['or echo', 'scan || echo "failed"', ['no']],
  ['or exit 0', 'scan || exit 0', ['no']],
  ['or exit 1', 'scan || exit 1\necho', ['yes']],
  ['or a block that exits', 'scan || { echo no; exit 1; }\necho', ['yes']],
  ['or a block that does not', 'scan || { echo no; }', ['no']],
  ['or a retry of its own', 'scan || scan', ['unknown', 'yes?']],
  ['inside several lines', 'npm ci\nscan --a \\\n  --b || true\necho', ['no']],
  ['semicolon true under set -e', 'scan; true', ['yes']],
  ['a pipe without pipefail', 'scan | tee log', ['no']],
  ['a pipe with set -o pipefail', 'set -o pipefail\nscan | tee log', ['yes']],
  ['the last of a pipe', 'cat urls | scan', ['yes']],
  ['PIPESTATUS is raised', 'set +e\nscan | tee log\nexit ${PIPESTATUS[0]}', ['yes']],
  ['set +e and nothing else', 'set +e\nscan\necho done', ['no']],
  ['set +e and last', 'set +e\nscan', ['yes']],
  ['set +e until set -e', 'set +e\nnpm ci\nset -e\nscan\necho', ['yes']],
  ['the status is raised again', 'set +e; scan; rc=$?; set -e\nupload\nexit $rc', ['yes']],
  ['the status is raised by or', 'scan || rc=$?\nupload\nexit "${rc}"', ['yes']],
  ['the status is kept and forgotten', 'scan || rc=$?\nupload', ['no']],
  ['the status is tested', 'set +e\nscan\nif [ $? -ne 0 ]; then echo bad; exit 1; fi\necho ok', ['yes']],
  ['the status is tested and nothing follows', 'set +e\nscan\nif [ $? -ne 0 ]; then echo bad; fi\necho ok', ['no']],
  ['the status is tested in a list', 'set +e\nscan\nrc=$?\n[ $rc -ne 0 ] && exit 1\necho ok', ['yes']],
  ['a status of two means warnings', 'set +e\nscan\nrc=$?\nif [ $rc -eq 1 ]; then exit 1; fi\nexit 0', ['unknown']],
  ['if not, then echo', 'if ! scan; then echo bad; fi', ['no']],
  ['if not, then exit', 'if ! scan; then echo bad; exit 1; fi', ['yes']],
  ['if, else exit', 'if scan; then echo ok; else exit 1; fi', ['yes']],
  ['negated', '! scan', ['no']],
  ['in the background', 'scan &\necho', ['no']],
  ['in the background and waited for', 'scan &\npid=1\nwait $pid', ['unknown']],
  ['before the last of an and-list', 'scan && echo ok\necho done', ['no']],
  ['before the last of an and-list at the end', 'scan && echo ok', ['yes']],
  ['last of an and-list', 'cd x && scan\necho done', ['yes']],
  ['behind a test', '[ -n "$URL" ] && scan', ['yes?']],
  ['in a branch', 'if [ -n "$URL" ]; then\n  scan\nfi', ['yes?']],
  ['in a subshell', '(cd x; scan)\necho', ['yes']],
  ['in a subshell that is rescued', '(cd x && scan) || true', ['no']],
  ['in a function', 'run() {\n  scan\n}\nrun || true\nrun', ['no', 'yes']],
  ['a function that is never called', 'run() { scan; }', []],
  ['in a loop under set -e', 'for u in a b; do scan $u; done', ['yes']],
  ['a trap that exits with 0', "trap 'exit 0' EXIT\nscan", ['no']],
  ['in a comment, a string and a here-document', '# scan\necho "scan"\ncat <<EOF\nscan\nEOF', []],
  ['in a case', 'case $X in\n a|b) scan ;;\n *) echo ;;\nesac', ['yes?']],
])('under the shell of a workflow step: %s', (_name, script, expected) => {
  expect(fates(script)).toEqual(expected);
});

test.each([
  ['only the last command counts', 'scan\necho', ['no']],
  ['the last command', 'npm ci; scan', ['yes']],
  ['semicolon true', 'scan; true', ['no']],
  ['an and-list', 'scan && npm test', ['yes']],
  ['set -e in the script', 'set -euo pipefail\nscan | tee x\necho', ['yes']],
])('without set -e: %s', (_name, script, expected) => {
  expect(fates(script, PLAIN)).toEqual(expected);
});

test('an explicit bash has pipefail', () => expect(fates('scan | tee log', GITHUB_BASH)).toEqual(['yes']));

test.each([
  ['cd services/web && scan', 'services/web'],
  ['cd services\ncd ../lib\nscan', 'lib'],
  ['(cd services)\nscan', '.'],
  ['cd "$DIR"\nscan', undefined],
  ['cd ../..\nscan', undefined],
  ['cd $GITHUB_WORKSPACE/x\nscan', 'x'],
])('the folder of a command follows cd: %s', (script, folder) => {
  expect(runsOf(script, GITHUB, '.').find(run => run.words[0]?.text === 'scan')?.folder).toBe(folder);
});

test('what swallows a failure has its place and its words', () => {
  const script = 'npm ci\nscan x || true';
  expect(runsOf(script, GITHUB, '.')[1]).toEqual({
    words: [
      { text: 'scan', start: 7, end: 11, isDynamic: false, isQuoted: false },
      { text: 'x', start: 12, end: 13, isDynamic: false, isQuoted: false },
    ],
    assignments: [],
    start: 7,
    end: 13,
    blocking: 'no',
    isConditional: false,
    folder: '.',
    swallowed: [{ start: 17, end: 21, what: '`|| true` makes a failure count as success' }],
  });
});

test.each(['if', 'case x in', '$(', '"', "'", '((((', '{ { {', '|| &&', '`', '<<', 'a <<', ')))', 'f() (', '${{ x'])(
  'broken input ends: %s',
  script => {
    expect(Array.isArray(runsOf(script.repeat(50), GITHUB, '.'))).toBe(true);
  },
);
