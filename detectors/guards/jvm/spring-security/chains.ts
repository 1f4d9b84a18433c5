/** Methods that make a chain of filters, with the order and the conditions under which they do. */
import type { AccessEffect, ProgramFact } from '../../../../src/core/facts/program.ts';
import type { ClassMember, ClassNode, Decorator, Expr } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { type Annotation, attributeOf, findAnnotation } from '../../../routes/jvm/annotations.ts';
import { FRAMEWORK } from '../../../routes/jvm/spring/mappings.ts';

type Method = Extract<ClassMember, { kind: 'method' }>;

const CHAINS = /^(?:Default)?Security(?:Web)?FilterChain$/;
const BUILDERS = /^(?:Server)?HttpSecurity$/;

/** One access list for each method of the file that makes a chain, or says what no chain is for. */
export function chainFacts(file: ProgramFile): readonly ProgramFact[] {
  return file.classes.flatMap(cls =>
    cls.members.flatMap((member): readonly ProgramFact[] => {
      if (member.kind !== 'method' || member.isAbstract) return [];
      const what = purposeOf(file, cls, member);
      return what ? [listFact(file, cls, member, what)] : [];
    }),
  );
}

type Purpose = 'chain' | 'adapter' | 'resource-server' | 'ignoring';

function purposeOf(file: ProgramFile, cls: ClassNode, member: Method): Purpose | undefined {
  const returned = member.fn.returnType?.name ?? '';
  const isBean =
    findAnnotation(file, member.decorators, ['org.springframework.context.annotation'], 'Bean') !== undefined;
  const [first] = member.fn.parameters;
  const taken = first?.pattern.type?.name ?? '';
  if (isBean && returned === 'WebSecurityCustomizer') return 'ignoring';
  if (
    isBean &&
    (CHAINS.test(returned) || member.fn.parameters.some(({ pattern }) => BUILDERS.test(pattern.type?.name ?? '')))
  )
    return 'chain';
  if (member.name !== 'configure') return undefined;
  const base =
    cls.extends?.kind === 'name'
      ? cls.extends.name
      : cls.extends?.kind === 'call' && cls.extends.callee.kind === 'name'
        ? cls.extends.callee.name
        : '';
  if (!/(?:WebSecurityConfigurerAdapter|ResourceServerConfigurerAdapter)$/.test(base)) return undefined;
  if (taken === 'WebSecurity') return 'ignoring';
  if (taken !== 'HttpSecurity') return undefined;
  return base === 'ResourceServerConfigurerAdapter' ? 'resource-server' : 'adapter';
}

/** Orders that adapters have when nothing gives them another one. Sources: WebSecurityConfigurerAdapter, ResourceServerConfiguration. */
const DEFAULT_ORDERS: Readonly<Partial<Record<Purpose, number>>> = {
  adapter: 100,
  'resource-server': 3,
  ignoring: -(2 ** 40),
};

function listFact(file: ProgramFile, cls: ClassNode, member: Method, purpose: Purpose): ProgramFact {
  const order =
    purpose === 'ignoring' ? undefined : (orderOf(file, member.decorators) ?? orderOf(file, cls.decorators));
  const byDefault = DEFAULT_ORDERS[purpose];
  const at = member.nameAt;
  const given: Expr | undefined =
    order ?? (byDefault === undefined ? undefined : { kind: 'number', at, value: byDefault });
  const decorators = [...member.decorators, ...cls.decorators];
  const condition = conditionOf(file, decorators);
  const isFallback = findAnnotation(
    file,
    decorators,
    CONDITIONS,
    'ConditionalOnMissingBean',
    'ConditionalOnDefaultWebSecurity',
  );
  return {
    kind: 'access-list',
    at,
    framework: FRAMEWORK,
    site: { kind: 'nothing', at },
    list: member.fn.id,
    method: member.fn.id,
    ...(given ? { order: given } : {}),
    otherwise: purpose === 'ignoring' ? 'open' : otherwiseOf(file, cls, member),
    ...(purpose === 'ignoring' ? { needsScope: true } : {}),
    ...(condition === undefined ? {} : { condition }),
    ...(isFallback ? { isFallback: true } : {}),
  };
}

function orderOf(file: ProgramFile, decorators: readonly Decorator[]): Expr | undefined {
  const order = findAnnotation(
    file,
    decorators,
    ['org.springframework.core.annotation', 'javax.annotation', 'jakarta.annotation'],
    'Order',
    'Priority',
  );
  const given = order && attributeOf(order, 'value');
  if (!given) return undefined;
  const offset = wordIn(given);
  return offset === undefined ? given : { kind: 'number', at: given.at, value: offset };
}

/** `Ordered.HIGHEST_PRECEDENCE + 10`. */
function wordIn(expr: Expr): number | undefined {
  if (expr.kind === 'member' || expr.kind === 'name') {
    if (expr.name === 'HIGHEST_PRECEDENCE') return -(2 ** 31);
    if (expr.name === 'LOWEST_PRECEDENCE') return 2 ** 31 - 1;
    if (expr.name === 'BASIC_AUTH_ORDER') return 2 ** 31 - 6;
    return expr.name === 'ACCESS_OVERRIDE_ORDER' ? 2 ** 31 - 8 : undefined;
  }
  const parts = expr.kind === 'operation' ? expr.operands : expr.kind === 'concat' ? expr.parts : [];
  const [first, second] = parts;
  const start = first && wordIn(first);
  if (start === undefined) return undefined;
  const step = second?.kind === 'number' ? second.value : 0;
  return start < 0 ? start + step : start - step;
}

const CONDITIONS: readonly string[] = [
  'org.springframework.context.annotation',
  'org.springframework.boot.autoconfigure.condition',
  'org.springframework.boot.autoconfigure.security',
];
/** Settings of a profile with such a name are not those of what is served. */
const AWAY = /^(?:dev|develop|development|local|test|tests|testing|it|e2e|mock|stub|demo|h2)$/i;

/** Why the chain may not be there; a profile that is only switched off in development is there. */
function conditionOf(file: ProgramFile, decorators: readonly Decorator[]): string | undefined {
  for (const { expression } of decorators) {
    const found: Annotation | undefined = findAnnotation(
      file,
      [{ at: expression.at, expression }],
      CONDITIONS,
      'Profile',
      'Conditional',
      'ConditionalOnProperty',
      'ConditionalOnBooleanProperty',
      'ConditionalOnExpression',
      'ConditionalOnBean',
      'ConditionalOnCloudPlatform',
    );
    if (!found) continue;
    if (found.name !== 'Profile') return `@${found.name}`;
    const value = attributeOf(found, 'value');
    const names = (value?.kind === 'list' ? value.items : value ? [value] : []).map(item =>
      item.kind === 'text' ? item.value : '?',
    );
    const isThere = names.length > 0 && names.every(name => name.startsWith('!') && AWAY.test(name.slice(1)));
    if (!isThere) return `the profile ${names.join(', ')}`;
  }
  return undefined;
}

/** What holds for requests that no rule of the chain speaks of. Source: Spring Security, Authorize HttpServletRequests. */
function otherwiseOf(file: ProgramFile, cls: ClassNode, member: Method): AccessEffect {
  const within = (site: CallSite, at: ClassNode['at']): boolean =>
    site.call.nameAt.line >= at.line && site.call.nameAt.line <= at.endLine;
  const inMethod = file.calls.filter(site => within(site, member.fn.at));
  const handsOver = inMethod.some(({ call, name, receiver }) =>
    receiver?.kind === 'name' && receiver.name === 'super'
      ? false
      : ['with', 'apply'].includes(name) ||
        call.args.some(
          arg =>
            arg.kind === 'name' &&
            member.fn.parameters.some(
              ({ pattern }) =>
                pattern.kind === 'name' && pattern.name === arg.name && BUILDERS.test(pattern.type?.name ?? ''),
            ),
        ),
  );
  const asks = (names: readonly string[], sites: readonly CallSite[]): boolean =>
    sites.some(({ name }) => names.includes(name));
  // Rules that are handed in from elsewhere are not known.
  const isGiven = inMethod.some(
    ({ call, name }) =>
      /^authorize(?:HttpRequests|Requests|Exchange)$/.test(name) &&
      call.args.some(
        arg =>
          arg.kind === 'name' &&
          member.fn.parameters.some(({ pattern }) => pattern.kind === 'name' && pattern.name === arg.name),
      ),
  );
  if (isGiven) return 'unknown';
  if (asks(['authorizeHttpRequests', 'authorizeExchange'], inMethod)) return 'denied';
  if (asks(['authorizeRequests'], inMethod)) return 'open';
  const inClass = file.calls.filter(site => within(site, cls.at));
  if (handsOver)
    return asks(['authorizeHttpRequests', 'authorizeExchange', 'authorizeRequests'], inClass) ? 'unknown' : 'unknown';
  return 'open';
}
