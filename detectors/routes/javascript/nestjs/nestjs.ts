import type { FactBody } from '../../../../src/core/fact.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { JAVASCRIPT_FILES } from '../source-files.ts';
import { localValues } from '../values.ts';
import { applicationFacts, typedApplications } from './application.ts';
import { markOf } from './marks.ts';
import { middlewareOf, moduleRouteFacts } from './modules.ts';

export const nestjs = defineDetector({
  id: 'nestjs',
  title: 'NestJS',
  kind: 'framework',
  docs: 'https://docs.nestjs.com/controllers',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [
    '@nestjs/',
    '.setGlobalPrefix',
    '.enableVersioning',
    '.useGlobalGuards',
    '.useGlobalPipes',
    '.useGlobalFilters',
    '.forRoutes',
  ],
  emits: ['router', 'mount', 'guard', 'base-path', 'versioning', 'mark', 'middleware', 'unresolved'],
  limits: [
    'Routes that `@nestjsx/crud` and other packages generate are not listed.',
    'The `@Search` method, and message, event and gateway handlers, are no operations of the inventory.',
    'An application whose file uses it for its container alone (`get`, `resolve`, `close` …) is taken to serve nothing.',
    'Functions given to `app.use()` are seen in files that mention a `@nestjs/` package.',
  ],
  version: 2,
  detect: (file): readonly FactBody[] => {
    const local = localValues(file.module);
    const namesNest = file.text.includes('@nestjs/');
    return [
      ...typedApplications(file),
      ...file.calls.flatMap(site => [
        ...markOf(file, site.call, local),
        ...applicationFacts(file, site, local, namesNest),
        ...middlewareOf(site),
        ...moduleRouteFacts(file, site.call, local),
      ]),
    ];
  },
});
