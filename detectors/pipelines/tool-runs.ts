/** Scripts, actions and images to the runs of tools that they hold; shared by every place in which a pipeline keeps commands. */
import type { Location } from '../../src/core/location.ts';
import type { Softening, StepBlocking, ToolRun } from '../../src/core/facts/pipeline.ts';
import { interpret } from './interpret.ts';
import type { Found } from './interpret.ts';
import { argumentsOf, valuesOf, verdictOf } from './match.ts';
import type { Arguments } from './match.ts';
import { runsOf } from './shell/runs.ts';
import type { Run, ShellOptions } from './shell/runs.ts';
import type { Tool } from './tool.ts';

export type Script = {
  readonly text: string;
  readonly options: ShellOptions;
  /** Folder it starts in, from the root of the tree; undefined when it is computed. */
  readonly folder: string | undefined;
  /** The place of two offsets of `text` in the file. */
  readonly place: (start: number, end: number) => Location;
  /** A secret is handed to the whole script. */
  readonly hasCredentials: boolean;
  /** Names of variables that hold secrets. */
  readonly secretNames: ReadonlySet<string>;
};

/** The shells that CI systems and task runners start. */
export const PLAIN_SHELL: ShellOptions = { errexit: false, pipefail: false };

/** Scripts inside scripts beyond this are not followed. */
const DEPTH = 4;

/** Every run of a known tool in a script, in source order. */
export function toolRunsIn(script: Script, depth = 0): readonly ToolRun[] {
  if (depth > DEPTH) return [];
  return runsOf(script.text, script.options, script.folder).flatMap(run =>
    interpret(run.words, run.folder).flatMap(found => toolRunsOf(found, run, script, depth)),
  );
}

function toolRunsOf(found: Found, run: Run, script: Script, depth: number): readonly ToolRun[] {
  const swallowed = run.swallowed.map(({ start, end, what }): Softening => ({ at: script.place(start, end), what }));
  const ofRun = { blocking: run.blocking, softened: swallowed, isConditional: run.isConditional };
  if (found.kind === 'script') {
    const at = script.place(found.script.start, found.script.end);
    const inner: Script = {
      ...script,
      text: found.script.text,
      options: PLAIN_SHELL,
      folder: run.folder,
      place: () => at,
    };
    const context = withSoftening(ofRun, found.softened, at);
    return toolRunsIn(inner, depth + 1).map(one => ({
      ...one,
      blocking: weaker(one.blocking, context.blocking),
      softened: [...one.softened, ...context.softened],
      skippable: one.skippable || run.isConditional,
    }));
  }
  const start = Math.min(...found.proof.map(word => word.start));
  const at = script.place(start, Math.max(...found.proof.map(word => word.end)));
  const context = withSoftening(ofRun, found.softened, at);
  const folder = run.folder === undefined ? {} : { folder: run.folder };
  if (found.kind === 'call') {
    return [
      {
        at,
        activity: 'call',
        tool: CALL_TOOLS[found.call.runner],
        blocking: context.blocking,
        softened: context.softened,
        skippable: run.isConditional,
        ...folder,
        targets: [],
        hasCredentials: script.hasCredentials || mentionsSecret(run, script),
        isApiAware: false,
        call: found.call,
      },
    ];
  }
  const given = argumentsOf(found.words.map(word => word.text));
  const verdict = verdictOf(found.tool, given, false);
  if (!verdict) return [];
  const place = atOption(found, run, script) ?? at;
  return [
    {
      at,
      ...folder,
      ...facetsOf(found.tool, given, run.folder),
      ...verdictFields(verdict.blocking, verdict.why, context, place),
      skippable: run.isConditional,
      hasCredentials: hasCredential(found.tool, given) || script.hasCredentials || mentionsSecret(run, script),
    },
  ];
}

/** Tool ids under which definitions elsewhere are called. */
export const CALL_TOOLS = {
  npm: 'npm-script',
  make: 'make',
  shell: 'script',
  composite: 'composite',
  workflow: 'reusable',
} as const;

type Outcome = { readonly blocking: StepBlocking; readonly softened: readonly Softening[] };

function withSoftening(run: Outcome, softened: string | undefined, at: Location): Outcome {
  return softened === undefined
    ? run
    : { blocking: weaker(run.blocking, 'no'), softened: [...run.softened, { at, what: softened }] };
}

/** Blocking of a tool and of the place that runs it, with every reason against it. */
export function verdictFields(ofTool: StepBlocking, why: string, context: Outcome, at: Location): Outcome {
  const own = ofTool === 'yes' || why === '' ? [] : [{ at, what: why }];
  return { blocking: weaker(ofTool, context.blocking), softened: [...own, ...context.softened] };
}

/** A failure gets through two places only when both let it through. */
export function weaker(a: StepBlocking, b: StepBlocking): StepBlocking {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

/** What the arguments of one use say of its targets, rules and description. */
export function facetsOf(
  tool: Tool,
  given: Arguments,
  folder: string | undefined,
): Pick<ToolRun, 'activity' | 'tool' | 'targets' | 'isApiAware' | 'ruleset' | 'failsFrom' | 'config'> {
  const targets = [...new Set(valuesOf(tool, tool.targets, given))];
  const [ruleset] = valuesOf(tool, tool.ruleset, given).filter(isLocalFile);
  const [config] = valuesOf(tool, tool.config, given).filter(isLocalFile);
  const failsFrom = valuesOf(tool, tool.severity, given).find(severity =>
    /^(?:warn(?:ing)?|info|hint)$/.test(severity),
  );
  const isApiAware = tool.description === 'always' || valuesOf(tool, tool.description, given).length > 0;
  return {
    activity: tool.activity,
    tool: tool.id,
    targets,
    isApiAware,
    ...(ruleset === undefined ? {} : { ruleset: under(folder, ruleset) }),
    ...(failsFrom === undefined ? {} : { failsFrom }),
    ...(config === undefined ? {} : { config: under(folder, config) }),
  };
}

export function hasCredential(tool: Tool, given: Arguments): boolean {
  return valuesOf(tool, tool.credentials, given).length > 0;
}

function isLocalFile(value: string): boolean {
  return !/^\w+:\/\//.test(value) && !value.includes('$') && /[./]/.test(value);
}

/** A path as seen from the root of the tree. */
export function under(folder: string | undefined, path: string): string {
  const segments = folder === undefined || folder === '.' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') segments.pop();
    else segments.push(segment);
  }
  return segments.join('/') || '.';
}

/** Secrets of services around the API: a token of a scanner's vendor is no credential of the API under test. */
const SERVICE_SECRET =
  /^(?:GITHUB_TOKEN|GH_|.*(?:PAT|BOT_TOKEN)$|NPM_|NODE_AUTH|SNYK|SONAR|STACKHAWK|HAWK_|SEMGREP|X42C|42C|POSTMAN_API_KEY|CYPRESS|CODECOV|COVERALLS|DOCKER|REGISTRY|TURBO|NX_|FLY_|AWS_|AZURE_|GCP_|GOOGLE_|CLOUDFLARE|VERCEL|NETLIFY|HEROKU|SLACK|DISCORD|BUF_|ESCAPE|AKTO|MAPI|MAYHEM|BRIGHT|NEXPLOIT|SOOS|PACT|GITLEAKS|GITGUARDIAN|SENTRY|DATADOG|DD_|PERCY|CHROMATIC|KUBE|SSH|DEPLOY|K6_CLOUD|ARTILLERY)/i;

/** Whether a text passes a secret that can be a credential of the API under test. */
export function passesSecret(text: string): boolean {
  for (const match of text.matchAll(/\bsecrets\.(\w+)/g)) if (!SERVICE_SECRET.test(match[1] ?? '')) return true;
  return false;
}

function mentionsSecret(run: Run, script: Script): boolean {
  return [...run.words, ...run.assignments].some(
    word =>
      passesSecret(word.text) || (word.isDynamic && variablesOf(word.text).some(name => script.secretNames.has(name))),
  );
}

function variablesOf(text: string): readonly string[] {
  return [...text.matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(match => match[1] ?? '');
}

/** The place of the option that decided, when one did. */
function atOption(found: Extract<Found, { kind: 'tool' }>, run: Run, script: Script): Location | undefined {
  const rules = (found.tool.rules ?? []).filter(rule => rule.then === 'no');
  const word = run.words.findLast(one =>
    rules.some(rule => one.text === rule.on || one.text.startsWith(`${rule.on}=`)),
  );
  return word && script.place(word.start, word.end);
}
