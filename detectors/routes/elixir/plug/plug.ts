import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import {
  blockOf,
  type ElixirModule,
  functionOf,
  moduleAt,
  moduleName,
  type Modules,
  modulesOf,
  optionOf,
} from '../modules.ts';
import { ELIXIR_FILES } from '../source-files.ts';
import { methodsIn, VERBS } from '../verbs.ts';

export const plug = defineDetector({
  id: 'plug',
  title: 'Plug.Router',
  kind: 'framework',
  docs: 'https://hexdocs.pm/plug/Plug.Router.html',
  reads: 'elixir',
  files: ELIXIR_FILES,
  words: ['Plug.Router'],
  emits: ['router', 'route', 'mount'],
  limits: ['Hosts that routes are restricted to are not part of paths.'],
  version: 1,
  detect: (file): readonly FactBody[] => {
    const modules = modulesOf(file);
    return [
      ...modules.all.flatMap(({ cls, uses }): readonly ProgramFact[] =>
        uses.some(({ module }) => module === 'Plug.Router')
          ? [
              {
                kind: 'router',
                at: cls.nameAt,
                framework: 'plug',
                site: cls,
                isItself: true,
                role: 'router',
                rules: RULES,
                isFound: true,
              },
            ]
          : [],
      ),
      ...file.calls.flatMap(site => routingOf(modules, site)),
    ];
  },
});

/** Plugs of the module stand before the matched route, wherever they are written: it is run by one of them (`:dispatch`). */
const RULES: RouterRules = { syntax: 'phoenix', guards: 'always' };
const IMPLICIT = { otherwise: 'none', rules: RULES } as const;

function routingOf(modules: Modules, site: CallSite): readonly ProgramFact[] {
  const { call, name, receiver } = site;
  const module = modules.around(call.at);
  if (receiver || !module?.uses.some(use => use.module === 'Plug.Router') || !isOfModule(modules, site)) return [];
  const base = { framework: 'plug', site: call, implicit: IMPLICIT } as const;
  const [first] = call.args;
  const path = first && pathOf(first);
  if (!path) return [];
  if (name === 'forward') {
    const to = optionOf(call.args, 'to');
    const target = to && targetOf(to);
    return target ? [{ kind: 'mount', at: path.at, ...base, prefix: path, chain: [target], onlyRouters: true }] : [];
  }
  const verb = VERBS.get(name);
  const methods = verb ? [verb] : name === 'match' ? methodsIn(optionOf(call.args, 'via')) : undefined;
  const handler = methods && handlerOf(site, module);
  if (!methods || !handler) return [];
  return [{ kind: 'route', at: path.at, ...base, methods, path, chain: [handler] }];
}

/** Calls that are statements of the module itself, and not of a handler. */
function isOfModule(modules: Modules, site: CallSite): boolean {
  return site.inside.every(fn => {
    const owner = modules.ownerOf(fn);
    return fn.name === undefined && (owner === undefined || (!VERBS.has(owner.name) && owner.name !== 'match'));
  });
}

/** `get "/x" when guard`; `match _` answers what nothing else does. */
function pathOf(first: Expr): Expr | undefined {
  if (first.kind === 'unknown' && first.parts.length === 2) return first.parts[0] && pathOf(first.parts[0]);
  if (first.kind === 'name') return first.name.startsWith('_') ? { kind: 'text', at: first.at, value: '/*_' } : first;
  return first.kind === 'record' || first.kind === 'function' ? undefined : first;
}

function handlerOf(site: CallSite, _module: ElixirModule): Expr | undefined {
  const block = blockOf(site.call);
  if (block) return block;
  const to = optionOf(site.call.args, 'to');
  const target = to && targetOf(to);
  return target && functionOf(target, 'call', to.at);
}

function targetOf(to: Expr): Expr | undefined {
  const name = moduleName(to);
  return name === undefined ? undefined : moduleAt(name, to.at);
}
