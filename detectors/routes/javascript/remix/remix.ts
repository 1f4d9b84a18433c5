import type { Method, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { exportedValue } from '../exported-handlers.ts';
import { filePath } from '../file-path.ts';
import { remixPath } from './paths.ts';

export const remix = defineDetector({
  id: 'remix',
  title: 'Remix and React Router (framework mode)',
  kind: 'framework',
  docs: 'https://reactrouter.com/how-to/file-route-conventions',
  reads: 'javascript',
  files: ['**/app/routes/**/*.{js,jsx,ts,tsx}'],
  words: ['loader', 'action'],
  emits: ['route'],
  limits: [
    'Routes that `app/routes.ts` configures are not listed.',
    'An action answers every method but GET and HEAD, whether or not it means to.',
    'Middleware of parent routes is not followed.',
  ],
  version: 1,
  detect: file => {
    const path = remixPath(file.path);
    if (path === undefined) return [];
    const middleware = exportedValue(file, 'middleware') ?? exportedValue(file, 'unstable_middleware');
    return HANDLERS.flatMap(([name, methods]): readonly ProgramFact[] => {
      const handler = exportedValue(file, name);
      if (!handler) return [];
      const { at, value } = handler;
      const base = { framework: 'remix', site: value, path: filePath(at, path), chain: [value], rules: RULES } as const;
      return [{ kind: 'route', at, ...base, methods, ...(middleware && { guards: [middleware.value] }) }];
    });
  },
});

const RULES: RouterRules = { syntax: 'next', guards: 'always' };

const HANDLERS: readonly (readonly [name: string, methods: readonly Method[]])[] = [
  ['loader', ['GET']],
  ['action', ['POST', 'PUT', 'PATCH', 'DELETE']],
];
