/** A module in the language-independent form as text without places, for tests that compare it whole. */
import type {
  ClassMember,
  Decorator,
  ExportBinding,
  Expr,
  FunctionNode,
  ImportBinding,
  Module,
  Pattern,
  RecordEntry,
  Statement,
  TypeRef,
} from '../../src/core/program.ts';

/** The statements, a line each. `choice(test, then, otherwise)`, `equal(a, b)`, `load(module)` and so on. */
export function moduleText(module: Module): string {
  return module.body.map(line).join('\n');
}

export function importText({ local, imported, module, isTypeOnly }: ImportBinding): string {
  return `${isTypeOnly ? 'type ' : ''}${local} = ${imported} of ${module}`;
}

export function exportText(exported: ExportBinding): string {
  return exported.kind === 'all-from' ? `* of ${exported.module}` : exported.exported;
}

function block(body: readonly Statement[]): string {
  return body.map(line).join('; ');
}

function line(statement: Statement): string {
  switch (statement.kind) {
    case 'declare':
      return `let ${bound(statement.pattern)}${statement.value ? ` = ${exprText(statement.value)}` : ''}`;
    case 'assign':
      return `${exprText(statement.target)} := ${exprText(statement.value)}`;
    case 'evaluate':
      return exprText(statement.value);
    case 'return':
    case 'throw':
      return statement.value ? `${statement.kind} ${exprText(statement.value)}` : statement.kind;
    case 'branch':
      return `if ${exprText(statement.test)} {${block(statement.then)}} else {${block(statement.otherwise)}}`;
    case 'each':
      return `each ${bound(statement.pattern)} of ${exprText(statement.over)} {${block(statement.body)}}`;
    case 'repeat':
      return `repeat ${statement.test ? `${exprText(statement.test)} ` : ''}{${block(statement.body)}}`;
    case 'attempt': {
      const caught = statement.caught ? `${bound(statement.caught)} ` : '';
      const handler = statement.hasHandler ? ` catch ${caught}{${block(statement.handler)}}` : '';
      return `try {${block(statement.body)}}${handler} after {${block(statement.after)}}`;
    }
    case 'select': {
      const cases = statement.cases.map(({ test, body }) => `${test ? exprText(test) : 'default'}: {${block(body)}}`);
      return `select ${exprText(statement.subject)} {${cases.join(' ')}}`;
    }
    case 'block':
      return `{${block(statement.body)}}`;
    case 'leave':
      return 'leave';
  }
}

export function exprText(expr: Expr): string {
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
      return 'SELF';
    case 'member':
      return `${exprText(expr.of)}.${expr.name}`;
    case 'index':
      return `${exprText(expr.of)}[${exprText(expr.key)}]`;
    case 'call':
      return `${expr.isAwaited ? 'await ' : ''}${expr.isNew ? 'new ' : ''}${exprText(expr.callee)}(${all(expr.args)})`;
    case 'list':
      return `[${all(expr.items)}]`;
    case 'record':
      return `{${expr.entries.map(entryText).join(', ')}}`;
    case 'spread':
      return `${expr.isNamed ? '**' : '...'}${exprText(expr.value)}`;
    case 'named':
      return `${expr.name}=${exprText(expr.value)}`;
    case 'function':
      return fnText(expr.fn);
    case 'class': {
      const { cls } = expr;
      const bases = [...(cls.extends ? [cls.extends] : []), ...(cls.others ?? [])];
      return `class ${cls.name ?? ''}(${all(bases)}) {${cls.members.map(memberText).join('; ')}}`;
    }
    case 'choice':
      return `choice(${all([expr.test, expr.then, expr.otherwise])})`;
    case 'operation':
      return `${expr.operator}(${all(expr.operands)})`;
    case 'load':
      return `load(${exprText(expr.module)})`;
    case 'assigned':
      return `(${exprText(expr.target)} := ${exprText(expr.value)})`;
    case 'unknown':
      return `unknown(${all(expr.parts)})`;
  }
}

function all(exprs: readonly Expr[]): string {
  return exprs.map(exprText).join(', ');
}

function entryText(entry: RecordEntry): string {
  if (entry.kind === 'spread') return `...${exprText(entry.value)}`;
  return `${entry.kind === 'entry' ? entry.key : `[${exprText(entry.key)}]`}: ${exprText(entry.value)}`;
}

export function fnText(fn: FunctionNode): string {
  const parameters = fn.parameters.map(({ pattern, isRest, isNamedRest, annotation }) => {
    const written = annotation ? ` @ ${exprText(annotation)}` : '';
    return `${isRest ? '...' : ''}${isNamedRest ? '**' : ''}${bound(pattern)}${written}`;
  });
  const returns = fn.returnType ? ` -> ${typeText(fn.returnType)}` : '';
  const kind = fn.bindsSelf ? 'method' : 'fn';
  return `${fn.isAsync ? 'async ' : ''}${kind}${fn.name === undefined ? '' : ` ${fn.name}`}(${parameters.join(', ')})${returns} {${block(fn.body)}}`;
}

function marks(decorators: readonly Decorator[]): string {
  return decorators.map(({ expression }) => `@${exprText(expression)} `).join('');
}

function memberText(member: ClassMember): string {
  if (member.kind === 'constructor') return `${marks(member.fn.decorators)}constructor ${fnText(member.fn)}`;
  const head = `${marks(member.decorators)}${member.isStatic ? 'static ' : ''}`;
  if (member.kind === 'method')
    return `${head}${member.accessor ? `${member.accessor} ` : ''}${member.name} ${fnText(member.fn)}`;
  return `${head}${member.name}${member.type ? `: ${typeText(member.type)}` : ''}${member.value ? ` = ${exprText(member.value)}` : ''}`;
}

function bound(pattern: Pattern): string {
  return `${patternText(pattern)}${pattern.type ? `: ${typeText(pattern.type)}` : ''}${pattern.byDefault ? ` = ${exprText(pattern.byDefault)}` : ''}`;
}

function patternText(pattern: Pattern): string {
  if (pattern.kind === 'name') return pattern.name;
  const items =
    pattern.kind === 'record'
      ? pattern.entries.map(({ key, pattern: inner }) => `${key}: ${bound(inner)}`)
      : pattern.items.map(item => (item ? bound(item) : ''));
  if (pattern.rest !== undefined) items.push(`...${pattern.rest}`);
  return pattern.kind === 'record' ? `{${items.join(', ')}}` : `[${items.join(', ')}]`;
}

export function typeText(type: TypeRef): string {
  const name = [...type.qualifier, type.name].join('.');
  return `${name}${type.arguments.length > 0 ? `<${type.arguments.map(typeText).join(', ')}>` : ''}`;
}
