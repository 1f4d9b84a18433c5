/** Whether what is passed as a secret is written in Go code. */
import type { CallExpr, Expr, FunctionNode, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { certainNodes } from '../../guards/javascript/switches/certain.ts';
import { lookUp, valueOf } from '../bindings.ts';
import { dottedName } from '../calls.ts';
import { type SecretForms, type WrittenSecret, writtenSecretIn } from '../written-secret.ts';

type Inside = readonly FunctionNode[];

/** `hex.DecodeString("…")`, `sha256.Sum256([]byte("…"))`; a conversion to bytes leaves no trace in the program form. */
export const GO_FORMS: SecretForms = {
  encoders: new Set(['DecodeString', 'EncodeToString', 'Sum256', 'Sum512', 'TrimSpace', 'MustParse']),
  same: new Set(),
  fallback: fallbackOf,
  configured,
};

/** Follows names, constants, encodings and what stands in for an environment variable to a literal. */
export function writtenSecret(file: ProgramFile, expr: Expr, inside: Inside): WrittenSecret | undefined {
  return writtenSecretIn(file, expr, inside, GO_FORMS);
}

/** `getEnv("JWT_SECRET", "…")` as most programs write it themselves, `cmp.Or(os.Getenv("X"), "…")`, and viper's defaults. */
function fallbackOf(file: ProgramFile, call: CallExpr, inside: Inside): Expr | undefined {
  const { callee, args } = call;
  const [first, second] = args;
  const own = callee.kind === 'name' || callee.kind === 'member' ? callee.name : '';
  const name = dottedName(file, callee) ?? '';
  if (name === 'cmp.Or') return args.at(-1);
  if (VIPER.test(name) && first) return viperDefault(file, valueOf(file, first, inside));
  const isVariable = first?.kind === 'text' && /^[A-Z][A-Z0-9_]*$/.test(first.value);
  return /env/i.test(own) && isVariable && args.length === 2 ? second : undefined;
}

const VIPER = /^github\.com\/spf13\/viper\.Get(?:String)?$/;

/** `viper.SetDefault("jwt.secret", "…")`. Source: viper, Establishing Defaults. */
function viperDefault(file: ProgramFile, key: Expr): Expr | undefined {
  const given = file.calls.flatMap(({ call }) => {
    const [name, value] = call.args;
    const isSame = name?.kind === 'text' && key.kind === 'text' && name.value.toLowerCase() === key.value.toLowerCase();
    return isSame && value && dottedName(file, call.callee) === 'github.com/spf13/viper.SetDefault' ? [value] : [];
  });
  return given.length === 1 ? given[0] : undefined;
}

/**
 * `key := os.Getenv("KEY"); if key == "" { key = "…" }`: a fallback. So is the value that a variable of the package is
 * declared with, where a function assigns another one to it.
 */
function configured(file: ProgramFile, expr: Expr): Expr | undefined {
  if (expr.kind !== 'name') return undefined;
  const around = file.functions.filter(fn => holds(fn.at, expr.at));
  if (around.some(fn => takes(fn, expr.name))) return undefined;
  const owner = around.find(fn => declares(fn.body, expr.name));
  const bound = owner ? undefined : lookUp(file, expr.name, []);
  const assigned = assignedTo(owner ? owner.body : file.functions.flatMap(({ body }) => body), expr.name);
  const fallback = bound?.kind === 'value' && assigned.length > 0 ? bound.value : owner && assigned[0];
  if (!fallback || assigned.length > 1 || (owner && fallback.kind !== 'text')) return undefined;
  const nothing: Expr = { kind: 'nothing', at: expr.at };
  return { kind: 'choice', at: expr.at, test: nothing, then: nothing, otherwise: fallback };
}

function holds(outer: Expr['at'], inner: Expr['at']): boolean {
  return outer.line <= inner.line && inner.endLine <= outer.endLine;
}

function takes({ parameters }: FunctionNode, name: string): boolean {
  return parameters.some(({ pattern }) => pattern.kind === 'name' && pattern.name === name);
}

function declares(body: readonly Statement[], name: string): boolean {
  return body.some(
    statement => statement.kind === 'declare' && statement.pattern.kind === 'name' && statement.pattern.name === name,
  );
}

/** What is assigned to a name in a body or in a branch of it. */
function assignedTo(body: readonly Statement[], name: string): readonly Expr[] {
  const branches = body.flatMap(statement => (statement.kind === 'branch' ? [...statement.then] : []));
  return certainNodes([...body, ...branches]).flatMap(node =>
    node.kind === 'assign' && node.target.kind === 'name' && node.target.name === name ? [node.value] : [],
  );
}
