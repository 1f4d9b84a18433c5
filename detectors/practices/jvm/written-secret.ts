/** Whether what is passed as a secret is written in the code. */
import type { Location } from '../../../src/core/location.ts';
import type { CallExpr, ClassNode, Decorator, Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import type { WrittenSecret } from '../written-secret.ts';
import { statementsIn } from './statements.ts';
import { type Bound, type Placed, boundTo, classesAround } from './values.ts';

const MOST_STEPS = 12;

/** Calls whose result is their first argument in another form. */
const FORMS: ReadonlySet<string> = new Set([
  'hmacShaKeyFor',
  'SecretKeySpec',
  'OctetSequenceKey',
  'HMAC256',
  'HMAC384',
  'HMAC512',
  'decode',
  'decodeBase64',
  'encode',
  'encodeToString',
  'encodeBase64String',
  'parseBase64Binary',
  'parseHexBinary',
  'requireNonNull',
  'of',
]);

/** Methods whose result is what they are called on in another form. */
const SAME: ReadonlySet<string> = new Set([
  'getBytes',
  'toByteArray',
  'encodeToByteArray',
  'toCharArray',
  'trim',
  'toString',
  'decodeBase64',
]);

/** Methods that look a setting up and take a second argument for when there is none. */
const LOOKS_UP: ReadonlySet<string> = new Set(['getProperty', 'getOrDefault', 'getString', 'orElse', 'getenv']);

/** Follows names, fields, own methods and encoders to a literal, `@Value("${name:literal}")` included. */
export function writtenSecret(file: ProgramFile, placed: Placed, left = MOST_STEPS): WrittenSecret | undefined {
  if (left === 0) return undefined;
  const { expr, inside } = placed;
  const next = (inner: Expr): WrittenSecret | undefined => writtenSecret(file, { expr: inner, inside }, left - 1);
  switch (expr.kind) {
    case 'text':
      return isSecretText(expr.value) ? { isFallback: false, text: expr.value, at: expr.at } : undefined;
    case 'choice': {
      const otherwise = next(expr.otherwise);
      return otherwise && { ...otherwise, isFallback: true };
    }
    case 'name':
    case 'member': {
      const bound = boundTo(file, placed);
      const named = bound && injected(bound.decorators);
      if (named) return named;
      const found = bound?.value && writtenSecret(file, bound.value, left - 1);
      return found && bound && isConfigured(file, bound, found.at) ? { ...found, isFallback: true } : found;
    }
    case 'call':
      return ofCall(file, expr, next, left);
    default:
      return undefined;
  }
}

function ofCall(
  file: ProgramFile,
  call: CallExpr,
  next: (inner: Expr) => WrittenSecret | undefined,
  left: number,
): WrittenSecret | undefined {
  const { callee, args } = call;
  if (callee.kind !== 'name' && callee.kind !== 'member') return undefined;
  const [first, second] = args;
  if (LOOKS_UP.has(callee.name)) {
    const byDefault = callee.name === 'orElse' ? first : second;
    const found = byDefault && next(byDefault);
    return found && { ...found, isFallback: true };
  }
  if (callee.kind === 'member' && SAME.has(callee.name) && !args.some(({ kind }) => kind === 'text'))
    return next(callee.of);
  if (FORMS.has(callee.name) && first) return next(first);
  // `getSigningKey()` of the same class.
  const isOwn = callee.kind === 'name' || callee.of.kind === 'self';
  if (!isOwn || args.length > 0) return undefined;
  const returned = classesAround(file, call.at).flatMap(cls => returnsOf(cls, callee.name));
  const [only] = returned;
  return only && returned.length === 1 ? writtenSecret(file, only, left - 1) : undefined;
}

function returnsOf(cls: ClassNode, name: string): readonly Placed[] {
  return cls.members.flatMap(member => {
    if (member.kind !== 'method' || member.name !== name) return [];
    return [...statementsIn(member.fn.body)].flatMap((statement): readonly Placed[] =>
      statement.kind === 'return' && statement.value ? [{ expr: statement.value, inside: [member.fn] }] : [],
    );
  });
}

/** `@Value("${jwt.secret:literal}")`, `@ConfigProperty(name = "jwt.secret", defaultValue = "literal")`. */
function injected(decorators: readonly Decorator[]): WrittenSecret | undefined {
  for (const { expression } of decorators) {
    if (expression.kind !== 'call') continue;
    for (const arg of expression.args) {
      const value = arg.kind === 'named' ? arg.value : arg;
      if (value.kind !== 'text') continue;
      const [, byDefault] = /^[$#]\{[^:}]{1,200}:(.*)\}$/s.exec(value.value) ?? [];
      const text = arg.kind === 'named' && arg.name === 'defaultValue' ? value.value : byDefault;
      if (text && isSecretText(text)) return { isFallback: true, text, at: value.at };
    }
  }
  return undefined;
}

const CONFIGURED =
  /^(?:ConfigurationProperties|ConfigProperties|ConfigMapping|Data|Setter|Value|ConfigProperty|Property|Inject)$/;

/** A field that something else sets has its literal only until then. */
function isConfigured(file: ProgramFile, bound: Bound, at: Location): boolean {
  if (bound.kind !== 'field') return false;
  const [cls] = classesAround(file, at);
  const isConstant = cls?.members.some(
    member =>
      member.kind === 'field' && member.isStatic && member.value !== undefined && member.value.at.line === at.line,
  );
  if (isConstant) return false;
  return [...bound.decorators, ...(cls?.decorators ?? [])].some(({ expression }) => {
    const name = expression.kind === 'call' ? expression.callee : expression;
    return (name.kind === 'name' || name.kind === 'member') && CONFIGURED.test(name.name);
  });
}

/** A public key, an address, a path to a file and a name that is looked up are no secrets. */
export function isSecretText(text: string): boolean {
  return (
    text !== '' &&
    !/-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)/.test(text) &&
    !/^(?:\.{0,2}\/|https?:|classpath:|file:|ENC\(|\{cipher\}|vault:|[$#]\{)/.test(text)
  );
}
