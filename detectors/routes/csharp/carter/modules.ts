import type { ClassNode, FunctionNode, TypeRef } from '../../../../src/core/program.ts';
import { lastName } from '../names.ts';

/** A module that has a path or guards of its own: the function that maps its endpoints, and what its constructor says. */
export type CarterModule = { readonly type: TypeRef; readonly made: FunctionNode | undefined };

/** `class Users : CarterModule { … public override void AddRoutes(IEndpointRouteBuilder app) }`. Source: Carter, README. */
export function carterModule(cls: ClassNode): CarterModule | undefined {
  if (!cls.extends || lastName(cls.extends) !== 'CarterModule') return undefined;
  const routes = cls.members.find(member => member.kind === 'method' && member.name === 'AddRoutes');
  const made = cls.members.find(member => member.kind === 'constructor');
  const [parameter] = routes?.kind === 'method' ? routes.fn.parameters : [];
  const type = parameter?.pattern.type;
  return type && { type, made: made?.kind === 'constructor' ? made.fn : undefined };
}
