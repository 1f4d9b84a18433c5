/** Functions that say by which key a token is verified. Source: golang-jwt, `Keyfunc`. */
import type { Expr, FunctionNode, Statement } from '../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { valueOf } from '../bindings.ts';
import { dottedName } from '../calls.ts';
import { GOLANG_JWT } from './token-packages.ts';

type Inside = readonly FunctionNode[];

/** Where each function or method of the library takes the key function. */
const POSITIONS: ReadonlyMap<string, number> = new Map([
  ['Parse', 1],
  ['ParseWithClaims', 2],
]);

export type KeyFunction = { readonly fn: FunctionNode; readonly inside: Inside };

/** The argument that says the key: of `jwt.Parse`, and of a parser's method of that name in a file that imports the library. */
export function keyArgument(file: ProgramFile, { call, name, receiver }: CallSite): Expr | undefined {
  const position = POSITIONS.get(name);
  if (position === undefined || call.isNew) return undefined;
  const own = dottedName(file, call.callee);
  if (own !== undefined) return GOLANG_JWT.some(one => own === `${one}.${name}`) ? call.args[position] : undefined;
  const isImported = file.module.imports.some(({ module }) => GOLANG_JWT.includes(module));
  const given = isImported && receiver ? call.args[position] : undefined;
  // Templates, addresses and times are parsed as well.
  return given && call.args.length > 1 && isFunctionLike(file, given) ? given : undefined;
}

function isFunctionLike(file: ProgramFile, expr: Expr): boolean {
  const value = valueOf(file, expr, []);
  return value.kind === 'function' || value.kind === 'name' || value.kind === 'member' || value.kind === 'call';
}

/** The function itself, where the file holds it. */
export function keyFunction(file: ProgramFile, site: CallSite): KeyFunction | undefined {
  const given = keyArgument(file, site);
  const value = given && valueOf(file, given, site.inside);
  if (value?.kind === 'function') return { fn: value.fn, inside: [value.fn, ...site.inside] };
  // A method stands in the module by the name of its type before its own.
  const method = value?.kind === 'member' ? methodNamed(file, value.name) : undefined;
  return method && { fn: method, inside: [method] };
}

function methodNamed(file: ProgramFile, name: string): FunctionNode | undefined {
  const found = file.module.body.flatMap(statement =>
    statement.kind === 'declare' &&
    statement.pattern.kind === 'name' &&
    statement.pattern.name.endsWith(`.${name}`) &&
    statement.value?.kind === 'function'
      ? [statement.value.fn]
      : [],
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The one key that a key function gives. */
export function keyReturnedBy(
  file: ProgramFile,
  site: CallSite,
): { readonly value: Expr; readonly inside: Inside } | undefined {
  const key = keyFunction(file, site);
  const given = key ? returnedIn(key.fn.body).filter(({ kind }) => kind !== 'nothing') : [];
  const [only] = given;
  return key && only && given.length === 1 ? { value: only, inside: key.inside } : undefined;
}

/** The first of the results of each `return`, in branches as well. */
export function returnedIn(body: readonly Statement[]): readonly Expr[] {
  const found: Expr[] = [];
  const left: (readonly Statement[])[] = [body];
  for (let statements = left.pop(); statements; statements = left.pop())
    for (const statement of statements)
      switch (statement.kind) {
        case 'return': {
          const { value } = statement;
          const first = value?.kind === 'list' ? value.items[0] : value;
          if (first) found.push(first);
          break;
        }
        case 'branch':
          left.push(statement.then, statement.otherwise);
          break;
        case 'block':
        case 'each':
        case 'repeat':
          left.push(statement.body);
          break;
        case 'select':
          for (const one of statement.cases) left.push(one.body);
          break;
        default:
      }
  return found;
}
