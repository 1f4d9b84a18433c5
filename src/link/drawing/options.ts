/** What options of a call change for the calls inside its block. */
import type { Value } from '../value.ts';
import { isTrue, textIn, textsIn } from './arguments.ts';
import { type DrawScope, mergedPath } from './table.ts';

/** The scope inside `scope path, options`. */
export function scopedBy(scope: DrawScope, given: string | undefined, options: ReadonlyMap<string, Value>): DrawScope {
  const path = given ?? textIn(options.get('path'));
  const shallowPath = textIn(options.get('shallow_path')) ?? (scope.level === 'nested' ? undefined : path);
  const module = options.get('module');
  const controller = textIn(options.get('controller'));
  const action = textIn(options.get('action'));
  const names = options.get('path_names');
  const only = options.get('only');
  const except = options.get('except');
  return {
    ...scope,
    ...(path === undefined ? {} : { path: mergedPath(scope.path, path) }),
    ...(shallowPath === undefined ? {} : { shallowPath: mergedPath(scope.shallowPath, shallowPath) }),
    ...(module && textIn(module) !== undefined ? { modules: [...scope.modules, textIn(module) ?? ''] } : {}),
    ...(controller === undefined ? {} : { controller }),
    ...(action === undefined ? {} : { action }),
    ...(options.has('shallow') ? { isShallow: isTrue(options.get('shallow')) } : {}),
    ...(only ? { only: textsIn(only) } : {}),
    ...(except ? { except: textsIn(except) } : {}),
    ...(names?.kind === 'record'
      ? {
          pathNames: new Map([
            ...scope.pathNames,
            ...[...names.fields].map(([name, value]) => [name, textIn(value) ?? name] as const),
          ]),
        }
      : {}),
  };
}
