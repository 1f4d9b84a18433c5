import type { ClassValue, ClosureValue, Scope, Value } from '../value.ts';

/** What `this` is in a function, and the class whose method it is. */
export function selfIn(closure: ClosureValue): { readonly self?: Value; readonly cls?: ClassValue } {
  let self = closure.receiver ?? closure.self;
  let cls: ClassValue | undefined;
  for (let scope: Scope | undefined = closure.scope; scope; scope = scope.parent) {
    self ??= scope.self;
    cls ??= scope.cls;
  }
  return { ...(self ? { self } : {}), ...(cls ? { cls } : {}) };
}
