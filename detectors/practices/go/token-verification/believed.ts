/** Tokens that are read and believed. */
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { dottedName } from '../../calls.ts';
import { GOLANG_JWT } from '../token-packages.ts';
import { JWX } from './other-verifiers.ts';

/** Functions by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:(?:get|load|fetch|find|extract)(?:current)?(?:user|principal|identity)(?:id)?(?:from(?:token|jwt|request|context))?|\w*(?:authenticate|authorize|authenticated|authmiddleware|jwtmiddleware|authrequired|requireauth|currentuser|(?:verify|validate|check)(?:token|jwt|auth))\w*)$/i;

/** Whoever asks another service about the token may read it afterwards. */
const ASKS = /\bhttp\.(?:Get|Post|NewRequest|Client)|\bgrpc\.|\bresty\./;

export function isReadBlindly(file: ProgramFile, { call, name, receiver, inside }: CallSite): boolean {
  const own = dottedName(file, call.callee);
  const isOfParser =
    name === 'ParseUnverified' &&
    receiver !== undefined &&
    own === undefined &&
    file.module.imports.some(({ module }) => GOLANG_JWT.includes(module));
  const isRead = isOfParser || JWX.some(one => own === `${one}.ParseInsecure`);
  return isRead && !ASKS.test(file.text) && inside.some(fn => FINDS.test(fn.name ?? methodName(file, fn)));
}

/** A method stands in the module by the name of its type before its own. */
function methodName(file: ProgramFile, fn: CallSite['inside'][number]): string {
  for (const statement of file.module.body)
    if (statement.kind === 'declare' && statement.value?.kind === 'function' && statement.value.fn === fn)
      return statement.pattern.kind === 'name' ? (statement.pattern.name.split('.').at(-1) ?? '') : '';
  return '';
}
