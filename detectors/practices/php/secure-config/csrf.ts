/** Whether Laravel refuses requests that foreign pages make. Source: Laravel, CSRF Protection; Middleware Groups. */
import type { SwitchFact } from '../../../../src/core/facts/switch.ts';
import type { Location } from '../../../../src/core/location.ts';
import type { ClassNode, Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { textsIn } from '../../../routes/php/values.ts';

export function csrfSwitches(file: ProgramFile): readonly SwitchFact[] {
  return [...file.classes.flatMap(cls => [...exempted(file, cls), ...grouped(file, cls)]), ...configured(file)];
}

function off(at: Location, what: string): SwitchFact {
  return { kind: 'switch', at, name: 'csrf', isSafe: false, what };
}

const MIDDLEWARE = ['VerifyCsrfToken', 'ValidateCsrfToken', 'PreventRequestForgery'];

/** `class VerifyCsrfToken extends Middleware { protected $except = ['*']; }` */
function exempted(file: ProgramFile, cls: ClassNode): readonly SwitchFact[] {
  const base = cls.extends && file.originOf(cls.extends);
  if (!MIDDLEWARE.some(name => isFrom(base, 'Illuminate\\Foundation\\Http\\Middleware', name))) return [];
  return cls.members.flatMap(member =>
    member.kind === 'field' && member.name === 'except' && sparesAll(member.value)
      ? [off(member.nameAt, 'every path is exempt from the check of CSRF tokens')]
      : [],
  );
}

function sparesAll(paths: Expr | undefined): boolean {
  return textsIn(paths).some(text => /^\/?\*$/.test(text));
}

/** The stack of pages, which has sessions: with the check of tokens, or without it. */
function grouped(file: ProgramFile, cls: ClassNode): readonly SwitchFact[] {
  if (!isFrom(cls.extends && file.originOf(cls.extends), 'Illuminate\\Foundation\\Http', 'Kernel')) return [];
  return cls.members.flatMap((member): readonly SwitchFact[] => {
    if (member.kind !== 'field' || member.name !== 'middlewareGroups' || member.value?.kind !== 'record') return [];
    return member.value.entries.flatMap((entry): readonly SwitchFact[] => {
      if (entry.kind !== 'entry' || entry.key !== 'web' || entry.value.kind !== 'list') return [];
      const names = entry.value.items.map(item => (item.kind === 'name' ? lastPart(item.name) : ''));
      if (names.includes('')) return [];
      const checked = entry.value.items[names.findIndex(name => MIDDLEWARE.includes(name))];
      if (checked)
        return [{ kind: 'switch', at: checked.at, name: 'csrf', isSafe: true, what: 'CSRF tokens are checked' }];
      return names.includes('StartSession') && !names.some(name => /csrf|forgery/i.test(name))
        ? [off(entry.keyAt, 'the group web has sessions and no check of CSRF tokens')]
        : [];
    });
  });
}

function lastPart(name: string): string {
  return name.split('\\').at(-1) ?? '';
}

/** `$middleware->validateCsrfTokens(except: ['*'])`, `->remove(ValidateCsrfToken::class)`. */
function configured(file: ProgramFile): readonly SwitchFact[] {
  if (!file.text.includes('withMiddleware')) return [];
  return file.calls.flatMap(({ call, name, receiver }): readonly SwitchFact[] => {
    if (!receiver) return [];
    const values = call.args.map(arg => (arg.kind === 'named' ? arg.value : arg));
    if (/^(?:validateCsrfTokens|preventRequestForgery)$/.test(name) && values.some(sparesAll))
      return [off(call.nameAt, 'every path is exempt from the check of CSRF tokens')];
    return [];
  });
}
