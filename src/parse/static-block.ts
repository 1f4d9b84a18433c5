/** What runs when a class is made, as the member of it that the program form has for that. */
import { idAt, type Location } from '../core/location.ts';
import type { ClassMember, Statement } from '../core/program.ts';

/** `at`: a place in the class where no function starts; `nameAt`: the word for it, where the language has one. */
export function staticBlock(at: Location, body: readonly Statement[], nameAt = at): ClassMember {
  return {
    kind: 'method',
    at,
    name: 'static',
    nameAt,
    fn: { id: idAt(at), at, parameters: [], body, isAsync: false, bindsSelf: true, decorators: [], doc: '' },
    isStatic: true,
    decorators: [],
  };
}
