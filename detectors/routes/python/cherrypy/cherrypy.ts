import type { ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { type CallSite, type ProgramFile, isFrom } from '../../../../src/parse/program-file.ts';
import { argumentOf } from '../arguments.ts';
import { PYTHON_FILES } from '../source-files.ts';

export const cherrypy = defineDetector({
  id: 'cherrypy',
  title: 'CherryPy',
  kind: 'framework',
  docs: 'https://docs.cherrypy.dev/en/latest/advanced.html',
  reads: 'python',
  files: PYTHON_FILES,
  words: ['cherrypy'],
  emits: ['object-tree'],
  limits: [
    'Tools that the configuration turns on (`tools.auth_basic.on`) are not read; neither are other dispatchers than the default and `MethodDispatcher`.',
    'A page handler answers to any method; parameters that it must be given are taken from the path.',
  ],
  version: 1,
  detect: file => file.calls.flatMap(site => treeFacts(file, site)),
});

const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };

/** `cherrypy.quickstart(Root(), '/')`, `cherrypy.tree.mount(Root(), '/api')`. */
function treeFacts(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  if (!isFrom(origin, 'cherrypy', 'quickstart') && !isFrom(origin, 'cherrypy', 'tree.mount')) return [];
  const root = argumentOf(call, 'root', 0);
  if (!root || root.kind === 'nothing') return [];
  const prefix = argumentOf(call, 'script_name', 1);
  return [
    {
      kind: 'object-tree',
      at: call.nameAt,
      framework: 'cherrypy',
      site: call,
      root,
      rules: RULES,
      exposes: 'expose',
      ...(prefix && { prefix }),
    },
  ];
}
