/** Reports from files: checked against their schema and their digest before anything is read from them. */
import { readFileSync } from 'node:fs';
import { Report } from '../core/report.ts';
import { digestOf } from '../report/build-report.ts';
import { CliError, EXIT } from './exit.ts';

/** `-` is stdin. Rejects with `CliError` when it is no report, or not the one that was written. */
export async function readReport(file: string): Promise<Report> {
  const { report, isChanged } = await readChangedReport(file);
  if (isChanged) {
    throw new CliError(
      EXIT.usage,
      `${file} was changed after it was written: its content does not have the digest it states`,
    );
  }
  return report;
}

/** The same, and a report that was changed after it was written is given with that fact. */
export async function readChangedReport(
  file: string,
): Promise<{ readonly report: Report; readonly isChanged: boolean }> {
  const value = parsed(file, file === '-' ? await standardInput() : textOf(file));
  const checked = Report.safeParse(value);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const version =
      typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
    const hint =
      typeof version === 'string' && version !== Report.shape.schemaVersion.value
        ? ` (it has format ${version}, this is ${Report.shape.schemaVersion.value})`
        : '';
    throw new CliError(
      EXIT.usage,
      `${file} is not an apiassay report: ${issue?.path.join('.') || 'document'}: ${issue?.message ?? 'invalid'}${hint}`,
    );
  }
  return { report: checked.data, isChanged: digestOf(checked.data) !== checked.data.digest };
}

async function standardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new CliError(EXIT.usage, `cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function parsed(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CliError(EXIT.usage, `${file} is not JSON`);
  }
}
