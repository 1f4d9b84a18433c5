/** Files of Rack that say what runs where: `run App`, `map '/path' do … end`; and `Padrino.mount`. Source: Rack, Builder; Padrino, Mounting applications. */
import type { DrawingFact } from '../../core/facts/drawing.ts';
import type { Location } from '../../core/location.ts';
import { callClosure } from '../calling.ts';
import { push } from '../events.ts';
import type { Frame } from '../frame.ts';
import { operand } from '../interpreter.ts';
import { type Machine, addRouter, rootRouter } from '../machine.ts';
import { importedValue } from '../modules.ts';
import { ROOT } from '../path-values.ts';
import type { Router } from '../router.ts';
import type { Value } from '../value.ts';
import { noteRun } from './alone.ts';
import { routerOfApplication } from './applications.ts';
import { givenIn, textIn } from './arguments.ts';
import { rackGuard } from './rack.ts';
import { mergedPath } from './table.ts';

type Drawing = Extract<DrawingFact, { kind: 'drawing' }>;

/** What `map` puts before what is run, and what is used there, in the blocks around. */
type Rack = { readonly paths: string[]; guards: readonly Value[] };

const RACK = new WeakMap<Machine, Map<string, Rack>>();

function rackOf(machine: Machine, file: string): Rack {
  const files = RACK.get(machine) ?? new Map<string, Rack>();
  RACK.set(machine, files);
  const known = files.get(file) ?? { paths: [], guards: [] };
  files.set(file, known);
  return known;
}

/** `run App`, `map '/path' do run App end` of Rack; `Padrino.mount('admin').to('/admin')`. */
export function drawRack(machine: Machine, frame: Frame, fact: Drawing): void {
  const given = givenIn(machine, frame, fact.site, new Map());
  const state = rackOf(machine, fact.at.file);
  const { callee } = fact.site;
  if (fact.word === 'map') {
    const path = textIn(given.positional[0]?.value);
    if (!given.block || path === undefined || !fact.at.file.endsWith('.ru')) return;
    machine.fired.add(fact.site);
    const { guards } = state;
    state.paths.push(path);
    callClosure(machine, given.block, []);
    state.paths.pop();
    state.guards = guards;
    return;
  }
  const isUse = callee.kind === 'member' && callee.of.kind === 'self' && callee.name === 'use';
  const used = isUse ? rackGuard(machine, given) : undefined;
  if (used) state.guards = [...state.guards, used];
  const started = callee.kind === 'member' && callee.name === 'run!' ? operand(machine, frame, callee.of) : undefined;
  const app = fact.word === 'mount-to' ? mountedBy(machine, fact) : (started ?? given.positional[0]?.value);
  const path = fact.word === 'mount-to' ? (textIn(given.positional[0]?.value) ?? '') : state.paths.join('/');
  if (app?.kind !== 'class') return;
  const child = routerOfApplication(machine, app);
  if (!child) return;
  machine.fired.add(fact.site);
  if (mergedPath(path) === '/' && state.guards.length === 0) {
    noteRun(machine, child);
    return;
  }
  mountAtRoot(machine, { at: fact.at, guards: state.guards }, child, mergedPath(path));
}

function mountAtRoot(
  machine: Machine,
  { at, guards }: { readonly at: Location; readonly guards: readonly Value[] },
  child: Router,
  path: string,
): void {
  const root = rootRouter(machine, child.framework, child.at, child.rules);
  const around = addRouter(machine, { framework: child.framework, at, role: 'router', rules: child.rules });
  if (guards.length > 0) push(machine, around, { kind: 'guard', at, paths: [], covers: 'below', guards: [...guards] });
  push(machine, around, { kind: 'mount', at, paths: ROOT, items: [{ kind: 'router', router: child }] });
  push(machine, root, {
    kind: 'mount',
    at,
    paths: [{ kind: 'text', text: path }],
    items: [{ kind: 'router', router: around }],
  });
}

/** The application that `Padrino.mount('name', app_class: 'Class')` names. */
function mountedBy(machine: Machine, { site, at }: Drawing): Value | undefined {
  const mount = site.callee.kind === 'member' && site.callee.of.kind === 'call' ? site.callee.of : undefined;
  if (!mount) return undefined;
  const frame: Frame = { scope: { names: new Map(), file: at.file }, memo: new Map(), returns: [] };
  const given = givenIn(machine, frame, mount, new Map());
  const name = textIn(given.options.get('app_class')) ?? textIn(given.positional[0]?.value) ?? '';
  const target = machine.program.resolve(
    at.file,
    `~${name.replaceAll('::', '/').replace(/([a-z])([A-Z])/g, '$1_$2')}`,
    '*',
  );
  if (target.kind !== 'file') return undefined;
  return classIn(machine, target.file, target.within?.[0] ?? '');
}

function classIn(machine: Machine, file: string, name: string): Value | undefined {
  return importedValue(machine, file, '*', name);
}
