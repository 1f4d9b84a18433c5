/** Configuration files that decide whether a tool can fail at all. */
import { z } from 'zod';
import type { FactBody } from '../../../src/core/fact.ts';
import { startOf } from '../../../src/core/location.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataDocument } from '../../../src/parse/data-file.ts';

const some = z.unknown().optional();

export const stackhawkConfig = defineDetector({
  id: 'stackhawk',
  title: 'StackHawk configuration',
  kind: 'pipeline',
  docs: 'https://docs.stackhawk.com/hawkscan/configuration/',
  reads: 'data',
  files: ['**/stackhawk*.yml', '**/stackhawk*.yaml'],
  emits: ['tool-config'],
  limits: [],
  version: 1,
  detect: file =>
    file.documents.slice(0, 1).flatMap((document): readonly FactBody[] => {
      const config = StackhawkConfig.safeParse(document.value).data;
      if (!config) return [];
      const threshold = config.hawk?.failureThreshold;
      return [
        {
          kind: 'tool-config',
          at: threshold === undefined ? startOf(file.path) : document.locate(['hawk', 'failureThreshold']),
          tool: 'stackhawk',
          blocking: threshold === undefined ? 'no' : 'yes',
          why:
            threshold === undefined
              ? '`hawk.failureThreshold` is not set: findings do not fail the scan'
              : '`hawk.failureThreshold` is set',
          targets: config.app.host === undefined ? [] : [config.app.host],
          hasCredentials: config.app.authentication !== undefined,
          isApiAware: config.app.openApiConf !== undefined || config.app.graphqlConf !== undefined,
        },
      ];
    }),
});

const StackhawkConfig = z.object({
  app: z.object({
    host: z.string().optional().catch(undefined),
    openApiConf: some,
    graphqlConf: some,
    authentication: some,
  }),
  hawk: z
    .object({ failureThreshold: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

export const zapPlan = defineDetector({
  id: 'zap-plan',
  title: 'ZAP automation plans',
  kind: 'pipeline',
  docs: 'https://www.zaproxy.org/docs/automate/automation-framework/',
  reads: 'data',
  files: ['**/*.yml', '**/*.yaml'],
  words: ['activeScan', 'passiveScan', 'exitStatus', 'openapi', 'spider', 'graphql', 'requestor'],
  emits: ['tool-config'],
  limits: ['Scripts and add-ons that a plan loads are not read.'],
  version: 1,
  detect: file =>
    file.documents.flatMap((document): readonly FactBody[] => {
      const plan = ZapPlan.safeParse(document.value).data;
      return plan && plan.jobs.some(job => ZAP_JOBS.has(job.type)) ? [planFact(plan, document)] : [];
    }),
});

const ZapPlan = z.object({
  env: z.object({
    contexts: z.array(
      z.object({ urls: z.array(z.string()).catch([]), users: z.array(z.unknown()).catch([]), authentication: some }),
    ),
  }),
  jobs: z.array(
    z.object({
      type: z.string(),
      enabled: z.boolean().catch(true),
      parameters: z.record(z.string(), z.unknown()).catch({}),
    }),
  ),
});

const ZAP_JOBS: ReadonlySet<string> = new Set([
  'openapi',
  'soap',
  'graphql',
  'postman',
  'import',
  'requestor',
  'spider',
  'spiderAjax',
  'spiderClient',
  'activeScan',
  'passiveScan-wait',
  'passiveScan-config',
  'report',
  'exitStatus',
]);
const API_JOBS: ReadonlySet<string> = new Set(['openapi', 'soap', 'graphql', 'postman']);

function planFact(plan: z.infer<typeof ZapPlan>, document: DataDocument): FactBody {
  const active = plan.jobs.filter(job => job.enabled);
  const exit = plan.jobs.findIndex(
    job =>
      job.type === 'exitStatus' &&
      job.enabled &&
      (job.parameters['errorLevel'] !== undefined || job.parameters['warnLevel'] !== undefined),
  );
  return {
    kind: 'tool-config',
    at: document.locate(exit >= 0 ? ['jobs', exit, 'type'] : ['jobs']),
    tool: 'zap-plan',
    blocking: exit >= 0 ? 'yes' : 'no',
    why:
      exit >= 0
        ? 'its `exitStatus` job fails the plan on findings'
        : 'the plan has no `exitStatus` job: findings do not fail it',
    targets: plan.env.contexts.flatMap(context => context.urls),
    hasCredentials: plan.env.contexts.some(context => context.users.length > 0 && context.authentication !== undefined),
    isApiAware: active.some(job => API_JOBS.has(job.type)),
  };
}

export const artilleryScript = defineDetector({
  id: 'artillery',
  title: 'Artillery load scripts',
  kind: 'pipeline',
  docs: 'https://www.artillery.io/docs/reference/extensions/ensure',
  reads: 'data',
  files: ['**/*.yml', '**/*.yaml'],
  roles: ['product', 'test'],
  words: ['scenarios'],
  emits: ['tool-config'],
  limits: [],
  version: 1,
  detect: file =>
    file.documents.flatMap((document): readonly FactBody[] => {
      const script = Artillery.safeParse(document.value).data;
      if (!script) return [];
      const hasEnsure = script.config.ensure !== undefined;
      return [
        {
          kind: 'tool-config',
          at: document.locate(hasEnsure ? ['config', 'ensure'] : ['config']),
          tool: 'artillery',
          blocking: hasEnsure ? 'yes' : 'no',
          why: hasEnsure ? 'its `ensure` thresholds fail the run' : 'the script has no `ensure` thresholds',
          targets: script.config.target === undefined ? [] : [script.config.target],
          hasCredentials: false,
          isApiAware: false,
        },
      ];
    }),
});

const Artillery = z.object({
  config: z.object({ target: z.string().optional().catch(undefined), phases: z.array(z.unknown()), ensure: some }),
  scenarios: z.array(z.unknown()),
});

export const postmanCollection = defineDetector({
  id: 'postman-collection',
  title: 'Postman collections',
  kind: 'pipeline',
  docs: 'https://schema.postman.com/',
  reads: 'data',
  files: ['**/*.json'],
  roles: ['product', 'test'],
  words: ['schema.getpostman.com', 'schema.postman.com'],
  emits: ['tool-config'],
  limits: ['What a test script asserts is not read: a collection with any counts as able to fail.'],
  version: 1,
  detect: file =>
    file.documents.flatMap((document): readonly FactBody[] => {
      const collection = Collection.safeParse(document.value).data;
      if (!collection) return [];
      const seen = surveyed(document.value);
      return [
        {
          kind: 'tool-config',
          at: document.locate(['info', 'schema']),
          tool: 'newman',
          blocking: seen.hasTests ? 'yes' : 'no',
          why: seen.hasTests
            ? 'its test scripts fail the run'
            : 'no request has a test script that asserts anything: only a failed connection fails the run',
          targets: [],
          hasCredentials: seen.hasCredentials,
          isApiAware: false,
        },
      ];
    }),
});

const Collection = z.object({
  info: z.object({ schema: z.string().regex(/schema\.(?:get)?postman\.com/) }),
  item: z.array(z.unknown()),
});

/** Nesting of folders in a collection beyond this is not read. */
const DEPTH = 30;

function surveyed(value: unknown, depth = 0): { readonly hasTests: boolean; readonly hasCredentials: boolean } {
  const node = CollectionNode.safeParse(value).data;
  if (!node || depth > DEPTH) return { hasTests: false, hasCredentials: false };
  const scripts = node.event.filter(event => event.listen === 'test').flatMap(event => event.script.exec);
  const inner = node.item.map(item => surveyed(item, depth + 1));
  const headers = node.request?.header ?? [];
  return {
    hasTests:
      scripts.some(line => /^(?!\s*\/\/).*(?:pm\.test\s*\(|pm\.expect\s*\(|\btests\s*\[)/.test(line)) ||
      inner.some(one => one.hasTests),
    hasCredentials:
      [node.auth, node.request?.auth].some(auth => auth !== undefined && auth !== null) ||
      headers.some(header => /^(?:authorization|cookie|x-api-key)$/i.test(header.key)) ||
      inner.some(one => one.hasCredentials),
  };
}

const CollectionNode = z.object({
  item: z.array(z.unknown()).catch([]),
  auth: some,
  event: z
    .array(
      z.object({
        listen: z.string().catch(''),
        script: z
          .object({ exec: z.union([z.array(z.string()), z.string().transform(one => [one])]).catch([]) })
          .catch({ exec: [] }),
      }),
    )
    .catch([]),
  request: z
    .object({ auth: some, header: z.array(z.object({ key: z.string().catch('') })).catch([]) })
    .optional()
    .catch(undefined),
});
