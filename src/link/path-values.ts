/** Values as paths. */
import { FOLDER, GLOBAL } from './builtins.ts';
import type { PathValue } from './router.ts';
import { type Value, flatten, optionsOf } from './value.ts';

/** The path of what is mounted without one. */
export const ROOT: readonly PathValue[] = [{ kind: 'text', text: '' }];

/** The paths a value stands for. A default beside something unknown (`process.env.BASE || '/api'`) is taken. */
export function pathsOf(value: Value): readonly PathValue[] {
  const options = flatten(value).flatMap(item => optionsOf(item));
  const known = options.flatMap((option): readonly PathValue[] => {
    if (option.kind === 'text') return [{ kind: 'text', text: option.value.replaceAll(FOLDER, '') }];
    if (option.kind === 'number') return [{ kind: 'text', text: String(option.value) }];
    if (option.kind === 'pattern') return [{ kind: 'pattern', source: option.source, flags: option.flags }];
    if (option.kind === 'list') return pathsOf(option);
    return [];
  });
  if (known.length > 0) return known;
  const missing = options.find(option => option.kind !== 'nothing');
  if (!missing) return ROOT;
  return [
    {
      kind: 'unknown',
      why:
        missing.kind === 'unknown'
          ? missing.why
          : isSetting(missing)
            ? 'it is set in the environment'
            : `a ${missing.kind} is no path`,
    },
  ];
}

/** Whether a value that may be a path or a function is a path. */
export function isPath(value: Value): boolean {
  const items = flatten(value)
    .flatMap(item => optionsOf(item))
    .filter(item => item.kind !== 'unknown');
  return items.length > 0 && items.every(item => item.kind === 'text' || item.kind === 'pattern' || isSetting(item));
}

/** A variable of the environment, which is a text. */
function isSetting(value: Value): boolean {
  return value.kind === 'external' && value.module === GLOBAL && (value.path[1] === 'env' || value.path[2] === 'env');
}
