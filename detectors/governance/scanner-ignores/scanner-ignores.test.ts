import { expect, test } from 'vitest';
import { checkFacts } from '../../../tests/support/check.ts';
import { dataFile } from '../../../src/parse/data-file.ts';
import { textFile } from '../../../src/parse/text-file.ts';
import { scannerIgnoreLists, scannerIgnores } from './scanner-ignores.ts';

/** `tool at line: reason owner 2026-01-31, …` */
function shown(path: string, text: string): readonly string[] {
  const parsed = dataFile(path, 'product', text);
  const isList = /\.(?:trivyignore|gitleaksignore|toml|xml|tsv)$/.test(path);
  const facts = isList
    ? scannerIgnoreLists.detect(textFile(path, 'product', text))
    : parsed.kind === 'parsed'
      ? scannerIgnores.detect(parsed.file)
      : [];
  return facts.map(fact => {
    if (fact.kind !== 'artefact' || fact.artefact !== 'suppressions') return 'another fact';
    const findings = fact.findings.map(({ hasReason, hasOwner, expires }) =>
      [hasReason ? 'reason' : '', hasOwner ? 'owner' : '', expires ?? ''].filter(word => word !== '').join(' '),
    );
    return `${fact.tool} at ${fact.at.line}: ${findings.map(said => (said === '' ? 'nothing' : said)).join(', ')}`;
  });
}

test.each([
  [
    '.snyk',
    'version: v1\nignore:\n  SNYK-1:\n    - "*": { reason: not reachable from outside, expires: 2026-12-31T00:00:00.000Z }\n  SNYK-2:\n    - "*": { reason: None Given }\n',
    ['snyk at 2: reason 2026-12-31, nothing'],
  ],
  [
    '.trivyignore.yaml',
    'vulnerabilities:\n  - { id: CVE-1, statement: no fix yet, expired_at: 2026-10-01, owner: ann }\n  - id: CVE-2\n',
    ['trivy at 1: reason owner 2026-10-01, nothing'],
  ],
  ['.grype.yaml', 'ignore:\n  - vulnerability: CVE-1\n', ['grype at 1: nothing']],
  [
    '.nsprc',
    '{ "GHSA-1": { "active": true, "notes": "only in tests", "expiry": "2026-01-31" }, "GHSA-2": { "active": false } }',
    ['better-npm-audit at 1: reason 2026-01-31'],
  ],
  [
    'audit-ci.jsonc',
    '{ "allowlist": ["GHSA-1", { "GHSA-2": { "active": true, "notes": "only in tests", "expiry": "1 February 2026" } }] }',
    ['audit-ci at 1: nothing, reason 2026-02-01'],
  ],
  [
    '.secrets.baseline',
    '{ "results": { "a.ts": [{ "type": "x", "is_secret": false }, { "type": "x" }] } }',
    ['detect-secrets at 1: reason, nothing'],
  ],
  [
    '.checkov.baseline',
    '{ "failed_checks": [{ "file": "a.tf", "findings": [{ "resource": "r", "check_ids": ["A", "B"] }] }] }',
    ['checkov at 1: nothing, nothing'],
  ],
  [
    'config/brakeman.ignore',
    '{ "ignored_warnings": [{ "note": "checked by hand" }, { "note": "" }] }',
    ['brakeman at 1: reason, nothing'],
  ],
  [
    '.redocly.lint-ignore.yaml',
    'openapi.yaml:\n  security-defined:\n    - "#/paths/~1a/get"\n',
    ['redocly at 1: nothing'],
  ],
  [
    '.trivyignore',
    '# no fix is released yet, owner: ann\nCVE-1 exp:2026-10-01\nCVE-2\n\n# TODO\nCVE-3 # only in the test image\n',
    ['trivy at 2: reason owner 2026-10-01, nothing, reason'],
  ],
  ['.gitleaksignore', 'abc:a.ts:generic-api-key:1\n', ['gitleaks at 1: nothing']],
  [
    'osv-scanner.toml',
    '[[IgnoredVulns]]\nid = "GO-1"\nignoreUntil = 2026-11-09\nreason = "No external http server is used"\n\n[[IgnoredVulns]]\nid = "GO-2"\n',
    ['osv-scanner at 1: reason 2026-11-09, nothing'],
  ],
  [
    '.cargo/audit.toml',
    '[advisories]\nignore = [\n  "RUSTSEC-1", # not reachable for us\n  "RUSTSEC-2",\n]\n',
    ['cargo-audit at 2: reason, nothing'],
  ],
  [
    'owasp-suppressions.xml',
    '<suppressions xmlns="x">\n<suppress until="2026-01-31Z"><notes><![CDATA[ file name: a.jar ]]></notes></suppress>\n<suppress><notes>false positive of the matcher</notes></suppress></suppressions>',
    ['dependency-check at 2: 2026-01-31, reason'],
  ],
  [
    '.zap/rules.tsv',
    '10011\tIGNORE\t(Cookie Without Secure Flag)\n10015\tWARN\t(x)\n10020\tIGNORE\t(X-Frame) set by the proxy\n',
    ['zap at 1: nothing, reason'],
  ],
  // Nothing is ignored, or the file is something else.
  ['.snyk', 'version: v1\npatch: {}\n', []],
  ['.grype.yaml', 'fail-on-severity: high\n', []],
  ['.trivyignore', '# nothing yet\n', []],
  ['osv-scanner.toml', 'ConfigFile = "x"\n', []],
  ['suppressions.xml', '<beans><suppress-warnings/></beans>', []],
])('%s', (path, text, expected) => expect(shown(path, text)).toEqual(expected));

test('the fact points at the first entry', () =>
  checkFacts(scannerIgnoreLists, '.trivyignore', '# a\nCVE-1\n', [
    '2:1 artefact | artefact suppressions; tool trivy; findings [{"hasReason":false,"hasOwner":false}]',
  ]));
