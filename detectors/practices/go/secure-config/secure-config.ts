import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { versionsOf } from '../../../routes/go/verbs.ts';
import { valueOf } from '../../bindings.ts';
import { argument, dottedName, isFalse, isTrue } from '../../calls.ts';

export const secureConfigGo = defineDetector({
  id: 'secure-config-go',
  title: 'Security switches in Go code (Gin, CORS middleware, cookies)',
  kind: 'practice',
  docs: 'https://gin-gonic.com/en/docs/',
  reads: 'go',
  files: GO_FILES,
  words: ['gin.SetMode', 'cors', 'CORS', 'sessions'],
  emits: ['switch'],
  limits: [
    'A switch below any condition, or with a value that is not written out, is not judged: it may be for development.',
    'Any origin with credentials counts where a function lets every origin in; of a star, libraries and browsers differ in what they make.',
  ],
  version: 1,
  detect: file =>
    certainNodes(file.module.body).flatMap(node =>
      node.kind === 'call' ? [...mode(file, node), ...origins(file, node), ...cookie(file, node)] : [],
    ),
});

function switchAt(at: Location, name: SwitchName, isSafe: boolean, what: string): readonly SwitchFact[] {
  return [{ kind: 'switch', at, name, isSafe, what }];
}

/** `gin.SetMode(gin.DebugMode)` tells of every route and request. Source: Gin, `SetMode`. */
function mode(file: ProgramFile, { callee, args, nameAt }: CallExpr): readonly SwitchFact[] {
  const [given] = args;
  if (!given || dottedName(file, callee) !== 'github.com/gin-gonic/gin.SetMode') return [];
  const name = given.kind === 'text' ? given.value : given.kind === 'member' ? given.name : '';
  if (/^(?:debug|DebugMode)$/.test(name)) return switchAt(nameAt, 'debug-mode', false, 'gin.SetMode(gin.DebugMode)');
  return /^(?:release|ReleaseMode)$/.test(name)
    ? switchAt(nameAt, 'debug-mode', true, 'gin.SetMode(gin.ReleaseMode)')
    : [];
}

type Cors = {
  readonly calls: readonly string[];
  readonly origins: string;
  readonly credentials: string;
  /** Functions that are asked about the origin of a request. */
  readonly asks: readonly string[];
};

/** Sources: package documentation of gin-contrib/cors, rs/cors, go-chi/cors, and of the middleware of Echo and Fiber. */
const CORS: readonly Cors[] = [
  {
    calls: ['github.com/gin-contrib/cors.Config'],
    origins: 'AllowOrigins',
    credentials: 'AllowCredentials',
    asks: ['AllowOriginFunc', 'AllowOriginWithContextFunc'],
  },
  {
    calls: ['github.com/rs/cors.Options', ...versionsOf('github.com/go-chi/cors', 2).map(one => `${one}.Options`)],
    origins: 'AllowedOrigins',
    credentials: 'AllowCredentials',
    asks: ['AllowOriginFunc', 'AllowOriginRequestFunc', 'AllowOriginVaryRequestFunc'],
  },
  {
    calls: [
      ...versionsOf('github.com/labstack/echo', 5).map(one => `${one}/middleware.CORSConfig`),
      ...versionsOf('github.com/gofiber/fiber', 3).map(one => `${one}/middleware/cors.Config`),
    ],
    origins: 'AllowOrigins',
    credentials: 'AllowCredentials',
    asks: ['AllowOriginFunc', 'AllowOriginsFunc'],
  },
];

function origins(file: ProgramFile, call: CallExpr): readonly SwitchFact[] {
  const name = call.isNew ? (dottedName(file, call.callee) ?? '') : '';
  const row = CORS.find(({ calls }) => calls.includes(name));
  if (!row) return [];
  const field = (of: string): Expr | undefined => {
    const given = argument(file, call, [], { name: of });
    return given.kind === 'given' ? valueOf(file, given.value, []) : undefined;
  };
  const asked = row.asks.flatMap(one => field(one) ?? []);
  if (asked.some(letsAllIn))
    return isTrueOf(field(row.credentials))
      ? switchAt(call.nameAt, 'cross-origin', false, 'any origin is answered with credentials')
      : [];
  const isAll = isTrueOf(field('AllowAllOrigins'));
  return asked.length === 0 && !isAll && areNamed(field(row.origins))
    ? switchAt(call.nameAt, 'cross-origin', true, 'origins that are answered are named')
    : [];
}

function isTrueOf(expr: Expr | undefined): boolean {
  return expr !== undefined && isTrue(expr);
}

/** `func(origin string) bool { return true }`. */
function letsAllIn(expr: Expr): boolean {
  if (expr.kind !== 'function') return false;
  const [only, ...others] = expr.fn.body;
  const value = only?.kind === 'return' ? only.value : undefined;
  const first = value?.kind === 'list' ? value.items[0] : value;
  return others.length === 0 && isTrueOf(first);
}

/** Every origin is written out, and none of them stands for others. Fiber takes them as one text. */
function areNamed(given: Expr | undefined): boolean {
  const items = given?.kind === 'list' ? given.items : given ? [given] : [];
  return (
    items.length > 0 && items.every(item => item.kind === 'text' && item.value !== '' && !item.value.includes('*'))
  );
}

const SESSIONS: ReadonlySet<string> = new Set([
  'github.com/gorilla/sessions.Options',
  'github.com/gin-contrib/sessions.Options',
]);

/** `sessions.Options{HttpOnly: true, Secure: true}`: both flags, or one that is switched off in so many words. */
function cookie(file: ProgramFile, call: CallExpr): readonly SwitchFact[] {
  if (!call.isNew || !SESSIONS.has(dottedName(file, call.callee) ?? '')) return [];
  const flags = ['HttpOnly', 'Secure'].map(name => ({ name, given: argument(file, call, [], { name }) }));
  const off = flags.find(({ given }) => given.kind === 'given' && isFalse(given.value));
  if (off) return switchAt(call.nameAt, 'session-cookie', false, `${off.name} of the session cookie is off`);
  return flags.every(({ given }) => given.kind === 'given' && isTrue(given.value))
    ? switchAt(call.nameAt, 'session-cookie', true, 'HttpOnly and Secure of the session cookie are on')
    : [];
}
