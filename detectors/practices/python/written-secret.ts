/** Whether what is passed as a secret is written in the code. */
import type { CallExpr, Expr, FunctionNode } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { argument, dottedName } from '../calls.ts';
import { type SecretForms, type WrittenSecret, writtenSecretIn } from '../written-secret.ts';

/** `'…'.encode()`, `bytes('…', 'utf-8')`, `SecretStr('…')`. */
const FORMS: SecretForms = {
  encoders: new Set(['str', 'bytes', 'SecretStr', 'Secret']),
  same: new Set(['encode']),
  fallback: fallbackOf,
  configured,
};

/** Follows names, constants in dictionaries, encodings and what stands in for an environment variable to a literal. */
export function writtenSecret(
  file: ProgramFile,
  expr: Expr,
  inside: readonly FunctionNode[],
): WrittenSecret | undefined {
  return writtenSecretIn(file, expr, inside, FORMS);
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
