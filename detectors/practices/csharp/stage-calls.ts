/** Calls of start-up code, by the stage that they are made in. Source: ASP.NET Core, Use multiple environments. */
import type { CallExpr, Expr, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { certainNodes } from '../../guards/javascript/switches/certain.ts';
import { lastName } from '../../routes/csharp/names.ts';
import { nodesIn } from '../../routes/javascript/values.ts';

export type When = 'always' | 'development' | 'production';

export type StagedCall = { readonly call: CallExpr; readonly when: When };

/** Those that no branch decides about, and those below a branch that asks for development or production alone. */
export function callsByStage(file: ProgramFile): readonly StagedCall[] {
  const branches = [...nodesIn(file.module.body)].flatMap(node =>
    // The generic walk has forgotten the types of what it passes.
    node['kind'] === 'branch' ? ofBranch(node as unknown as Extract<Statement, { kind: 'branch' }>) : [],
  );
  return [...within(file.module.body, 'always'), ...branches];
}

/** `if (env.IsDevelopment()) { … } else { … }`: what stands in each of both. */
function ofBranch({ test, then, otherwise }: Extract<Statement, { kind: 'branch' }>): readonly StagedCall[] {
  const [asked, isNegated] =
    test.kind === 'operation' && test.operator === 'not' ? [test.operands[0], true] : [test, false];
  const stage = asked && stageAsked(asked);
  if (!stage) return [];
  const first: When = (stage === 'development') === isNegated ? 'production' : 'development';
  return [...within(then, first), ...within(otherwise, first === 'development' ? 'production' : 'development')];
}

/** Which stage it is asked for; `IsStaging` is neither. */
function stageAsked(test: Expr): 'development' | 'production' | undefined {
  if (test.kind !== 'call') return undefined;
  switch (lastName(test.callee)) {
    case 'IsDevelopment':
      return 'development';
    case 'IsProduction':
      return 'production';
    default:
      return undefined;
  }
}

function within(body: readonly Statement[], when: When): readonly StagedCall[] {
  return certainNodes(body).flatMap(node => (node.kind === 'call' ? [{ call: node, when }] : []));
}
