import type { ProgramFact, RouterRules } from '../../src/core/facts/program.ts';
import { defineDetector } from '../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../src/parse/program-file.ts';

// A working detector of an invented framework: replace what it knows, keep its shape.
export const template = defineDetector({
  id: 'template',
  title: 'Template',
  kind: 'framework',
  docs: 'https://example.com/docs/routing',
  reads: 'javascript',
  files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
  // A file without any of these cannot hold a fact. A router that is passed in leaves no other word than its calls.
  words: ['template', '.serve('],
  emits: ['router', 'route'],
  limits: ['Say plainly what is out of reach.'],
  version: 1,
  detect: (file) => file.calls.flatMap((site) => [...routerOf(file, site), ...routeOf(file, site)]),
});

/** `syntax` says how the linker reads paths, `guards` which routes a guard reaches. */
const RULES: RouterRules = { syntax: 'express', guards: 'after' };

/** `createServer()` of the package makes an application. */
function routerOf(file: ProgramFile, { call }: CallSite): readonly ProgramFact[] {
  if (!isFrom(file.originOf(call.callee), 'template', 'createServer')) return [];
  return [{ kind: 'router', at: call.nameAt, framework: 'template', site: call, role: 'application', rules: RULES }];
}

/**
 * `server.serve(path, …guards, handler)`. Whether `server` really is one is not known here: it may be passed in or come
 * from another file. The linker evaluates it, and drops the fact if it turns out to be something else.
 */
function routeOf(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const [path, ...chain] = call.args;
  if (name !== 'serve' || !receiver || !path || chain.length === 0) return [];
  const origin = file.originOf(receiver);
  if (origin && !origin.module.startsWith('.')) return [];
  return [{ kind: 'route', at: path.at, framework: 'template', site: call, on: receiver, methods: ['GET'], path, chain }];
}
