/** Names that a Java file uses and neither declares nor imports one by one: they come from its package or a `.*` import. */
import { textOf } from '../syntax/source.ts';
import type { SyntaxNode } from '../syntax/syntax-tree.ts';
import type { JavaSource } from './source.ts';
import { isAnnotation } from './annotations.ts';

export type FreeName = {
  readonly name: string;
  /** Where it stands first. */
  readonly node: SyntaxNode;
  /** It stands where a type may; else it can only be a static member. */
  readonly mayBeType: boolean;
};

/** How a name is used: where only a type can stand, before a dot, called, or as a value. */
type Use = 'type' | 'root' | 'call' | 'value';

/**
 * The free names of a file, in the order in which they first stand. A name that the file declares anywhere is taken as
 * declared everywhere in it. `from.members`: also names that only a static member of another class can have. Without
 * `from.packages`, a name in capitals before a dot is taken for a constant that a class of the file inherits.
 */
export function freeNames(
  source: JavaSource,
  from: { readonly packages: boolean; readonly members: boolean },
): readonly FreeName[] {
  let inherits = false;
  const found = new Map<string, { node: SyntaxNode; uses: Set<Use> }>();
  const declared = { types: new Set<string>(), calls: new Set<string>(), values: new Set<string>() };
  const open: { readonly node: SyntaxNode; readonly parent: SyntaxNode }[] = [
    { node: source.tree.root, parent: source.tree.root },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, parent } = next;
    inherits ||= node.type === 'superclass' || node.type === 'super_interfaces';
    if (node.type === 'identifier' || node.type === 'type_identifier') {
      const use = useOf(node, parent);
      const name = textOf(source, node);
      if (use === 'declared-type') declared.types.add(name);
      else if (use === 'declared-call') declared.calls.add(name);
      else if (use === 'declared-value') declared.values.add(name);
      else if (use) {
        const known = found.get(name);
        if (known) known.uses.add(use);
        else found.set(name, { node, uses: new Set([use]) });
      }
      continue;
    }
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (child && isVisited(node, child)) open.push({ node: child, parent: node });
    }
  }
  return [...found].flatMap(([name, { node, uses }]): readonly FreeName[] => {
    const isInherited = inherits && !from.packages && !uses.has('type') && /^[A-Z][A-Z0-9]+$/.test(name);
    const mayBeType =
      isTypeName(name) && !isInherited && !declared.types.has(name) && isUsedAsType(name, uses, declared.values);
    const mayBeMember =
      from.members &&
      ((uses.has('call') && !declared.calls.has(name)) ||
        ((uses.has('value') || uses.has('root')) && !declared.values.has(name) && !declared.types.has(name)));
    return mayBeType || mayBeMember ? [{ name, node, mayBeType }] : [];
  });
}

function isUsedAsType(name: string, uses: ReadonlySet<Use>, values: ReadonlySet<string>): boolean {
  return uses.has('type') || (uses.has('root') && !values.has(name));
}

/** Of a qualified name only the first part is looked up; imports and the package use none. */
function isVisited(parent: SyntaxNode, child: SyntaxNode): boolean {
  if (!child.isNamed) return false;
  if (parent.type === 'scoped_type_identifier' || parent.type === 'scoped_identifier')
    return child === parent.children.find(one => one.isNamed) || isAnnotation(child) || child.type === 'type_arguments';
  return child.type !== 'import_declaration' && child.type !== 'package_declaration';
}

type Declared = 'declared-type' | 'declared-call' | 'declared-value';

function useOf(node: SyntaxNode, parent: SyntaxNode): Use | Declared | undefined {
  if (node.type === 'type_identifier') return parent.type === 'type_parameter' ? 'declared-type' : 'type';
  switch (parent.type) {
    case 'class_declaration':
    case 'interface_declaration':
    case 'enum_declaration':
    case 'record_declaration':
    case 'annotation_type_declaration':
      return 'declared-type';
    case 'method_declaration':
    case 'annotation_type_element_declaration':
      return 'declared-call';
    case 'variable_declarator':
    case 'resource':
    case 'enhanced_for_statement':
    case 'instanceof_expression':
      return node.field === 'name' ? 'declared-value' : 'value';
    case 'lambda_expression':
      return node.field === 'parameters' ? 'declared-value' : 'value';
    case 'formal_parameter':
    case 'catch_formal_parameter':
    case 'enum_constant':
    case 'inferred_parameters':
    case 'type_pattern':
    case 'record_pattern_component':
      return 'declared-value';
    case 'record_pattern':
    case 'annotation':
    case 'marker_annotation':
    case 'scoped_identifier':
    case 'scoped_type_identifier':
      return 'type';
    case 'method_invocation':
      if (node.field === 'object') return 'root';
      return node.field === 'name' ? (hasReceiver(parent) ? undefined : 'call') : 'value';
    case 'field_access':
      return node.field === 'object' ? 'root' : undefined;
    case 'method_reference':
      return parent.children[0] === node ? 'root' : undefined;
    case 'element_value_pair':
      return node.field === 'key' ? undefined : 'value';
    case 'constructor_declaration':
    case 'compact_constructor_declaration':
    case 'labeled_statement':
    case 'break_statement':
    case 'continue_statement':
      return undefined;
    case 'switch_label':
      // Most often a constant of the enum that the subject is of, which no import gives.
      return undefined;
    default:
      return 'value';
  }
}

function hasReceiver(invocation: SyntaxNode): boolean {
  return invocation.children.some(child => child.field === 'object' || child.type === 'super');
}

/** Capitalised, and no constant: `MAX_SIZE` before a dot is inherited, if it is not declared. */
function isTypeName(name: string): boolean {
  return /^\p{Lu}/u.test(name) && !/^[A-Z0-9]+_[A-Z0-9_]*$/.test(name) && !JAVA_LANG.has(name);
}

/** Types of `java.lang` that programs use all the time. Source: the package's documentation, Java 21. */
const JAVA_LANG: ReadonlySet<string> = new Set(
  `Appendable ArithmeticException ArrayIndexOutOfBoundsException AssertionError AutoCloseable Boolean Byte CharSequence
  Character Class ClassCastException ClassLoader ClassNotFoundException CloneNotSupportedException Cloneable Comparable
  Deprecated Double Enum Error Exception ExceptionInInitializerError Float FunctionalInterface IllegalArgumentException
  IllegalAccessException IllegalMonitorStateException
  IllegalStateException IndexOutOfBoundsException InheritableThreadLocal InstantiationException Integer
  InterruptedException Iterable LinkageError Long Math NegativeArraySizeException NoClassDefFoundError
  NoSuchFieldException NoSuchMethodException NullPointerException Number NumberFormatException Object OutOfMemoryError
  Override Process ProcessBuilder Readable Record ReflectiveOperationException Runnable Runtime RuntimeException
  SafeVarargs SecurityException Short StackOverflowError StackTraceElement StrictMath String StringBuffer StringBuilder
  StringIndexOutOfBoundsException SuppressWarnings System Thread ThreadGroup ThreadLocal Throwable
  UnsupportedOperationException VirtualMachineError Void`.split(/\s+/),
);
