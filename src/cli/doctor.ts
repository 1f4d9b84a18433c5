import { execFileSync } from 'node:child_process';
import type { Command } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { loadModels } from '../../models/load.ts';
import { githubAccess } from '../fleet/github-access.ts';
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';
import { withCommonOptions } from './options.ts';
import { writeDocument } from './output.ts';
import { TOOL_VERSION } from './version.ts';

/** `missing` is a fault that stops some target from being scanned; `note` is worth knowing. */
type Finding = { readonly state: 'ok' | 'note' | 'missing'; readonly what: string; readonly says: string };

export function addDoctor(program: Command, end: (code: ExitCode) => void): void {
  withCommonOptions(program.command('doctor').description('What this machine has, and what will therefore not be seen'))
    .addHelpText('after', '\nExample:\n  GH_HOST=git.acme.example apiassay doctor')
    .action(async () => {
      const findings = [node(), git(), ...github(), packages(), models()];
      const lines = findings.map(({ state, what, says }) => `  ${state.padEnd(8)}${what.padEnd(10)}${says}`);
      await writeDocument(`apiassay ${TOOL_VERSION}\n\n${lines.join('\n')}\n`, undefined);
      end(findings.some(({ state }) => state === 'missing') ? EXIT.usage : EXIT.done);
    });
}

function node(): Finding {
  return { state: 'ok', what: 'node', says: `${process.versions.node} (${manifest.engines.node} is needed)` };
}

function git(): Finding {
  try {
    const version = execFileSync('git', ['--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 10_000,
    });
    return { state: 'ok', what: 'git', says: version.trim().replace(/^git version /, '') };
  } catch {
    return {
      state: 'missing',
      what: 'git',
      says: 'not found: folders are listed without it, remote repositories cannot be fetched',
    };
  }
}

/** Names the host and the variable; never the token. */
function github(): readonly Finding[] {
  try {
    const { host, token, tokenVariables } = githubAccess({ environment: process.env });
    const variable = tokenVariables.find(name => process.env[name]?.trim() === token);
    if (token !== undefined)
      return [{ state: 'ok', what: 'github', says: `${host}: a token is set${variable ? ` in ${variable}` : ''}` }];
    return [
      {
        state: 'note',
        what: 'github',
        says: `${host}: no token (${tokenVariables.join(' or ')}); public repositories only, 60 requests an hour`,
      },
    ];
  } catch (error) {
    return [{ state: 'missing', what: 'github', says: error instanceof Error ? error.message : String(error) }];
  }
}

function packages(): Finding {
  const names = Object.keys(manifest.dependencies);
  const absent = names.filter(name => !resolves(name));
  if (absent.length === 0) return { state: 'ok', what: 'packages', says: `all ${names.length} are there` };
  return { state: 'missing', what: 'packages', says: `${absent.join(', ')}: run npm ci` };
}

function resolves(name: string): boolean {
  try {
    import.meta.resolve(name);
    return true;
  } catch {
    return false;
  }
}

function models(): Finding {
  try {
    const { models: loaded, catalogue } = loadModels();
    return {
      state: 'ok',
      what: 'models',
      says: `${loaded.map(({ id, version }) => `${id} ${version}`).join(', ')}; ${catalogue.size} signals`,
    };
  } catch (error) {
    return { state: 'missing', what: 'models', says: error instanceof Error ? error.message : String(error) };
  }
}
