/** Tokens that are read without a look at their signature, and believed. */
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { moduleName } from '../../../routes/elixir/modules.ts';
import { functionName } from '../../function-name.ts';

/** Sources: Joken, `peek_claims`; JOSE.JWT and JOSE.JWS, `peek_payload`; Guardian, `peek`. */
const PEEKS: readonly { readonly module: RegExp; readonly name: RegExp }[] = [
  { module: /^Joken$/, name: /^peek_claims$/ },
  { module: /^JOSE\.JWT$/, name: /^peek(?:_payload)?$/ },
  { module: /^JOSE\.JWS$/, name: /^peek_payload$/ },
  { module: /(?:^|\.)Guardian(?:\.Token\.Jwt)?$/, name: /^peek$/ },
];

/** Functions by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:(?:get|load|fetch|find|resolve|assign|put|set)_)?(?:(?:current|authenticated|logged_in)_)?(?:user|principal|identity|caller|account)(?:_id)?(?:_(?:from|by)_(?:token|jwt|request|conn|bearer))?[!?]?$|^authenticate\w{0,40}[!?]?$|^authorize\w{0,40}[!?]?$|^(?:verify|validate|check)_(?:access_)?(?:token|jwt|auth)[!?]?$/;

/** A plug that says who the user is. */
const ASSIGNS = /\bassign\([^()\n]{0,40}:(?:current_)?(?:user|account|claims)\b/;

/** Whoever verifies by another way, or asks another service about the token, may read it afterwards. */
const VERIFIES =
  /\.verify\w{0,30}[!?]?\(|\bverify_strict\b|\bdecode_and_verify\b|\bverify_and_validate\b|\bHTTPoison\.|\bReq\.|\bTesla\.|\bFinch\.|:httpc\.|:crypto\.|:public_key\./;

export function isReadBlindly(file: ProgramFile, { name, receiver, inside }: CallSite): boolean {
  const module = moduleName(receiver);
  const isRead = module !== undefined && PEEKS.some(one => one.module.test(module) && one.name.test(name));
  if (!isRead || VERIFIES.test(file.text)) return false;
  return inside.some(fn => {
    const own = functionName(file, fn).replace(/^.*\./, '');
    return FINDS.test(own) || (own === 'call' && ASSIGNS.test(file.text));
  });
}
