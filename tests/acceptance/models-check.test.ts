/** Models of one's own, as their authors meet them: `models check`, and `--model` on the verbs that show models. */
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { apiassay, controlsIn, workFolder } from '../support/cli.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = 'models/examples/owasp-api-2023.yaml';

const folder = workFolder();
const work = folder('models');

beforeAll(() => {
  copyFileSync(join(ROOT, EXAMPLE), join(work, 'owasp.yaml'));
});

describe.concurrent('models check', () => {
  test('of the example: one line on stdout, nothing on stderr, 0', async ({ expect }) => {
    const { code, stdout, stderr } = await apiassay(['models', 'check', EXAMPLE], { cwd: ROOT });
    expect([code, stderr]).toEqual([0, '']);
    // How many signals have a detector is not a matter of the model.
    expect(stdout.replace(/of which \d+/, 'of which N')).toBe(
      `${EXAMPLE}: owasp-api-2023 2023.1, 10 domains, 38 activities, uses 81 of 150 signals, of which N have a detector\n`,
    );
  });

  test('of a copy of a bundled model with an id of its own', async ({ expect }) => {
    changed('crunch.yaml', 'models/42crunch.yaml', /^id: 42crunch$/m, 'id: our-crunch');
    changed('salt.yaml', 'models/salt.yaml', /^id: salt$/m, 'id: our-salt');
    const { code, stdout, stderr } = await apiassay(['models', 'check', 'crunch.yaml', 'salt.yaml'], { cwd: work });
    expect([code, stderr, stdout.replace(/of which \d+/g, 'of which N').split('\n')]).toEqual([
      0,
      '',
      [
        'crunch.yaml: our-crunch 2023.1, 6 domains, 54 activities, uses 142 of 150 signals, of which N have a detector',
        'salt.yaml: our-salt salt-seed-2022.1, 5 stages, 38 measures, uses 57 of 150 signals, of which N have a detector',
        '',
      ],
    ]);
  });

  test('with faults: 2, each fault a line on stderr, nothing on stdout, not even of files that are good', async ({
    expect,
  }) => {
    writeFileSync(join(work, 'broken.yaml'), 'kind: domains\nid: [ours\n');
    changed('wrong.yaml', EXAMPLE, 'test.authz-negative, role: supports', 'test.authz-negativ, role: support');
    changed('names.yaml', EXAMPLE, 'headline: {domains: 7}', 'headline: {domains: 7, anchor: api1-bolo}');
    const files = ['owasp.yaml', 'broken.yaml', 'wrong.yaml', 'names.yaml', 'none.yaml', '.'];
    const { code, stdout, stderr } = await apiassay(['models', 'check', ...files], { cwd: work });
    expect([code, stdout, stderr.split('\n')]).toEqual([
      2,
      '',
      [
        'broken.yaml:3 the file: expected YAML, found an error in it: deficient indentation',
        'wrong.yaml:179 activities[api1.cross-user-tests].signals[test.authz-negativ].role: expected one of supports, corroborates, contradicts, nullifies, found "support"; nearest: supports',
        'names.yaml:10 id: expected an id that no other model has, found "owasp-api-2023", which is that of owasp.yaml',
        'names.yaml:50 headline.anchor: expected a domain of the model, found "api1-bolo"; nearest: api1-bola',
        'none.yaml:1 the file: expected a file that can be read, found none there',
        '.:1 the file: expected a file, found a folder',
        '',
      ],
    ]);
  });

  test('a file larger than 1 MiB is refused without reading it', async ({ expect }) => {
    writeFileSync(join(work, 'large.yaml'), Buffer.alloc(50 * 1024 * 1024, '#'));
    expect(await apiassay(['models', 'check', 'large.yaml'], { cwd: work })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'large.yaml:1 the file: expected at most 1 MiB, found more\n',
    });
  });

  test('what stands in a file cannot steer the terminal', async ({ expect }) => {
    writeFileSync(join(work, 'hostile.yaml'), 'kind: "\\e[31m\\u202e"\n"\\e[2J": 1\n');
    const { code, stdout, stderr } = await apiassay(['models', 'check', 'hostile.yaml'], { cwd: work });
    expect([code, stdout, controlsIn(stderr), /[\u202a-\u202e]/.test(stderr)]).toEqual([2, '', [], false]);
  });

  test('without a file: a usage error', async ({ expect }) => {
    const { code, stdout, stderr } = await apiassay(['models', 'check']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain("missing required argument 'files'");
  });
});

describe.concurrent('models list and show', () => {
  test('--model adds models of files, as often as it is given', async ({ expect }) => {
    changed('second.yaml', EXAMPLE, 'id: owasp-api-2023', 'id: a-second');
    const args = ['--model', 'owasp.yaml', '--model', 'second.yaml'];
    const { code, stdout, stderr } = await apiassay(['models', 'list', ...args], { cwd: work });
    expect([code, stderr, stdout.split('\n').map(line => line.split(' ')[0])]).toEqual([
      0,
      '',
      ['42crunch', 'salt', 'a-second', 'owasp-api-2023', '', '150', ''],
    ]);
  });

  test('show knows the ids of such a model, and a signal names what uses it there', async ({ expect }) => {
    const [activity, signal] = await Promise.all(
      ['api7.egress', 'gateway.egress-control'].map(id =>
        apiassay(['models', 'show', id, '--model', 'owasp.yaml'], { cwd: work }),
      ),
    );
    expect(activity).toEqual({
      code: 0,
      stdout: [
        'api7.egress · The network refuses other targets · owasp-api-2023, domain api7-ssrf',
        '  non-existent  Every service can reach every address.',
        '  emerging      ≥30 % of APIs run behind an egress rule.',
        '  established   ≥80 % of APIs run behind an egress rule.',
        '  rule          T-API',
        '  otherwise     Egress rules outside the repositories need deployment manifests or an export.',
        '',
        '  gateway.egress-control  supports  outbound traffic is mediated',
        '',
      ].join('\n'),
      stderr: '',
    });
    expect(signal?.stdout).toContain('api10.third-parties');
  });

  test('an id that stands in two models is shown in both', async ({ expect }) => {
    changed('twin.yaml', 'models/42crunch.yaml', /^id: 42crunch$/m, 'id: twin');
    const { stdout } = await apiassay(['models', 'show', 'testing.all-stages', '--model', 'twin.yaml'], { cwd: work });
    expect(stdout.split('\n').filter(line => line.startsWith('testing.all-stages'))).toEqual([
      'testing.all-stages · Test early, often and everywhere · 42crunch, domain testing',
      'testing.all-stages · Test early, often and everywhere · twin, domain testing',
    ]);
  });

  test('a file that cannot be used ends it: 2, and nothing on stdout', async ({ expect }) => {
    writeFileSync(join(work, 'empty.yaml'), '');
    expect(await apiassay(['models', 'list', '--model', 'empty.yaml'], { cwd: work })).toEqual({
      code: 2,
      stdout: '',
      stderr: 'empty.yaml:1 the file: expected a map with keys, found an empty file\n',
    });
  });
});

test('the example is in the package', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: ROOT,
  });
  expect(stdout).toContain(EXAMPLE);
});

/** A copy of a file of the project with one thing changed. */
function changed(name: string, file: string, from: string | RegExp, to: string): void {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const copy = text.replace(from, to);
  if (copy === text) throw new Error(`nothing of ${file} was changed`);
  writeFileSync(join(work, name), copy);
}
