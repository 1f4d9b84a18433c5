import type { FactBody } from '../../../src/core/fact.ts';
import type { ArtefactFact } from '../../../src/core/facts/artefact.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import type { TextFile } from '../../../src/parse/text-file.ts';
import { ignoredByData } from './data-formats.ts';
import { ignoredByText } from './text-formats.ts';

/** One finding that a scanner is told to pass over. */
export type Ignored = Extract<ArtefactFact, { artefact: 'suppressions' }>['findings'][number];

/** Findings of one file that are kept one by one; what comes behind is like them. */
const MOST = 1_000;

const DOCS = 'https://trivy.dev/latest/docs/configuration/filtering/';

export const scannerIgnores = defineDetector({
  id: 'scanner-ignores',
  title: 'Ignore lists and baselines of scanners (Snyk, Trivy, Grype, npm, detect-secrets, Checkov, Brakeman, Redocly)',
  kind: 'governance',
  docs: DOCS,
  reads: 'data',
  files: [
    '**/.snyk',
    '**/.trivyignore.{yaml,yml}',
    '**/.grype.{yaml,yml}',
    '**/.nsprc',
    '**/{.audit-ci,audit-ci}.{json,jsonc}',
    '**/.secrets.baseline',
    '**/.checkov.baseline',
    '**/brakeman.ignore',
    '**/.redocly.lint-ignore.yaml',
  ],
  emits: ['artefact'],
  limits: [
    'Suppressions in comments of code, in options of a command and on the servers of a vendor are not read.',
    'Whether the finding still exists is not known.',
  ],
  version: 1,
  detect: (file: DataFile): readonly FactBody[] =>
    file.documents.slice(0, 1).flatMap(document => {
      const found = ignoredByData(nameOf(file.path), document.value);
      return found ? suppressions(found.tool, found.findings, document.locate(found.keys)) : [];
    }),
});

export const scannerIgnoreLists = defineDetector({
  id: 'scanner-ignore-lists',
  title: 'Ignore lists of scanners in plain text (Trivy, Gitleaks, OSV-Scanner, cargo-audit, Dependency-Check, ZAP)',
  kind: 'governance',
  docs: DOCS,
  reads: 'text',
  files: [
    '**/.trivyignore',
    '**/.gitleaksignore',
    '**/osv-scanner.toml',
    '**/.cargo/audit.toml',
    '**/*suppression*.xml',
    '**/.zap/*.tsv',
    '**/zap*.tsv',
  ],
  emits: ['artefact'],
  limits: ['A reason is what a comment on the line, or in the lines right above it, says.'],
  version: 1,
  detect: (file: TextFile): readonly FactBody[] => {
    const found = ignoredByText(nameOf(file.path), file);
    return found ? suppressions(found.tool, found.findings, file.locate(found.start, found.end)) : [];
  },
});

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function suppressions(tool: string, findings: readonly Ignored[], at: FactBody['at']): readonly FactBody[] {
  if (findings.length === 0) return [];
  return [{ kind: 'artefact', artefact: 'suppressions', at, tool, findings: findings.slice(0, MOST) }];
}
