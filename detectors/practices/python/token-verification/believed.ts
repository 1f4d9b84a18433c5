/** Tokens that are read and believed. */
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';

/** Functions by whose name the caller of a request is found or let in. */
const FINDS =
  /^(?:get_|load_|fetch_|require_|verify_|check_|is_|_)*(?:current_user|user_from_(?:token|jwt|request)|authenticate|authenticated|(?:auth|jwt|token|login)_required|auth_token|verify_(?:token|jwt)|(?:token|jwt)|validate_(?:token|jwt)|authorize|get_identity)(?:_\w+)?$/;

/** Whoever asks another service about the token may read it afterwards. */
const ASKS = /\b(?:requests|httpx|aiohttp|urllib3?|grpc|boto3)\b/;

/**
 * `def get_current_user(token): return jwt.decode(token, options={'verify_signature': False})['sub']`: anyone can be anyone.
 * Reading is often no fault (to find the key's id, to log), so only a function that says that it finds the caller counts.
 */
export function believes(file: ProgramFile, { inside }: CallSite): boolean {
  const names = inside.map(fn => fn.name ?? memberName(file, fn.at));
  return names.some(name => FINDS.test(name)) && !ASKS.test(file.text);
}

function memberName(file: ProgramFile, at: CallSite['call']['at']): string {
  for (const cls of file.classes)
    for (const member of cls.members) if (member.kind === 'method' && member.fn.at === at) return member.name;
  return '';
}
