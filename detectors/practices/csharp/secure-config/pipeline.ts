/** Switches that the start-up code sets by what it puts before requests. Sources: ASP.NET Core, Middleware; Handle errors; Enforce HTTPS. */
import type { SwitchFact, SwitchName } from '../../../../src/core/facts/switch.ts';
import type { CallExpr, Expr, Statement } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { certainNodes } from '../../../guards/javascript/switches/certain.ts';
import { lastName } from '../../../routes/csharp/names.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { switchAt } from '../../switch-at.ts';

/** Middleware by its name, and what it says. */
const MIDDLEWARE: ReadonlyMap<string, readonly [SwitchName, boolean]> = new Map([
  ['UseHttpsRedirection', ['https-only', true]],
  ['UseHsts', ['https-only', true]],
  ['UseSecurityHeaders', ['secure-headers', true]],
  ['UseXContentTypeOptions', ['secure-headers', true]],
]);

export function pipelineSwitches(file: ProgramFile): readonly SwitchFact[] {
  const always = certainNodes(file.module.body);
  const certain = always.flatMap(node => (node.kind === 'call' ? ofCall(node, 'always') : []));
  const branches = [...nodesIn(file.module.body)].flatMap(node =>
    // The generic walk has forgotten the types of what it passes.
    node['kind'] === 'branch' ? ofBranch(node as unknown as Extract<Statement, { kind: 'branch' }>) : [],
  );
  return [...certain, ...branches];
}

type When = 'always' | 'development' | 'production';

/** `if (env.IsDevelopment()) { … } else { … }`: what stands in each of both. */
function ofBranch({ test, then, otherwise }: Extract<Statement, { kind: 'branch' }>): readonly SwitchFact[] {
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

function within(body: readonly Statement[], when: When): readonly SwitchFact[] {
  return certainNodes(body).flatMap(node => (node.kind === 'call' ? ofCall(node, when) : []));
}

function ofCall({ callee, nameAt }: CallExpr, when: When): readonly SwitchFact[] {
  if (callee.kind !== 'member') return [];
  const { name } = callee;
  if (name === 'UseDeveloperExceptionPage')
    return [
      switchAt(
        nameAt,
        'debug-pages',
        when === 'development',
        when === 'development' ? `${name} in development alone` : name,
      ),
    ];
  const known = MIDDLEWARE.get(name);
  return known && when !== 'development' ? [switchAt(nameAt, known[0], known[1], name)] : [];
}
