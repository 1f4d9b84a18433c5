/**
 * Routing trees: blocks in blocks that are asked in turn, each for the next part of the path. What a block does before a branch
 * stands before all that follows it there.
 *
 * Source: Roda, README, Matchers; plugins `hash_branches` and `halt`.
 */
import type { DrawingFact } from '../../core/facts/drawing.ts';
import type { Method } from '../../core/facts/program.ts';
import type { Location } from '../../core/location.ts';
import type { CallExpr, Expr, Statement } from '../../core/program.ts';
import { derivesFrom } from '../ancestors.ts';
import { callClosure, opaqueInstance } from '../calling.ts';
import { push } from '../events.ts';
import { type Frame, selfOf } from '../frame.ts';
import { type Machine, addRouter, note } from '../machine.ts';
import { ROOT } from '../path-values.ts';
import { KNOWN_METHODS } from '../registering.ts';
import type { Router } from '../router.ts';
import { type ClassValue, type ClosureValue, type Value, flatten } from '../value.ts';
import { visitNodes } from '../walk.ts';
import { standingAlone } from './alone.ts';
import { RULES, routerOfApplication } from './applications.ts';
import { type Given, givenIn, textIn, textsIn } from './arguments.ts';
import { mergedPath } from './table.ts';

type Drawing = Extract<DrawingFact, { kind: 'drawing' }>;

type Branch = {
  readonly router: Router;
  readonly cls: ClassValue;
  readonly path: string;
  /** Blocks around, the outermost first. */
  readonly around: readonly ClosureValue[];
};

const BRANCHES = new WeakMap<Machine, { current: Branch | undefined; readonly routers: Map<string, Router> }>();

export function drawTree(machine: Machine, frame: Frame, fact: Drawing): void {
  const state = BRANCHES.get(machine) ?? { current: undefined, routers: new Map<string, Router>() };
  BRANCHES.set(machine, state);
  const given = givenIn(machine, frame, fact.site, new Map());
  const before = state.current;
  const run = (branch: Branch): void => {
    const { block } = given;
    if (!block) return;
    state.current = { ...branch, around: [...branch.around, block] };
    callClosure(machine, block, []);
    state.current = before;
  };
  if (fact.word === 'tree' || fact.word === 'branch') {
    const cls = selfOf(frame.scope);
    if (cls?.kind !== 'class' || !derivesFrom(cls, ['Roda'])) return;
    machine.fired.add(fact.site);
    const router = routerOf(machine, state.routers, cls);
    const path = fact.word === 'branch' ? given.positional.flatMap(({ value }) => textsIn(value)).join('/') : '';
    run({ router, cls, path: mergedPath(path), around: [] });
    return;
  }
  if (!before) return;
  machine.fired.add(fact.site);
  switch (fact.word) {
    case 'on':
      for (const path of pathsIn(machine, before.path, given)) run({ ...before, path });
      return;
    case 'is':
      for (const path of pathsIn(machine, before.path, given)) run({ ...before, path });
      return;
    case 'root':
      return add(machine, before, { at: given.at, methods: ['GET'], path: before.path, fact, given });
    case 'run': {
      const app = given.positional[0]?.value;
      const other =
        app?.kind === 'class' ? (routerOfApplication(machine, app) ?? state.routers.get(app.cls.id)) : undefined;
      if (other)
        push(machine, before.router, {
          kind: 'mount',
          at: given.at,
          paths: [{ kind: 'text', text: before.path }],
          items: [{ kind: 'router', router: other }],
        });
      return;
    }
    default: {
      const methods = KNOWN_METHODS.filter(method => method === fact.word.toUpperCase());
      for (const path of pathsIn(machine, before.path, given))
        add(machine, before, { at: given.positional[0]?.at ?? given.at, methods, path, fact, given });
    }
  }
}

function routerOf(machine: Machine, routers: Map<string, Router>, cls: ClassValue): Router {
  const known = routers.get(cls.cls.id);
  if (known) return known;
  const router = standingAlone(
    machine,
    addRouter(machine, { framework: 'roda', at: cls.cls.nameAt, role: 'router', rules: RULES }),
  );
  routers.set(cls.cls.id, router);
  return router;
}

/** Paths that matchers match: texts, classes and symbols for a part that varies. */
function pathsIn(machine: Machine, start: string, { positional, block, at }: Given): readonly string[] {
  const names = (block?.fn.parameters ?? []).flatMap(({ pattern }) => (pattern.kind === 'name' ? [pattern.name] : []));
  let taken = 0;
  const parameter = (): string => `{${names[taken++] ?? `param${taken}`}}`;
  let paths: readonly string[] = [start];
  for (const { value, isSymbol = false } of positional) {
    const options = isSymbol ? [`{${textIn(value) ?? ''}}`] : matched(value, parameter);
    if (isSymbol) taken++;
    if (!options) {
      note(machine, 'computed-path', at, 'what this branch matches could not be told');
      return [];
    }
    paths = paths.flatMap(path => options.map(option => mergedPath(path, option.replace(/:(\w+)/g, '{$1}'))));
  }
  return paths;
}

function matched(value: Value, parameter: () => string): readonly string[] | undefined {
  switch (value.kind) {
    case 'text':
      return [value.value];
    case 'boolean':
      return value.value ? [''] : [];
    case 'list':
      return flatten(value).flatMap(item => matched(item, parameter) ?? []);
    case 'external':
      return [parameter()];
    case 'pattern':
      return [/^[\w/-]+$/.test(value.source) ? value.source : parameter()];
    case 'record':
    case 'nothing':
      return [''];
    default:
      return undefined;
  }
}

type Added = {
  readonly at: Location;
  readonly methods: readonly Method[];
  readonly path: string;
  readonly fact: Drawing;
  readonly given: Given;
};

function add(machine: Machine, branch: Branch, { at, methods, path, fact, given }: Added): void {
  const { block } = given;
  if (!block) return;
  const self = opaqueInstance(machine, branch.cls);
  const inside = (closure: ClosureValue): ClosureValue => ({ ...closure, receiver: self, self });
  push(machine, branch.router, {
    kind: 'route',
    at,
    methods,
    paths: path === '/' ? ROOT : [{ kind: 'text', text: path }],
    guards: branch.around.flatMap(closure => beforeSite(machine, closure, fact.site)).map(inside),
    chain: [inside(block)],
  });
}

/** What a block does before a call in it, without the branches that it asks on the way. */
function beforeSite(machine: Machine, closure: ClosureValue, site: CallExpr): readonly ClosureValue[] {
  const { fn } = closure;
  const index = fn.body.findIndex(statement => holds(statement, node => node === site));
  const body = fn.body
    .slice(0, Math.max(index, 0))
    .filter(
      statement =>
        !holds(statement, node =>
          (machine.factsAt.get(node) ?? []).some(fact => fact.kind === 'drawing' && fact.framework === 'roda'),
        ),
    );
  if (body.every(({ kind }) => kind === 'declare')) return [];
  return [{ ...closure, fn: { ...fn, id: `${fn.id} before ${index}`, body } }];
}

function holds(statement: Statement, is: (node: Expr) => boolean): boolean {
  let found = false;
  visitNodes([statement], node => {
    if (node.kind === 'call' && is(node)) found = true;
  });
  return found;
}
