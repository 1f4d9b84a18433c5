import type { ProgramFact } from '../../../../src/core/facts/program.ts';
import type { Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../origins.ts';
import { isLiteralPath, type LocalValues, mayBePath, mayHandle, optionOf, textAt } from '../values.ts';
import { RULES } from './marks.ts';
import { isNeverServed } from './served.ts';

const TYPES: readonly (readonly [module: string, name: string])[] = [
  ['@nestjs/common', 'INestApplication'],
  ['@nestjs/platform-express', 'NestExpressApplication'],
  ['@nestjs/platform-fastify', 'NestFastifyApplication'],
];

/** Parameters and variables of the type of an application. */
export function typedApplications(file: ProgramFile): readonly ProgramFact[] {
  return file.declaredTypes.flatMap((type): readonly ProgramFact[] => {
    const origin = file.originOfType(type);
    const isApplication = TYPES.some(([module, name]) => exportOf(origin, module) === name);
    return isApplication
      ? [{ kind: 'router', at: type.at, framework: 'nestjs', site: type, role: 'application', rules: RULES }]
      : [];
  });
}

/** `NestFactory.create(AppModule)`, and what is said of the application as a whole. */
export function applicationFacts(
  file: ProgramFile,
  site: CallSite,
  local: LocalValues,
  namesNest: boolean,
): readonly ProgramFact[] {
  const { call, receiver, name } = site;
  const [first, second] = call.args;
  const base = { framework: 'nestjs', site: call, at: call.nameAt } as const;
  if (exportOf(file.originOf(call.callee), '@nestjs/core') === 'NestFactory.create') {
    return first && !isNeverServed(file, call)
      ? [{ kind: 'router', ...base, role: 'application', rules: RULES, chain: [first] }]
      : [];
  }
  if (!receiver) return [];
  const on = receiver;
  switch (name) {
    case 'setGlobalPrefix': {
      if (!first) return [];
      const except = optionOf(second, 'exclude', local);
      return [{ kind: 'base-path', ...base, at: first.at, on, prefix: first, ...(except && { except }) }];
    }
    case 'enableVersioning':
      return [versioningOf(file, site, on, local)];
    case 'useGlobalGuards':
      return call.args.length === 0 ? [] : [{ kind: 'guard', ...base, on, guards: call.args }];
    case 'useGlobalPipes':
    case 'useGlobalFilters':
      return call.args.length === 0
        ? []
        : [{ kind: 'guard', ...base, on, guards: call.args, stage: name === 'useGlobalPipes' ? 'pipe' : 'error' }];
    case 'use':
      return namesNest ? middlewareOf(site, on) : [];
    default:
      return [];
  }
}

/** Members of `VersioningType`; only URI versions are part of a path. */
const VERSIONING_TYPES: ReadonlyMap<string, string> = new Map([
  ['URI', 'uri'],
  ['HEADER', 'header'],
  ['MEDIA_TYPE', 'media-type'],
  ['CUSTOM', 'custom'],
]);

function versioningOf(file: ProgramFile, { call }: CallSite, on: Expr, local: LocalValues): ProgramFact {
  const [options] = call.args;
  const given = optionOf(options, 'type', local);
  const member = given && exportOf(file.originOf(given), '@nestjs/common')?.split('.').at(-1);
  const known = VERSIONING_TYPES.get(member ?? (given ? '' : 'URI'));
  const prefix = optionOf(options, 'prefix', local);
  const byDefault = optionOf(options, 'defaultVersion', local);
  const at = given?.at ?? call.nameAt;
  const type = known === undefined && given ? given : textAt(at, known ?? 'uri');
  return {
    kind: 'versioning',
    at,
    framework: 'nestjs',
    site: call,
    on,
    type,
    ...(prefix && { prefix }),
    ...(byDefault && { byDefault }),
  };
}

/** `app.use([path], …functions)`: middleware of the server below, before every controller. */
function middlewareOf({ call }: CallSite, on: Expr): readonly ProgramFact[] {
  const [first, ...others] = call.args;
  if (!first) return [];
  const base = { kind: 'mount', framework: 'nestjs', site: call, on } as const;
  if (isLiteralPath(first))
    return others.length > 0 && others.every(mayHandle)
      ? [{ ...base, at: first.at, prefix: first, chain: others }]
      : [];
  if (!call.args.every(mayHandle)) return [];
  const prefixMayLead = others.length > 0 && mayBePath(first);
  return [{ ...base, at: call.nameAt, chain: call.args, ...(prefixMayLead && { prefixMayLead }) }];
}
