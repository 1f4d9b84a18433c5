import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { type Link, linksOf, pathsOf } from '../../../routes/rust/chains.ts';
import { isFalse, isTrue } from '../../calls.ts';

export const secureConfigRust = defineDetector({
  id: 'secure-config-rust',
  title: 'Security switches in Rust code (CORS layers, session cookies)',
  kind: 'practice',
  docs: 'https://docs.rs/tower-http/latest/tower_http/cors/struct.CorsLayer.html',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['Cors', 'SessionMiddleware', 'SessionManagerLayer', 'CookieConfig'],
  emits: ['switch'],
  limits: [
    'A switch below any condition, or with a value that is not written out, is not judged: it may be for development.',
    'Chains that are kept in a variable and told more further down are not judged.',
  ],
  version: 1,
  detect: file => {
    const calls = certainNodes(file.module.body).filter(node => node.kind === 'call');
    // What a chain is told is told by its outermost call.
    const inner = new Set<Expr>(calls.flatMap(({ callee }) => (callee.kind === 'member' ? [callee.of] : [])));
    const chains = calls.filter(call => !inner.has(call));
    return chains.flatMap(call => [...origins(file, call), ...cookie(file, call)]);
  },
});

function switchAt(at: Expr['at'], name: SwitchName, isSafe: boolean, what: string): readonly SwitchFact[] {
  return [{ kind: 'switch', at, name, isSafe, what }];
}

/** How a type is made and told which origins it answers. */
type Cors = {
  readonly makers: readonly string[];
  /** Makers that answer any origin with credentials. */
  readonly open: readonly string[];
  /** Answers any origin where nothing names one. */
  readonly isOpenUnnamed?: true;
  readonly credentials: string;
  readonly names: readonly string[];
  readonly any: readonly string[];
};

/** Sources: tower-http, `CorsLayer`; actix-cors, Poem and Salvo, `Cors`. */
const CORS: readonly Cors[] = [
  {
    makers: ['tower_http::cors::CorsLayer::new'],
    open: ['tower_http::cors::CorsLayer::very_permissive'],
    credentials: 'allow_credentials',
    names: ['allow_origin'],
    any: [],
  },
  {
    makers: ['actix_cors::Cors::default'],
    open: ['actix_cors::Cors::permissive'],
    credentials: 'supports_credentials',
    names: ['allowed_origin'],
    any: ['allow_any_origin'],
  },
  {
    makers: ['poem::middleware::Cors::new'],
    open: [],
    isOpenUnnamed: true,
    credentials: 'allow_credentials',
    names: ['allow_origin', 'allow_origins', 'allow_origin_regex', 'allow_origins_fn'],
    any: [],
  },
  {
    makers: ['salvo::cors::Cors::new', 'salvo_cors::Cors::new'],
    open: ['salvo::cors::Cors::very_permissive', 'salvo_cors::Cors::very_permissive'],
    credentials: 'allow_credentials',
    names: ['allow_origin'],
    any: [],
  },
];

const ANY_ORIGIN = 'any origin is answered with credentials';

function origins(file: ProgramFile, call: CallExpr): readonly SwitchFact[] {
  const links = linksOf(call);
  const [root] = links;
  if (!root) return [];
  const paths = pathsOf(file, root.call.callee);
  const at = root.call.nameAt;
  const open = CORS.find(row => row.open.some(one => paths.includes(one)));
  // What is told after it may take it back.
  if (open) return links.length === 1 ? switchAt(at, 'cross-origin', false, ANY_ORIGIN) : [];
  const row = CORS.find(({ makers }) => makers.some(one => paths.includes(one)));
  if (!row) return [];
  const named = links.filter(({ name }) => row.names.includes(name));
  const isAny =
    links.some(({ name }) => row.any.includes(name)) ||
    named.some(({ call: { args } }) => args[0] !== undefined && isMirror(file, args[0])) ||
    (row.isOpenUnnamed === true && named.length === 0);
  if (isAny)
    return links.some(link => link.name === row.credentials && isOn(link))
      ? switchAt(at, 'cross-origin', false, ANY_ORIGIN)
      : [];
  return named.length > 0 && named.every(({ call: { args } }) => args[0] !== undefined && isNamed(args[0]))
    ? switchAt(at, 'cross-origin', true, 'origins that are answered are named')
    : [];
}

function isOn({ call: { args } }: Link): boolean {
  return args.length === 0 || isTrue(args[0]);
}

/** `AllowOrigin::mirror_request()` sends back whatever origin asks. */
function isMirror(file: ProgramFile, expr: Expr): boolean {
  return (
    expr.kind === 'call' && pathsOf(file, expr.callee).some(path => path.endsWith('::AllowOrigin::mirror_request'))
  );
}

/** `"https://shop.test"`, also parsed, and lists of such texts, without a star. */
function isNamed(expr: Expr): boolean {
  if (expr.kind === 'list') return expr.items.length > 0 && expr.items.every(isNamed);
  const [root] = linksOf(expr);
  const { callee } = root?.call ?? {};
  const value = callee?.kind === 'member' && /^(?:parse|into|to_string)$/.test(callee.name) ? callee.of : expr;
  return value.kind === 'text' && /^https?:\/\/[^*\s]+$/.test(value.value);
}

/** How the cookie of a session is told its flags; both are on where nothing is said. */
type Cookie = { readonly makers: readonly string[]; readonly secure: string; readonly httpOnly: string };

/** Sources: actix-session, `SessionMiddlewareBuilder`; tower-sessions, `SessionManagerLayer`; Poem, `CookieConfig`. */
const COOKIES: readonly Cookie[] = [
  {
    makers: ['actix_session::SessionMiddleware::builder'],
    secure: 'cookie_secure',
    httpOnly: 'cookie_http_only',
  },
  {
    makers: ['tower_sessions::SessionManagerLayer::new', 'axum_login::tower_sessions::SessionManagerLayer::new'],
    secure: 'with_secure',
    httpOnly: 'with_http_only',
  },
  {
    makers: [
      'poem::session::CookieConfig::new',
      'poem::session::CookieConfig::private',
      'poem::session::CookieConfig::signed',
    ],
    secure: 'secure',
    httpOnly: 'http_only',
  },
];

function cookie(file: ProgramFile, call: CallExpr): readonly SwitchFact[] {
  const links = linksOf(call);
  const [root] = links;
  const paths = root ? pathsOf(file, root.call.callee) : [];
  const row = COOKIES.find(({ makers }) => makers.some(one => paths.includes(one)));
  if (!root || !row) return [];
  const said = (name: string): Expr | undefined => links.find(link => link.name === name)?.call.args[0];
  const [secure, httpOnly] = [said(row.secure), said(row.httpOnly)];
  const off = isFalse(secure) ? 'Secure' : isFalse(httpOnly) ? 'HttpOnly' : undefined;
  const at = root.call.nameAt;
  if (off !== undefined) return switchAt(at, 'session-cookie', false, `${off} of the session cookie is off`);
  return isTrue(secure) && (httpOnly === undefined || isTrue(httpOnly))
    ? switchAt(at, 'session-cookie', true, 'HttpOnly and Secure of the session cookie are on')
    : [];
}
