/** Carries out `audit`; in a file of its own, so that the other verbs start without the readers that it needs. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import type { Models } from '../../models/schema.ts';
import { auditClaims, ownersOf } from '../claims/audit.ts';
import { CLAIM_CAPS } from '../claims/claim.ts';
import type { ClaimFault, Claims } from '../claims/claim.ts';
import { questionsOf } from '../claims/questions.ts';
import { readClaims } from '../claims/read-claims.ts';
import type { Audit } from '../core/audit.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import type { Report } from '../core/report.ts';
import { decodeText } from '../decode-text.ts';
import { auditMarkdown } from '../report/audit-markdown.ts';
import { auditText } from '../report/audit-text.ts';
import { terminalText } from '../report/escape.ts';
import type { AuditOptions } from './audit.ts';
import { isColoured } from './colour.ts';
import { CliError, EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { stopReason } from './interrupt.ts';
import { writeDocument } from './output.ts';
import { readReport } from './read-report.ts';
import { scoringOf } from './scoring.ts';
import type { Scoring } from './scoring.ts';
import { TOOL_VERSION } from './version.ts';

export async function runAudit(file: string, target: string, options: AuditOptions): Promise<ExitCode> {
  if (file === '-' && options.report === '-')
    throw new CliError(EXIT.usage, 'claims and report cannot both be read from stdin');
  // Claims come first: a file with faults is told at once, and not after a scan.
  const bytes = await bytesOf(file);
  const name = file === '-' ? 'stdin' : basename(file);
  const scoring = scoringOf({ model: [], whatIf: [] });
  const claims = claimsIn(name, bytes, scoring.models);
  if (claims.kind === 'faulty') {
    for (const { line, message } of claims.faults) console.error(terminalText(`${name}:${line} ${message}`));
    return EXIT.usage;
  }
  checkOwner(claims, options.owner);
  const { report, scanCode } = await reportOf(target, options, scoring);
  const audit = auditClaims(claims, report, {
    toolVersion: TOOL_VERSION,
    file: { name, sha256: createHash('sha256').update(bytes).digest('hex') },
    owner: options.owner,
  });
  const explainBy = options.report === undefined ? target : `--report ${options.report}`;
  await writeDocument(rendered(audit, options, explainBy), options.output);
  return endingOf(audit, scanCode, options);
}

/** At most one byte more than is read at all, so that a file without end is no trouble. */
async function bytesOf(file: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  try {
    const stream = file === '-' ? process.stdin : createReadStream(file, { end: CLAIM_CAPS.bytes });
    let size = 0;
    for await (const part of stream) {
      parts.push(Buffer.from(part));
      size += parts.at(-1)?.length ?? 0;
      if (size > CLAIM_CAPS.bytes) break;
    }
    return Buffer.concat(parts);
  } catch (error) {
    throw new CliError(EXIT.usage, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function claimsIn(
  name: string,
  bytes: Buffer,
  models: Models,
): ({ readonly kind: 'read' } & Claims) | { readonly kind: 'faulty'; readonly faults: readonly ClaimFault[] } {
  if (bytes.length > CLAIM_CAPS.bytes)
    return { kind: 'faulty', faults: [{ line: 1, message: 'the file is larger than 5 MiB' }] };
  const { text, brokenAt } = decodeText(bytes);
  if (brokenAt)
    return { kind: 'faulty', faults: [{ line: brokenAt.line, message: 'not UTF-8: save the file as UTF-8' }] };
  return readClaims(name, text, questionsOf(models));
}

function checkOwner(claims: Claims, owner: string | undefined): void {
  const owners = ownersOf(claims);
  if (owner === undefined || owners.includes(owner)) return;
  const shown = owners.slice(0, 10).join(', ');
  const known = owners.length === 0 ? 'the file names no owner' : `the file has those of ${shown}`;
  throw new CliError(EXIT.usage, `there is no claim of "${owner}"; ${known}${owners.length > 10 ? ' …' : ''}`);
}

/** `scanCode` is what the scan alone would end with; a saved report was judged when it was made. */
async function reportOf(
  target: string,
  options: AuditOptions,
  scoring: Scoring,
): Promise<{ readonly report: Report; readonly scanCode: ExitCode }> {
  if (options.report !== undefined) return { report: await readReport(options.report), scanCode: EXIT.done };
  const { scanExit, scanTarget } = await import('./scan-target.ts');
  const report = await scanTarget(target, options, scoring);
  return { report, scanCode: scanExit(report, options.allowPartial === true) };
}

function rendered(audit: Audit, { format, color, output }: AuditOptions, explainBy: string): string {
  switch (format) {
    case 'json':
      return canonicalJson(audit);
    case 'markdown':
      return auditMarkdown(audit, explainBy);
    case 'terminal': {
      const isTerminal = (output === undefined || output === '-') && process.stdout.isTTY === true;
      return auditText(audit, {
        columns: isTerminal ? process.stdout.columns : Number(process.env['COLUMNS']) || 100,
        isColoured: isColoured({ choice: color, environment: process.env, isTerminal }),
        explainBy,
      });
    }
  }
}

/** A contradiction stays one when more is read, so it outranks an incomplete scan; a scan of nothing finds none. */
function endingOf({ summary }: Audit, scanCode: ExitCode, { failOn }: AuditOptions): ExitCode {
  const stopped = stopReason();
  if (stopped) return stopped;
  if (scanCode === EXIT.nothingScanned) return scanCode;
  return failOn === 'contradicted' && summary.contradicted > 0 ? EXIT.gateFailed : scanCode;
}
