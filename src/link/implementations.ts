/** Types that have the methods of an interface, where nothing says which of them a value is (Go). */
import { importedValue } from './modules.ts';
import { opaqueInstance } from './calling.ts';
import type { Machine } from './machine.ts';
import { structMember } from './structs.ts';
import { type ClassValue, type Value, either } from './value.ts';

/** A type that has a method, by the file in which that stands. */
export type Method = { readonly file: string; readonly type: string };

/** More types than these are too many to say anything of what one of them does. */
const MOST = 6;

/**
 * A method of a value of which its interface alone is known: that of the one type in the tree with all its methods, or of
 * one of several. What was made to stand for others in tests is none of them. Source: The Go Programming Language
 * Specification, Implementing an interface.
 */
export function implementedMethod(machine: Machine, type: ClassValue, name: string): Value | undefined {
  if (type.cls.form !== 'interface') return undefined;
  const methods = type.cls.members.flatMap(member => (member.kind === 'method' ? [member.name] : []));
  if (!methods.includes(name)) return undefined;
  const { methodsNamed } = machine.program;
  if (!methodsNamed) return undefined;
  const found = methodsNamed(name).filter(one => hasAll(methodsNamed, one, methods));
  if (found.length === 0 || found.length > MOST) return undefined;
  const options = found.flatMap(({ file, type: one }) => {
    const cls = importedValue(machine, file, one, '.');
    const method = cls?.kind === 'class' ? structMember(machine, opaqueInstance(machine, cls), name) : undefined;
    return method ? [method] : [];
  });
  return options.length === found.length ? either(options) : undefined;
}

/** Methods are found by their text: a type has them in its own package. */
function hasAll(
  methodsNamed: (name: string) => readonly Method[],
  { file, type }: Method,
  methods: readonly string[],
): boolean {
  const folder = folderOf(file);
  return methods.every(method =>
    methodsNamed(method).some(other => other.type === type && folderOf(other.file) === folder),
  );
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
