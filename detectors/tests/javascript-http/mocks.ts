/** What a test file replaces: guards and modules, and the API itself. */
import type { FactBody, FactOf } from '../../../src/core/fact.ts';
import type { Expr } from '../../../src/core/program.ts';
import { isFrom } from '../../../src/parse/program-file.ts';
import type { CallSite } from '../../../src/parse/program-file.ts';
import { lookUp } from './bindings.ts';
import { targetOfAgent } from './requests.ts';
import type { Request, Sources } from './requests.ts';
import { dotted, rootName, textOf } from './values.ts';

/** Guards that are overridden, and modules that are mocked; the linker knows which of these guard operations. */
export function guardMocks({ file, bindings }: Sources): readonly FactBody[] {
  return file.calls.flatMap((site): readonly FactBody[] => {
    const what =
      replacedGuard(site) ??
      mockedModule(site, file.path, arg => textOf(arg, bindings, { at: site.call.at, inside: site.inside }));
    return what === undefined
      ? []
      : [{ kind: 'test-theatre', at: site.call.args[0]?.at ?? site.call.nameAt, test: '', why: 'guard-mocked', what }];
  });
}

/** `overrideGuard(AuthGuard).useValue({ canActivate: () => true })`, also `overrideProvider(APP_GUARD)`. */
function replacedGuard({ call, name, receiver }: CallSite): string | undefined {
  if ((name !== 'overrideGuard' && name !== 'overrideProvider') || !receiver) return undefined;
  const guard = rootName(call.args[0]);
  if (guard === undefined) return undefined;
  return name === 'overrideGuard' || /guard/i.test(guard) ? guard : undefined;
}

const MOCKERS: ReadonlySet<string> = new Set([
  'vi.mock',
  'vi.doMock',
  'jest.mock',
  'jest.doMock',
  'jest.unstable_mockModule',
  'mock.module',
  't.mock.module',
  'td.replace',
  'td.replaceEsm',
]);
/** Packages whose mock takes authentication away. */
const GUARD_PACKAGES =
  /^(?:passport(?:-.*)?|express-jwt|express-oauth2-jwt-bearer|jsonwebtoken|jose|next-auth(?:\/.*)?|@auth\/.*|@clerk\/.*|@nestjs\/passport|@fastify\/jwt|koa-jwt|hono\/jwt|better-auth(?:\/.*)?|firebase-admin(?:\/auth)?)$/;

function mockedModule({ call }: CallSite, path: string, text: (arg: Expr) => string): string | undefined {
  if (!MOCKERS.has(dotted(call.callee) ?? '') || !call.args[0]) return undefined;
  const module = text(call.args[0]);
  if (module.startsWith('.')) return resolved(path, module);
  if (/^(?:@|~|#)\//.test(module) || module.startsWith('src/')) return module.replace(/\.[cm]?[jt]sx?$/, '');
  return GUARD_PACKAGES.test(module) ? module : undefined;
}

/** A relative specifier as a path from the root of the tree, without extension. */
function resolved(from: string, module: string): string {
  const segments = from.split('/').slice(0, -1);
  for (const segment of module.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.') segments.push(segment);
  }
  return segments.join('/').replace(/\.[cm]?[jt]sx?$/, '');
}

/** What a file does to its surroundings, gathered once for all its requests. */
export type Surroundings = {
  /** It starts a server of product code: `app.listen(…)` on something imported from the repository. */
  readonly startsServer: boolean;
  /** Calls that may answer requests in place of the API. */
  readonly interceptors: readonly CallSite[];
};

export function surroundingsOf(sources: Sources): Surroundings {
  const { file } = sources;
  return {
    startsServer: file.calls.some(site => {
      const served = site.receiver ?? site.call.args[0];
      return (
        (site.name === 'listen' || site.name === 'serve') && served !== undefined && isLocal(served, site, sources)
      );
    }),
    interceptors: file.calls.filter(site => {
      const text = dotted(site.call.callee) ?? '';
      return (
        MOCKERS.has(text) ||
        /(?:^|\.)spyOn$/.test(text) ||
        isFrom(file.originOf(site.call.callee), 'nock') ||
        (site.receiver !== undefined && isFrom(file.originOf(site.receiver), 'msw'))
      );
    }),
  };
}

/** Whether a request reaches the real handlers. */
export function targetOf(
  request: Request,
  sources: Sources,
  surroundings: Surroundings,
): FactOf<'test-assertion'>['target'] {
  if (
    request.client === 'fetch' ||
    request.client === 'axios' ||
    request.client === 'chain' ||
    request.client === 'playwright' ||
    request.client === 'cypress'
  ) {
    if (isIntercepted(request, sources, surroundings)) return 'mock';
    if (request.host !== undefined && /^(?:www\.)?example\.(?:com|org|net)$/i.test(request.host)) return 'mock';
    return surroundings.startsServer ? 'real' : 'unknown';
  }
  const through = targetOfAgent(request.through, request.use, sources) ?? request.through;
  return (through && isProduct(through, request, sources)) || surroundings.startsServer ? 'real' : 'unknown';
}

function isIntercepted(request: Request, { file }: Sources, { interceptors }: Surroundings): boolean {
  const modules = new Set(file.module.imports.map(binding => binding.module));
  if (request.client === 'axios' && (modules.has('axios-mock-adapter') || modules.has('moxios'))) return true;
  return (
    interceptors.some(site => {
      const text = dotted(site.call.callee) ?? '';
      const [first, second] = site.call.args;
      if (MOCKERS.has(text))
        return (
          request.client === 'axios' &&
          first?.kind === 'text' &&
          ['axios', 'got', 'ky', 'node-fetch'].includes(first.value)
        );
      if (/(?:^|\.)spyOn$/.test(text))
        return request.client === 'fetch' && second?.kind === 'text' && second.value === 'fetch';
      if (isFrom(file.originOf(site.call.callee), 'nock') && first?.kind === 'text')
        return request.host !== undefined && first.value.includes(request.host);
      const isHandler =
        site.receiver !== undefined && isFrom(file.originOf(site.receiver), 'msw') && first?.kind === 'text';
      return isHandler && covers(first.value, request);
    }) ||
    (request.client === 'fetch' && /(?:global|globalThis|window)\.fetch\s*=/.test(file.text))
  );
}

/** An msw handler `https://host/path`, `*\/path`, `/path` for the address of the request. */
function covers(handler: string, request: Request): boolean {
  const path = handler.replace(/^\w+:\/\/[^/]*/, '').replace(/^\*/, '');
  const host = /^\w+:\/\/([^/]*)/.exec(handler)?.[1];
  return (
    (host === undefined || host === request.host) &&
    path.split('/').length === request.path.split('/').length &&
    path
      .split('/')
      .every(
        (segment, index) => segment.startsWith(':') || segment === '*' || segment === request.path.split('/')[index],
      )
  );
}

function isProduct(through: Expr, request: Request, sources: Sources): boolean {
  return isLocal(through, { call: request.call, name: '', receiver: undefined, inside: request.use.inside }, sources);
}

/** Names that stand for names; a cycle ends here. */
const DEPTH = 20;

/** Comes from a module of the repository that is no test helper, through calls, members and names. */
function isLocal(expr: Expr, site: CallSite, sources: Sources, depth = 0): boolean {
  if (depth > DEPTH) return false;
  const origin = sources.file.originOf(expr);
  if (origin) return isProductModule(origin.module, sources.file.path);
  switch (expr.kind) {
    case 'name': {
      const bound = lookUp(sources.bindings, expr.name, { at: site.call.at, inside: site.inside });
      return bound !== undefined && bound.value !== expr && isLocal(bound.value, site, sources, depth + 1);
    }
    case 'member':
      return isLocal(expr.of, site, sources, depth + 1);
    case 'call': {
      if (isLocal(expr.callee, site, sources, depth + 1)) return true;
      // `Test.createTestingModule({ imports: [AppModule] })`, `createServer(app)`, `serve(app)`.
      return expr.args.some(arg =>
        arg.kind === 'record'
          ? arg.entries.some(
              entry =>
                entry.kind === 'entry' &&
                entry.value.kind === 'list' &&
                entry.value.items.some(item => isLocal(item, site, sources, depth + 1)),
            )
          : arg.kind === 'name' && isLocal(arg, site, sources, depth + 1),
      );
    }
    default:
      return false;
  }
}

function isProductModule(module: string, from: string): boolean {
  if (!/^(?:\.|~\/|@\/|#|src\/)/.test(module)) return false;
  const path = module.startsWith('.') ? resolved(from, module) : module;
  return !/(?:^|\/)(?:tests?|__tests__|__mocks__|mocks?|fixtures?|helpers?|utils?|support|e2e|spec)(?:\/|$)|\.(?:test|spec|mock)$|(?:^|\/)(?:setup|helpers?|mocks?|constants?|test-[\w-]+|[\w-]+-test)$/i.test(
    path,
  );
}
