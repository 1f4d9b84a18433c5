/** Tokens that are read and believed. */
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { dottedName } from '../../calls.ts';
import { nameOfFunction } from '../functions.ts';
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
  return isRead && !ASKS.test(file.text) && inside.some(fn => FINDS.test(nameOfFunction(file, fn)));
}
