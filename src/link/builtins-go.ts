/** Functions of the standard library of Go whose result decides routes: texts, paths and slices. */
import type { MethodCall } from './builtins.ts';
import { HOLE, type Value, fullNames, optionsOf, unknown } from './value.ts';

/** What a call gives; undefined when it is none of these. */
export function goMethod(of: Value, { name, args }: MethodCall): Value | undefined {
  if (of.kind !== 'external' || name !== '') return undefined;
  const [first, second] = args;
  const [full = ''] = fullNames(of);
  // Neither changes who answers.
  if (first && ADAPTERS.has(full)) return first;
  switch (full) {
    case 'fmt.Sprintf':
      return formatted(args);
    case 'fmt.Sprint':
      return text(args.map(textOf).join(''));
    case 'errors.New':
    case 'fmt.Errorf':
      return undefined;
    case 'strings.ToUpper':
      return first && mapped(first, value => value.toUpperCase());
    case 'strings.ToLower':
      return first && mapped(first, value => value.toLowerCase());
    case 'strings.TrimSpace':
      return first && mapped(first, value => value.trim());
    case 'strings.TrimSuffix':
    case 'strings.TrimPrefix':
    case 'strings.TrimRight':
    case 'strings.TrimLeft':
    case 'strings.Trim':
      return first && trimmed(of.path.at(-1) ?? '', first, second);
    case 'strings.Join':
      return first?.kind === 'list' && !first.isOpen
        ? text(first.items.map(textOf).join(second ? textOf(second) : HOLE))
        : unknown('a joined text');
    case 'strings.Split':
    case 'strings.Fields': {
      const whole = first && plain(first);
      const separator = of.path.at(-1) === 'Fields' ? /\s+/ : second && plain(second);
      return whole === undefined || separator === undefined
        ? unknown('parts of a text')
        : { kind: 'list', items: whole.split(separator).map(text), isOpen: false };
    }
    case 'strings.ReplaceAll':
    case 'strings.Replace': {
      const [whole, from, to] = args.map(plain);
      return whole === undefined || from === undefined || to === undefined
        ? unknown('a replaced text')
        : text(whole.replaceAll(from, () => to));
    }
    case 'path.Join':
    case 'net/url.JoinPath':
      return joined(args);
    case 'slices.Concat':
      return args.every(arg => arg.kind === 'list')
        ? {
            kind: 'list',
            items: args.flatMap(arg => (arg.kind === 'list' ? arg.items : [])),
            isOpen: args.some(arg => arg.kind === 'list' && arg.isOpen),
          }
        : undefined;
    case 'net/url.PathEscape':
      return first;
    default:
      return undefined;
  }
}

/** Types and functions that make a handler of a handler. */
const ADAPTERS: ReadonlySet<string> = new Set([
  'net/http.HandlerFunc',
  'net/http.Handler',
  'net/http.TimeoutHandler',
  'net/http.MaxBytesHandler',
  'net/http.AllowQuerySemicolons',
  'github.com/gin-gonic/gin.HandlerFunc',
  'github.com/gin-gonic/gin.WrapF',
  'github.com/gin-gonic/gin.WrapH',
  'connectrpc.com/connect.UnaryFunc',
  'connectrpc.com/connect.StreamingHandlerFunc',
  'connectrpc.com/connect.UnaryInterceptorFunc',
]);

function text(value: string): Value {
  return { kind: 'text', value };
}

function plain(value: Value): string | undefined {
  return value.kind === 'text' && !value.value.includes(HOLE) ? value.value : undefined;
}

function textOf(value: Value): string {
  const [only, ...others] = optionsOf(value);
  if (!only || others.length > 0) return HOLE;
  if (only.kind === 'text') return only.value;
  return only.kind === 'number' || only.kind === 'boolean' ? String(only.value) : HOLE;
}

function mapped(value: Value, change: (text: string) => string): Value {
  return value.kind === 'text' ? text(change(value.value)) : unknown('a text');
}

function trimmed(how: string, of: Value, cut: Value | undefined): Value {
  const given = cut && plain(cut);
  if (of.kind !== 'text' || given === undefined) return unknown('a text');
  const { value } = of;
  if (how === 'TrimSuffix') return text(given !== '' && value.endsWith(given) ? value.slice(0, -given.length) : value);
  if (how === 'TrimPrefix') return text(given !== '' && value.startsWith(given) ? value.slice(given.length) : value);
  let [start, end] = [0, value.length];
  if (how !== 'TrimRight') while (start < end && given.includes(value[start] ?? '')) start++;
  if (how !== 'TrimLeft') while (end > start && given.includes(value[end - 1] ?? '')) end--;
  return text(value.slice(start, end));
}

/** Source: https://pkg.go.dev/fmt. Each verb takes the next argument; what a width or precision would change is no path. */
function formatted([format, ...args]: readonly Value[]): Value {
  if (format?.kind !== 'text') return unknown('a formatted text');
  let next = 0;
  return text(
    format.value.replaceAll(/%(%|[-+# 0]*\d*(?:\.\d+)?[a-zA-Z])/g, (_, verb: string) => {
      if (verb === '%') return '%';
      const arg = args[next++];
      if (!arg) return HOLE;
      return verb.endsWith('q') ? `"${textOf(arg)}"` : textOf(arg);
    }),
  );
}

/** The one text that a value may be beside something unknown: a default that settings may change. */
function byDefault(value: Value): Value {
  const texts = optionsOf(value).filter(option => option.kind === 'text');
  const [only, ...others] = texts;
  return only && others.length === 0 ? only : value;
}

/** Source: https://pkg.go.dev/path#Join. Empty elements are left out, and the result has no slash at its end. */
function joined(args: readonly Value[]): Value {
  const parts = args.map(arg => textOf(byDefault(arg))).filter(part => part !== '');
  const whole = parts.join('/');
  const kept: string[] = [];
  for (const segment of whole.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') kept.pop();
    else kept.push(segment);
  }
  return text(`${whole.startsWith('/') ? '/' : ''}${kept.join('/')}`);
}

/**
 * Names of methods and statuses, which frameworks take over from the standard library: `http.MethodGet`,
 * `fiber.StatusUnauthorized`, `echo.GET`. Source: https://pkg.go.dev/net/http#pkg-constants.
 */
export function httpConstant({ module, path }: Extract<Value, { kind: 'external' }>): Value | undefined {
  const name = path.at(-1) ?? '';
  if (CODES_OF.test(module)) {
    const code = CODES.get(name.replace(/^Code/, ''));
    return code === undefined ? undefined : { kind: 'number', value: code };
  }
  if (!CONSTANTS_OF.test(module)) return undefined;
  const method =
    /^Method([A-Z][a-z]+)$/.exec(name)?.[1] ?? /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|TRACE)$/.exec(name)?.[0];
  if (method !== undefined) return text(method.toUpperCase());
  const status = STATUSES.get(name);
  return status === undefined ? undefined : { kind: 'number', value: status };
}

const CONSTANTS_OF =
  /^(?:net\/http$|github\.com\/(?:gofiber\/fiber|labstack\/echo|valyala\/fasthttp|kataras\/iris|cloudwego\/hertz|gogf\/gf)(?:\/|$)|goyave\.dev\/goyave)/;

const CODES_OF =
  /^(?:connectrpc\.com\/connect|github\.com\/bufbuild\/connect-go|google\.golang\.org\/grpc\/codes|github\.com\/gogo\/(?:googleapis|status).*)$/;

/** Codes of gRPC, as the statuses that they are answered with over HTTP. Source: Connect Protocol Reference, Error codes. */
const CODES: ReadonlyMap<string, number> = new Map([
  ['OK', 200],
  ['Canceled', 499],
  ['Unknown', 500],
  ['InvalidArgument', 400],
  ['DeadlineExceeded', 504],
  ['NotFound', 404],
  ['AlreadyExists', 409],
  ['PermissionDenied', 403],
  ['ResourceExhausted', 429],
  ['FailedPrecondition', 400],
  ['Aborted', 409],
  ['OutOfRange', 400],
  ['Unimplemented', 501],
  ['Internal', 500],
  ['Unavailable', 503],
  ['DataLoss', 500],
  ['Unauthenticated', 401],
]);

const STATUSES: ReadonlyMap<string, number> = new Map([
  ['StatusOK', 200],
  ['StatusCreated', 201],
  ['StatusAccepted', 202],
  ['StatusNoContent', 204],
  ['StatusMovedPermanently', 301],
  ['StatusFound', 302],
  ['StatusSeeOther', 303],
  ['StatusTemporaryRedirect', 307],
  ['StatusPermanentRedirect', 308],
  ['StatusBadRequest', 400],
  ['StatusUnauthorized', 401],
  ['StatusPaymentRequired', 402],
  ['StatusForbidden', 403],
  ['StatusNotFound', 404],
  ['StatusMethodNotAllowed', 405],
  ['StatusNotAcceptable', 406],
  ['StatusConflict', 409],
  ['StatusGone', 410],
  ['StatusPreconditionFailed', 412],
  ['StatusTeapot', 418],
  ['StatusUnprocessableEntity', 422],
  ['StatusTooManyRequests', 429],
  ['StatusInternalServerError', 500],
  ['StatusNotImplemented', 501],
  ['StatusBadGateway', 502],
  ['StatusServiceUnavailable', 503],
  ['StatusGatewayTimeout', 504],
]);

/** `url.Path` of an address. Source: https://pkg.go.dev/net/url#URL. */
export function isPathOfAddress(value: Value): boolean {
  return value.kind === 'external' && value.module === 'net/url' && value.path.at(-1) === 'Path';
}
