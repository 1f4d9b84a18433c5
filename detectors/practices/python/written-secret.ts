/** Whether what is passed as a secret is written in the code. */
import type { Location } from '../../../src/core/location.ts';
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';
import { argument, dottedName } from './calls.ts';

export type WrittenSecret = {
  /** A literal that takes the place of one that is not configured. */
  readonly isFallback: boolean;
  readonly text: string;
  /** The literal, which no excerpt may show. */
  readonly at: Location;
};

const MOST_STEPS = 10;

/** Follows names, constants in dictionaries, encodings and what stands in for an environment variable to a literal. */
export function writtenSecret(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
  left = MOST_STEPS,
): WrittenSecret | undefined {
  if (left === 0) return undefined;
  const next = (inner: Expr): WrittenSecret | undefined => writtenSecret(file, inner, inside, left - 1);
  switch (expr.kind) {
    case 'text':
      return isSecretText(expr.value) ? { isFallback: false, text: expr.value, at: expr.at } : undefined;
    case 'choice': {
      // Of `'x' if testing else config.secret` nobody knows which one runs.
      const otherwise = next(expr.otherwise);
      return otherwise && { ...otherwise, isFallback: true };
    }
    case 'name':
    case 'member': {
      const own = configured(file, expr);
      const value = own ?? valueOf(file, expr, inside);
      return value === expr ? undefined : next(value);
    }
    case 'call': {
      // `'…'.encode()`, `bytes('…', 'utf-8')`, `SecretStr('…')`.
      const { callee, args } = expr;
      if (callee.kind === 'member' && callee.name === 'encode') return next(callee.of);
      const [first] = args;
      if (callee.kind === 'name' && /^(?:str|bytes|SecretStr|Secret)$/.test(callee.name) && first) return next(first);
      const fallback = fallbackOf(file, expr, inside);
      const written = fallback && next(fallback);
      return written && { ...written, isFallback: true };
    }
    default:
      return undefined;
  }
}

/** `app.config['SECRET_KEY']` where the same file puts a value there, once. */
function configured(file: ProgramFile, expr: Expr): Expr | undefined {
  if (expr.kind !== 'member' || expr.of.kind !== 'member' || expr.of.name !== 'config') return undefined;
  const bodies = [file.module.body, ...file.functions.map(({ body }) => body)];
  const given = bodies.flatMap(body =>
    body.flatMap(statement =>
      statement.kind === 'assign' &&
      statement.target.kind === 'member' &&
      statement.target.name === expr.name &&
      statement.target.of.kind === 'member' &&
      statement.target.of.name === 'config'
        ? [statement.value]
        : [],
    ),
  );
  return given.length === 1 ? given[0] : undefined;
}

/** What a reading of the environment gives where nothing is set: `os.environ.get('X', 'y')`, `config('X', default='y')`. */
function fallbackOf(file: ProgramFile, call: CallExpr, inside: readonly FunctionNode[]): Expr | undefined {
  const name = dottedName(file, call.callee) ?? '';
  const isEnvironment = /^os\.(?:environ\.get|getenv|environ\.setdefault)$/.test(name);
  const { callee } = call;
  const isReader =
    /^(?:decouple\.(?:config|Config)|starlette\.config\.Config|environs?\.\w+)/.test(name) ||
    // `env('X')` and `config('X')` are readers by the documentation of django-environ, environs and decouple.
    (callee.kind === 'name' && /^(?:env|config|get_env\w*|getenv)$/.test(callee.name)) ||
    (callee.kind === 'member' && callee.of.kind === 'name' && /^(?:env|config)$/.test(callee.of.name));
  if (!isEnvironment && !isReader) return undefined;
  const given = argument(file, call, inside, { name: 'default', index: 1 });
  return given.kind === 'given' ? given.value : undefined;
}

/** A public key, an address and a path to a file are no secrets. */
function isSecretText(text: string): boolean {
  return !/-----BEGIN (?:[A-Z]+ )?(?:PUBLIC KEY|CERTIFICATE)/.test(text) && !/^(?:\.{0,2}\/|https?:)/.test(text);
}
