import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { ViewRules } from '../../../../src/core/facts/serving.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { type Export, exportAt, loadedRows } from '../loaded-names.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const tornado = defineDetector({
  id: 'tornado',
  title: 'Tornado',
  kind: 'framework',
  docs: 'https://www.tornadoweb.org/en/stable/web.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['tornado'],
  emits: ['router', 'mount', 'view-base', 'router-base', 'guard-export', 'entry-list'],
  limits: [
    'The host of `add_handlers` and matchers other than patterns are not read.',
    'HEAD, OPTIONS and TRACE are not listed; a handler of WebSockets is a GET.',
  ],
  version: 1,
  detect: file => [...tables(file), ...file.calls.flatMap(site => callFacts(file, site)), ...lists(file)],
});

const FRAMEWORK = 'tornado';
const RULES: RouterRules = { syntax: 'regex', guards: 'always' };
const WEB = ['tornado.web'];

function callFacts(file: ProgramFile, { call, receiver, name }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const origin = file.originOf(call.callee);
  if (isFrom(origin, WEB, 'Application')) {
    const handler = argumentOf(call, 'handlers', 0);
    return [{ kind: 'router', ...base, role: 'application', rules: RULES, ...(handler && { serves: { handler } }) }];
  }
  if (isFrom(origin, WEB, 'url') || isFrom(origin, WEB, 'URLSpec') || isFrom(origin, ['tornado.routing'], 'Rule')) {
    const path = argumentOf(call, 'pattern', 0);
    const handler = argumentOf(call, 'handler', 1);
    return path && handler
      ? [{ kind: 'router', ...base, role: 'router', rules: RULES, serves: { path, handler } }]
      : [];
  }
  if (!ofTornado(file)) return [];
  if (name === 'add_handlers' && receiver) {
    const handlers = argumentOf(call, 'host_handlers', 1);
    return handlers ? [{ kind: 'mount', ...base, on: receiver, chain: [handlers], entries: true }] : [];
  }
  // `super().__init__(handlers, **settings)`, `Application.__init__(self, handlers)`.
  const [first, second] = call.args;
  const isSuper = call.callee.kind === 'name' && call.callee.name === 'super';
  const handlers = isSuper ? argumentOf(call, 'handlers', 0) : second;
  const isInit = name === '__init__' && isFrom(receiver && file.originOf(receiver), WEB, 'Application');
  if ((!isSuper && !isInit) || !handlers || handlers.kind === 'named' || handlers.kind === 'spread') return [];
  const on: Expr = isSuper || !first ? { kind: 'self', at: call.nameAt } : first;
  return [{ kind: 'mount', ...base, on, chain: [handlers], entries: true }];
}

function ofTornado(file: ProgramFile): boolean {
  return file.module.imports.some(({ module }) => /^tornado(?:\.|$)/.test(module));
}

/** A list of paths and handlers at the top of a module, for an application elsewhere. */
function lists(file: ProgramFile): readonly ProgramFact[] {
  if (!ofTornado(file)) return [];
  return file.module.body.flatMap((statement): readonly ProgramFact[] => {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.value?.kind !== 'list')
      return [];
    if (!statement.value.items.some(isEntry)) return [];
    const { at, name } = statement.pattern;
    return [
      {
        kind: 'entry-list',
        at,
        framework: FRAMEWORK,
        site: { ...statement.value },
        routes: { kind: 'name', at, name },
        rules: RULES,
      },
    ];
  });
}

/** `(r'/path', Handler)`: what begins with a slash, and names a class. */
function isEntry(item: Expr): boolean {
  if (item.kind !== 'list') return false;
  const [path, handler] = item.items;
  const name = handler?.kind === 'name' || handler?.kind === 'member' ? handler.name : '';
  return path?.kind === 'text' && /^\^?\/|^\(/.test(path.value) && /^[A-Z]/.test(name);
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const HANDLER: ViewRules = {
  members: METHODS.map(method => ({ member: method.toLowerCase(), methods: [method] })),
  before: ['prepare'],
};

type Row = Export & { readonly provides: readonly string[] };

const BASES: readonly Row[] = [
  { module: 'tornado.web', name: 'RequestHandler', provides: [] },
  { module: 'tornado.web', name: 'StaticFileHandler', provides: ['get'] },
  { module: 'tornado.web', name: 'RedirectHandler', provides: ['get'] },
  { module: 'tornado.websocket', name: 'WebSocketHandler', provides: ['get'] },
];

function tables(file: ProgramFile): readonly ProgramFact[] {
  const bases = loadedRows(file, BASES).map(({ row: { module, name, provides }, at }): ProgramFact => ({
    kind: 'view-base',
    at,
    framework: FRAMEWORK,
    site: exportAt(at, module),
    module,
    name,
    view: { ...HANDLER, provides },
  }));
  const routers = loadedRows(file, [{ module: 'tornado.web', name: 'Application' }]).map(
    ({ row, at }): ProgramFact => ({
      kind: 'router-base',
      at,
      framework: FRAMEWORK,
      site: exportAt(at, row.module),
      ...row,
      role: 'application',
      rules: RULES,
    }),
  );
  const guards = loadedRows(file, [{ module: 'tornado.web', name: 'authenticated' }]).map(
    ({ row, at }): ProgramFact => ({
      kind: 'guard-export',
      at,
      framework: FRAMEWORK,
      site: exportAt(at, row.module),
      ...row,
      effect: 'required',
      mechanism: 'session',
      why: 'tornado.web authenticated refuses who has no current user',
      verifiedBy: 'get_current_user',
    }),
  );
  return [...bases, ...routers, ...guards];
}
