/** Serializers of the REST framework: which one writes an answer, and which take every field of their model. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import type { ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';

/** `UserSerializer` of `Response(UserSerializer(user).data)`, also by names on the way. */
export function serializerIn(file: ProgramFile, answer: Expr, inside: readonly FunctionNode[]): string | undefined {
  const left: Expr[] = [answer];
  const seen = new Set<Expr>();
  for (let root = left.pop(); root && seen.size < MOST_VALUES; root = left.pop()) {
    if (seen.has(root)) continue;
    seen.add(root);
    for (const node of nodesIn(root)) {
      // The generic walk has forgotten the types of what it passes.
      const expr = node as unknown as Expr;
      if (expr.kind === 'name') left.push(valueOf(file, expr, inside));
      if (expr.kind !== 'member' || expr.name !== 'data') continue;
      const made = valueOf(file, expr.of, inside);
      if (made.kind !== 'call' || (made.callee.kind !== 'name' && made.callee.kind !== 'member')) continue;
      if (made.callee.name.endsWith('Serializer')) return made.callee.name;
    }
  }
  return undefined;
}

const MOST_VALUES = 30;

/** `fields = '__all__'` in the `Meta` of a serializer. Source: Django REST framework, ModelSerializer. */
export function openSerializers(file: ProgramFile): readonly PracticeFact[] {
  return file.classes.flatMap((cls): readonly PracticeFact[] => {
    const { name } = cls;
    if (!name?.endsWith('Serializer') || !/\bfields\s{0,4}=\s{0,4}['"]__all__['"]/.test(sourceOf(file, cls.at)))
      return [];
    const base = { kind: 'practice', at: cls.nameAt, practice: 'response', standing: 'unsound' } as const;
    return [{ ...base, what: 'the serializer takes every field of its model', model: name }];
  });
}
