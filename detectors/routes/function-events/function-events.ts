import type { ProgramFact, RouterRules } from '../../../src/core/facts/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { Expr } from '../../../src/core/program.ts';
import { defineDetector } from '../../../src/detector.ts';
import type { DataFile } from '../../../src/parse/data-file.ts';
import { methodsOf } from '../../gateways/methods.ts';
import { frameworkEvents } from './framework.ts';
import { samEvents } from './sam.ts';

export const functionEvents = defineDetector({
  id: 'function-events',
  title: 'HTTP events of functions (Serverless Framework, SAM)',
  kind: 'framework',
  docs: 'https://www.serverless.com/framework/docs/providers/aws/events/apigateway',
  reads: 'data',
  files: ['**/serverless.{yaml,yml,json}', '**/*.{yaml,yml,json}'],
  words: ['functions:', '"functions"', 'AWS::Serverless::Function'],
  emits: ['route', 'guard-kind'],
  limits: [
    'Stages, custom domains and base path mappings are not part of the paths.',
    'An authorizer is taken to refuse: its function, pool or issuer is not read.',
    'Functions in imported files (`${file(…)}`), and an API that is described by a document, are not read.',
    'A function that serves a whole application, `ANY /{proxy+}`, is listed by the routes of the application.',
  ],
  version: 1,
  detect: (file: DataFile): readonly ProgramFact[] =>
    file.documents.flatMap(document => {
      const isFramework = /(^|\/)serverless\.(ya?ml|json)$/.test(file.path);
      const events = isFramework ? frameworkEvents(document) : samEvents(document);
      return events.flatMap(routeOf);
    }),
});

/** One HTTP event of a function. */
export type FunctionEvent = {
  readonly at: Location;
  readonly method: string;
  /** As AWS writes it: `/users/{id}`, `/{proxy+}`. */
  readonly path: string;
  /** File without extension, from the file of the event, and the exported name. */
  readonly handler?: { readonly file: string; readonly name: string };
  /** Undefined: nothing stands before it. */
  readonly authorizer?: {
    readonly at: Location;
    readonly mechanism: 'custom' | 'signature' | 'api-key' | 'jwt';
    readonly why: string;
  };
};

/** A function answers by itself, as the handler of a route file does. */
const RULES: RouterRules = { syntax: 'openapi', guards: 'always' };

function routeOf({ at, method, path, handler, authorizer }: FunctionEvent): readonly ProgramFact[] {
  // `${self:custom.base}` and the like are known to the tool that deploys it.
  const text = path.replace(/\$\{[^}]*\}/g, '{?}').replace(/\{(\w+)\+\}/g, '{*$1}');
  const methods = methodsOf([method.toUpperCase() === 'ANY' ? '*' : method]);
  const site: Expr = { kind: 'text', at, value: text.startsWith('/') ? text : `/${text}` };
  const guard: Expr | undefined = authorizer && { kind: 'unknown', at: authorizer.at, text: 'authorizer', parts: [] };
  if (methods.length === 0) return [];
  return [
    {
      kind: 'route',
      at,
      framework: 'function-events',
      site,
      methods,
      path: site,
      guards: guard ? [guard] : [],
      chain: handler ? [exported(at, handler.file, handler.name)] : [],
      rules: RULES,
    },
    ...(authorizer && guard
      ? [
          {
            kind: 'guard-kind',
            at: authorizer.at,
            framework: 'function-events',
            site: guard,
            effect: 'required',
            mechanism: authorizer.mechanism,
            why: authorizer.why,
          } as const,
        ]
      : []),
  ];
}

function exported(at: Location, file: string, name: string): Expr {
  return {
    kind: 'member',
    at,
    of: { kind: 'load', at, module: { kind: 'text', at, value: file } },
    name,
    nameAt: at,
  };
}
