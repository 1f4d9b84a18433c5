/** From what a person named to a report. */
import { tmpdir } from 'node:os';
import type { Report } from '../core/report.ts';
import { githubAccess, tokenForUrl } from '../fleet/github-access.ts';
import type { GithubAccess } from '../fleet/github-access.ts';
import { runFleet } from '../fleet/run-fleet.ts';
import { reportOrganisation, reportRepository, scanOne, scanTree } from '../scan.ts';
import type { ScanOptions as PipelineOptions } from '../scan.ts';
import { openFolder } from '../source/folder.ts';
import { withRemoteTree } from '../source/remote-tree.ts';
import { parseTarget } from '../source/target.ts';
import type { Target } from '../source/target.ts';
import { scanTime } from './clock.ts';
import { CliError, EXIT } from './exit.ts';
import { interruptible } from './interrupt.ts';
import type { ScanOptions } from './options.ts';
import { progressOnStderr } from './progress.ts';
import type { Scoring } from './scoring.ts';
import { TOOL_VERSION } from './version.ts';

/** Throws `CliError` when there is nothing to report on: a bad target, or a source that cannot be reached at all. */
export async function scanTarget(text: string, options: ScanOptions, scoring: Scoring): Promise<Report> {
  const target = parseTarget(text);
  if (target.kind === 'invalid') throw new CliError(EXIT.usage, `this cannot be scanned: ${target.why}`);
  const progress = progressOnStderr(options);
  const pipeline: PipelineOptions = {
    ...scanTime(process.env, Date.now()),
    toolVersion: TOOL_VERSION,
    scoring,
    progress: progress.on,
    signal: interruptible(),
  };
  try {
    return await scanParsed(target, pipeline, options);
  } finally {
    progress.end();
  }
}

async function scanParsed(
  target: Exclude<Target, { kind: 'invalid' }>,
  pipeline: PipelineOptions,
  options: ScanOptions,
): Promise<Report> {
  switch (target.kind) {
    case 'folder':
      return scanTree(await openedFolder(target.path), pipeline);
    case 'git':
      return scanGit(target, pipeline);
    case 'github-organisation':
    case 'github-repository':
      return scanGithub(target, pipeline, options);
  }
}

async function openedFolder(path: string): ReturnType<typeof openFolder> {
  try {
    return await openFolder(path);
  } catch (error) {
    throw new CliError(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
}

async function scanGit(target: Extract<Target, { kind: 'git' }>, pipeline: PipelineOptions): Promise<Report> {
  const { name, url } = target;
  const token = tokenForUrl(access(), url);
  const { signal } = pipeline;
  const outcome = await withRemoteTree(
    {
      url,
      name,
      temporaryDirectory: tmpdir(),
      ...(token === undefined ? {} : { token }),
      ...(signal === undefined ? {} : { signal }),
    },
    tree => scanOne(tree, name, pipeline),
  );
  switch (outcome.kind) {
    case 'used': {
      const commit = outcome.commit ?? null;
      const ledger = [{ name, status: 'scanned' as const, why: null, commit }];
      const incompleteBecause = outcome.value.interrupted ? [INTERRUPTED] : [];
      return reportRepository(outcome.value, commit, { ledger, incompleteBecause }, pipeline);
    }
    case 'empty':
      throw new CliError(EXIT.nothingScanned, `${name} has no commit: there is nothing to scan`);
    case 'failed':
      throw new CliError(EXIT.nothingScanned, `${name} could not be fetched: ${outcome.why}`);
  }
}

const INTERRUPTED = 'the scan was interrupted';

async function scanGithub(
  target: Extract<Target, { kind: 'github-organisation' | 'github-repository' }>,
  pipeline: PipelineOptions,
  options: ScanOptions,
): Promise<Report> {
  const { organisation } = target;
  const { signal, progress } = pipeline;
  // Progress of one tree among several would jump back and forth; the fleet says where it is.
  const { progress: _perTree, ...quiet } = pipeline;
  const result = await runFleet(
    {
      target,
      access: access(),
      concurrency: options.concurrency,
      includeArchived: options.includeArchived ?? false,
      includeForks: options.includeForks ?? false,
      ...(signal === undefined ? {} : { signal }),
      ...(progress === undefined ? {} : { onProgress: progress }),
    },
    (tree, repository) => scanOne(tree, repository.name, { ...quiet, organisation }),
  );
  if (result.kind === 'not-listed') throw new CliError(EXIT.nothingScanned, result.why);
  const interrupted = result.interrupted || result.results.some(({ value }) => value.interrupted);
  const ledger = {
    ledger: result.ledger,
    incompleteBecause: [...(interrupted ? [INTERRUPTED] : []), ...result.incompleteBecause],
  };
  const [first] = result.results;
  if (target.kind === 'github-repository' && first) {
    return reportRepository(first.value, first.commit, ledger, { ...pipeline, organisation });
  }
  return reportOrganisation(
    organisation,
    result.results.map(({ value }) => value),
    ledger,
    pipeline,
  );
}

function access(): GithubAccess {
  try {
    return githubAccess({ environment: process.env });
  } catch (error) {
    throw new CliError(EXIT.usage, error instanceof Error ? error.message : String(error));
  }
}

/** The code of a finished scan. Nothing at all that could be read outranks what is merely incomplete. */
export function scanExit(
  report: Report,
  isPartialAllowed: boolean,
): typeof EXIT.done | typeof EXIT.incomplete | typeof EXIT.nothingScanned {
  const { repositories } = report.coverage;
  const isNothing =
    repositories.length > 0 &&
    !repositories.some(({ status }) => status === 'scanned') &&
    repositories.some(({ status }) => status === 'failed' || status === 'invisible');
  if (isNothing) return EXIT.nothingScanned;
  return report.complete || isPartialAllowed ? EXIT.done : EXIT.incomplete;
}
