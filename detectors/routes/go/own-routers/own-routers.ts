import type { FactBody } from '../../../../src/core/fact.ts';
import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../source-files.ts';
import { verbsWith } from '../verbs.ts';

export const ownRouters = defineDetector({
  id: 'go-own-routers',
  title: 'Routers that Go programs write themselves',
  kind: 'framework',
  docs: 'https://pkg.go.dev/net/http#Handler',
  reads: 'go',
  files: GO_FILES,
  words: [...verbsWith().keys()].map(name => `.${name}("/`),
  emits: ['own-route'],
  limits: [
    'What such a router does with a path is not followed: where its routes are served is not known, nor what stands before them.',
  ],
  version: 1,
  detect: (file): readonly FactBody[] => file.calls.flatMap(routed),
});

const VERBS = verbsWith();

/** `router.GET("/users", list)`: it counts where the router turns out to be a type of the tree that hands nothing to another one. */
function routed({ call, name, receiver }: CallSite): readonly ProgramFact[] {
  const verb = VERBS.get(name);
  const [path, ...others] = call.args;
  const handler = others.at(-1);
  if (!verb || !receiver || !handler || path?.kind !== 'text' || !path.value.startsWith('/')) return [];
  return [
    { kind: 'own-route', at: path.at, framework: 'net-http', site: call, on: receiver, methods: [verb], path, handler },
  ];
}
