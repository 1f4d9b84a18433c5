import type { FactBody } from '../../../../src/core/fact.ts';
import type { Method, ProgramFact, RouteOfRouter, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { namesIn } from '../chains.ts';

export const rwf = defineDetector({
  id: 'rwf',
  title: 'Rwf',
  kind: 'framework',
  docs: 'https://levkk.github.io/rwf/',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['rwf'],
  emits: ['router', 'mount'],
  limits: ['Controllers answer every method; which of them they tell apart is not read.'],
  version: 1,
  detect: (file): readonly FactBody[] =>
    /\brwf::/.test(file.text) ? file.calls.flatMap(site => factsOf(file, site)) : [],
});

const RULES: RouterRules = { syntax: 'rust', guards: 'always', handlersDecide: 'by-credentials' };
const PACKAGES: ReadonlySet<string> = new Set(['rwf', 'rwf_macros']);

function factsOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const base = { at: call.nameAt, framework: 'rwf', site: call } as const;
  const router = { kind: 'router', ...base, role: 'router', rules: RULES } as const;
  const [first] = call.args;
  const macro = call.callee.kind === 'name' ? /(\w+)!$/.exec(call.callee.name)?.[1] : undefined;
  const pair = first?.kind === 'list' ? first.items : [];
  const [path, target] = pair;
  if (macro !== undefined && path && target) {
    if (macro === 'engine')
      return [router, { kind: 'mount', ...base, on: call, prefix: path, chain: [target], onlyRouters: true }];
    const routes = routesOf(macro, path, macro === 'route' ? answering(file, target) : target);
    return routes.length > 0 ? [{ ...router, at: path.at, routes }] : [];
  }
  const names = namesIn(file, call.callee, PACKAGES);
  const whole = names?.slice(-2).join('::');
  if ((whole === 'Server::new' || whole === 'Engine::new') && first) {
    const role = whole === 'Server::new' ? 'application' : 'router';
    return [
      { ...router, role },
      { kind: 'mount', ...base, on: call, chain: [first], onlyRouters: true },
    ];
  }
  // `Controller.route("/path")` makes what `route!` makes.
  if (receiver && name === 'route' && first?.kind === 'text' && call.args.length === 1)
    return [
      {
        ...router,
        at: first.at,
        routes: [{ at: first.at, methods: ['ANY'], path: first, chain: [answering(file, receiver)] }],
      },
    ];
  return [];
}

/** The method by which a controller of the file answers; else the controller. Source: Rwf, Controllers. */
function answering(file: ProgramFile, controller: Expr): Expr {
  const name = controller.kind === 'name' ? controller.name : undefined;
  const answers = file.classes.some(
    cls => cls.name === name && cls.members.some(member => member.kind === 'method' && member.name === 'handle'),
  );
  const { at } = controller;
  return answers ? { kind: 'member', at, of: controller, name: 'handle', nameAt: at } : controller;
}

function routesOf(macro: string, path: Expr, target: Expr): readonly RouteOfRouter[] {
  const route = (methods: readonly Method[], at: Expr): RouteOfRouter => ({
    at: path.at,
    methods,
    path: at,
    chain: [target],
  });
  if (macro === 'route') return [route(['ANY'], path)];
  if (macro !== 'crud' && macro !== 'rest') return [];
  const item: Expr = { kind: 'concat', at: path.at, parts: [path, { kind: 'text', at: path.at, value: '/:id' }] };
  return [route(['GET', 'POST'], path), route(['GET', 'PUT', 'PATCH', 'DELETE'], item)];
}
