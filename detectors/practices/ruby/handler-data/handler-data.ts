import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { visitNodes } from '../../../../src/core/program-nodes.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { RUBY_FILES } from '../../../routes/ruby/source-files.ts';
import { lookUp } from '../../bindings.ts';
import { isParams } from '../request-input.ts';
import { isOfOtherStage } from '../stages.ts';
import { classOf, storedAs } from '../stored-objects.ts';

type Inside = readonly FunctionNode[];

export const handlerDataRuby = defineDetector({
  id: 'handler-data-ruby',
  title: 'Bodies that are bound to stored objects in Ruby',
  kind: 'practice',
  docs: 'https://guides.rubyonrails.org/action_controller_overview.html#strong-parameters',
  reads: 'ruby',
  files: RUBY_FILES,
  words: ['params', 'permit_all_parameters'],
  emits: ['practice'],
  limits: [
    'Values are followed within one file; what a service does with parameters that it is handed is not read.',
    'Parameters of Rails that nothing has permitted are refused by models, unless settings permit all of them.',
    'What `attr_accessible` of old versions lets through is not read.',
  ],
  version: 1,
  detect: (file): readonly PracticeFact[] => [
    ...file.calls.flatMap(site => stored(file, site)),
    ...(isOfOtherStage(file.path) ? [] : permittedAll(file)),
  ],
});

const WHAT = 'the body of the request is stored as it is';

/** Where each method of a model takes what it fills it with. */
const FILLS =
  /^(?:create!?|update!?|update_attributes!?|update_columns|assign_attributes|attributes=|insert!?|upsert|build|find_or_create_by!?|set|set_fields|new)$/;

/** `User.create(params.to_unsafe_h)`, `@user.update(user_params)` where these permit everything. */
function stored(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  const [first] = call.args;
  if (inside.length === 0 || !first || first.kind === 'named') return [];
  const cls = call.isNew ? classOf(call.callee) : receiver && (classOf(receiver) ?? storedAs(file, receiver, inside));
  if (cls === undefined || !(call.isNew || FILLS.test(name))) return [];
  if (call.isNew && !isSaved(inside)) return [];
  const given = wholeOf(file, first, inside);
  if (given === undefined) return [];
  const base = { kind: 'practice', at: call.nameAt, practice: 'body-binding', what: WHAT } as const;
  const places = inside.map(({ at }) => at);
  return given === 'permitted' || !isController(file)
    ? [{ ...base, standing: 'unsound', inside: places }]
    : [{ ...base, standing: 'partial', model: cls, inside: places }];
}

/** What is made and never saved is stored nowhere. */
function isSaved(inside: Inside): boolean {
  let found = false;
  for (const fn of inside)
    visitNodes(fn.body, node => {
      if (node.kind === 'call' && node.callee.kind === 'member' && /^(?:save|save!|<<)$/.test(node.callee.name))
        found = true;
    });
  return found;
}

/** Classes of Rails ask for what is permitted; applications of other frameworks do not. */
function isController(file: ProgramFile): boolean {
  return file.classes.some(({ name, extends: base }) => {
    const above = base?.kind === 'name' ? base.name : '';
    return (name ?? '').endsWith('Controller') || /(?:Controller|ActionController::\w+)$/.test(above);
  });
}

/** Whether all parameters are handed on: `permitted`, by a word that says so; `raw`, as they are. */
function wholeOf(file: ProgramFile, expr: Expr, inside: Inside, left = 5): 'permitted' | 'raw' | undefined {
  if (left === 0) return undefined;
  if (expr.kind === 'name') {
    const bound = lookUp(file, expr.name, inside);
    return bound?.kind === 'value' && bound.path.length === 0
      ? wholeOf(file, bound.value, inside, left - 1)
      : undefined;
  }
  if (isParams(expr)) return 'raw';
  // `params[:user]`
  if (expr.kind === 'member') return wholeOf(file, expr.of, inside, left - 1);
  if (expr.kind !== 'call' || expr.callee.kind !== 'member') return undefined;
  const { of, name } = expr.callee;
  const inner = (): 'permitted' | 'raw' | undefined => wholeOf(file, of, inside, left - 1);
  if (/^(?:permit!|to_unsafe_h|to_unsafe_hash)$/.test(name)) return inner() === undefined ? undefined : 'permitted';
  if (
    /^(?:require|fetch|to_h|symbolize_keys|deep_symbolize_keys|with_indifferent_access|except|reject|dup|merge)$/.test(
      name,
    )
  )
    return inner();
  // `user_params`, a method of the class.
  if (of.kind !== 'self' || expr.args.length > 0) return undefined;
  const method = methodNamed(file, name);
  const value = method && lastOf(method);
  return method && value ? wholeOf(file, value, [method], left - 1) : undefined;
}

function methodNamed(file: ProgramFile, name: string): FunctionNode | undefined {
  const found = file.classes.flatMap(({ members }) =>
    members.flatMap(member => (member.kind === 'method' && member.name === name ? [member.fn] : [])),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** What a method gives that holds nothing else. */
function lastOf({ body }: FunctionNode): Expr | undefined {
  const last = body.at(-1);
  return last?.kind === 'return' || last?.kind === 'evaluate' ? last.value : undefined;
}

/** `config.action_controller.permit_all_parameters = true`: of all models. Source: Rails API, ActionController::Parameters. */
function permittedAll(file: ProgramFile): readonly PracticeFact[] {
  const facts: PracticeFact[] = [];
  visitNodes(file.module.body, node => {
    if (node.kind !== 'assign' || node.target.kind !== 'member' || node.target.name !== 'permit_all_parameters') return;
    if (node.value.kind !== 'boolean' || !node.value.value) return;
    facts.push({
      kind: 'practice',
      at: node.target.nameAt,
      practice: 'body-binding',
      standing: 'unsound',
      what: 'parameters are all permitted',
      model: '*',
    });
  });
  return facts;
}
