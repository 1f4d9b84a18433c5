/** The way in which tests of front ends speak: a program in the language-independent form as text. */
import type {
  ClassMember,
  Decorator,
  ExportBinding,
  Expr,
  FunctionNode,
  ImportBinding,
  Pattern,
  RecordEntry,
  Statement,
  TypeRef,
} from '../../src/core/program.ts';

/** The form as text, without places: one line a program, `choice(test, then, otherwise)`, `equal(a, b)`, `load(module)` and so on. */
export function block(body: readonly Statement[]): string {
  return body.map(line).join('; ');
}

function line(statement: Statement): string {
  switch (statement.kind) {
    case 'declare':
      return `let ${bound(statement.pattern)}${statement.value ? ` = ${shown(statement.value)}` : ''}`;
    case 'assign':
      return `${shown(statement.target)} := ${shown(statement.value)}`;
    case 'evaluate':
      return shown(statement.value);
    case 'return':
    case 'throw':
      return statement.value ? `${statement.kind} ${shown(statement.value)}` : statement.kind;
    case 'branch':
      return `if ${shown(statement.test)} {${block(statement.then)}} else {${block(statement.otherwise)}}`;
    case 'each':
      return `each ${statement.of} ${bound(statement.pattern)} of ${shown(statement.over)} {${block(statement.body)}}`;
    case 'repeat':
      return `repeat ${statement.test ? `${shown(statement.test)} ` : ''}{${block(statement.body)}}`;
    case 'attempt': {
      const handler = statement.hasHandler
        ? ` catch ${statement.caught ? `${bound(statement.caught)} ` : ''}{${block(statement.handler)}}`
        : '';
      return `try {${block(statement.body)}}${handler} after {${block(statement.after)}}`;
    }
    case 'select':
      return `select ${shown(statement.subject)} {${statement.cases.map(({ test: when, body }) => `${when ? shown(when) : 'default'}: {${block(body)}}`).join(' ')}}`;
    case 'block':
      return `{${block(statement.body)}}`;
    case 'leave':
      return 'leave';
  }
}

export function shown(expr: Expr): string {
  switch (expr.kind) {
    case 'text':
      return `'${expr.value}'`;
    case 'number':
    case 'boolean':
      return String(expr.value);
    case 'nothing':
      return 'nothing';
    case 'pattern':
      return `/${expr.source}/${expr.flags}`;
    case 'concat':
      return `concat(${all(expr.parts)})`;
    case 'name':
      return expr.name;
    case 'self':
      return 'self';
    case 'member':
      return `${shown(expr.of)}.${expr.name}`;
    case 'index':
      return `${shown(expr.of)}[${shown(expr.key)}]`;
    case 'call': {
      const types = expr.typeArguments.length > 0 ? `<${expr.typeArguments.join(', ')}>` : '';
      return `${expr.isAwaited ? 'await ' : ''}${expr.isNew ? 'new ' : ''}${shown(expr.callee)}${types}(${all(expr.args)})`;
    }
    case 'list':
      return `[${all(expr.items)}]`;
    case 'record':
      return `{${expr.entries.map(entryShown).join(', ')}}`;
    case 'spread':
      return `...${shown(expr.value)}`;
    case 'named':
      return `${expr.name}=${shown(expr.value)}`;
    case 'function':
      return fnShown(expr.fn);
    case 'class':
      return `class ${expr.cls.name ?? ''}`;
    case 'choice':
      return `choice(${all([expr.test, expr.then, expr.otherwise])})`;
    case 'operation':
      return `${expr.operator}(${all(expr.operands)})`;
    case 'load':
      return `load(${shown(expr.module)})`;
    case 'assigned':
      return `(${shown(expr.target)} := ${shown(expr.value)})`;
    case 'unknown':
      return `unknown(${all(expr.parts)})`;
  }
}

function all(exprs: readonly Expr[]): string {
  return exprs.map(shown).join(', ');
}

function entryShown(entry: RecordEntry): string {
  if (entry.kind === 'spread') return `...${shown(entry.value)}`;
  return `${entry.kind === 'entry' ? entry.key : `[${shown(entry.key)}]`}: ${shown(entry.value)}`;
}

function fnShown(fn: FunctionNode): string {
  const parameters = fn.parameters.map(
    ({ pattern, isRest, isField, decorators }) =>
      `${marks(decorators)}${isField ? 'field ' : ''}${isRest ? '...' : ''}${bound(pattern)}`,
  );
  return `${fn.isAsync ? 'async ' : ''}${fn.bindsSelf ? 'function' : 'arrow'}${fn.name === undefined ? '' : ` ${fn.name}`}(${parameters.join(', ')}) {${block(fn.body)}}`;
}

export function marks(decorators: readonly Decorator[]): string {
  return decorators.map(({ expression }) => `@${shown(expression)} `).join('');
}

function bound(pattern: Pattern): string {
  const tail = `${pattern.type ? `: ${typeShown(pattern.type)}` : ''}${pattern.byDefault ? ` = ${shown(pattern.byDefault)}` : ''}`;
  const rest = pattern.kind !== 'name' && pattern.rest !== undefined ? [`...${pattern.rest}`] : [];
  switch (pattern.kind) {
    case 'name':
      return pattern.name + tail;
    case 'record':
      return `{${[...pattern.entries.map(entry => `${entry.key}: ${bound(entry.pattern)}`), ...rest].join(', ')}}${tail}`;
    case 'list':
      return `[${[...pattern.items.map(item => (item ? bound(item) : '')), ...rest].join(', ')}]${tail}`;
  }
}

export function typeShown(type: TypeRef): string {
  const names = [...type.qualifier, type.name].join('.');
  return type.arguments.length > 0 ? `${names}<${type.arguments.map(typeShown).join(', ')}>` : names;
}

export function memberShown(member: ClassMember): string {
  if (member.kind === 'constructor') return `constructor ${fnShown(member.fn)}`;
  const head = `${marks(member.decorators)}${member.isStatic ? 'static ' : ''}`;
  if (member.kind === 'method')
    return `${head}${member.isAbstract ? 'abstract ' : ''}${member.accessor ? `${member.accessor} ` : ''}${member.name} ${fnShown(member.fn)}`;
  return `${head}${member.name}${member.type ? `: ${typeShown(member.type)}` : ''}${member.value ? ` = ${shown(member.value)}` : ''}`;
}

export function importShown(binding: ImportBinding): string {
  return `${binding.local} = ${binding.imported} of ${binding.module}${binding.isTypeOnly ? ' (type)' : ''}`;
}

export function exportShown(binding: ExportBinding): string {
  switch (binding.kind) {
    case 'local':
      return `${binding.exported} = local ${binding.local}`;
    case 'value':
      return `${binding.exported} = ${binding.isAssigned ? 'assigned ' : ''}${shown(binding.value)}`;
    case 'from':
      return `${binding.exported} = ${binding.imported} of ${binding.module}`;
    case 'all-from':
      return `all of ${binding.module}`;
  }
}
