/** Tokens that are read and believed. */
import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, Statement } from '../../../../src/core/program.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { lookUp, valueOf } from '../../bindings.ts';

const DECODERS: readonly (readonly [string, string])[] = [
  ['jsonwebtoken', 'decode'],
  ['jose', 'decodeJwt'],
  ['jwt-decode', 'default'],
  ['jwt-decode', 'jwtDecode'],
];

/** Where frameworks and middleware keep who the caller is. */
const PRINCIPAL = /^(?:user|auth|currentUser|account|principal|userId|user_id|decoded|tokenPayload|session)$/;

/**
 * `req.user = jwt.decode(token)`: anyone can be anyone. Decoding is often no fault (to find the key's id, to log after a
 * gateway's check), so nothing but the assignment to the request of a function that is given one counts.
 */
export function decodedAsUser(file: ProgramFile, { call, inside }: CallSite): readonly PracticeFact[] {
  const origin = file.originOf(call.callee);
  const isDecoder = DECODERS.some(([module, name]) => exportOf(origin, module) === name);
  const [fn] = inside;
  if (!isDecoder || !fn) return [];
  const assigned = assignmentsIn(fn.body).find(
    ({ target, value }) => isOfRequest(file, target, inside) && holds(file, value, call, inside),
  );
  if (!assigned) return [];
  return [
    {
      kind: 'practice',
      at: call.nameAt,
      practice: 'token-verification',
      standing: 'unsound',
      what: 'a token that is decoded and not verified becomes the user of the request',
    },
  ];
}

type Assignment = { readonly target: Expr; readonly value: Expr };

function assignmentsIn(body: readonly Statement[]): readonly Assignment[] {
  const found: Assignment[] = [];
  for (const node of nodesIn(body)) {
    // The generic walk has forgotten the types of what it passes.
    if (node['kind'] === 'assign' || node['kind'] === 'assigned') found.push(node as unknown as Assignment);
  }
  return found;
}

/** `req.user`, `ctx.state.user`, `res.locals.user`, where the root is a parameter. */
function isOfRequest(file: ProgramFile, target: Expr, inside: CallSite['inside']): boolean {
  if (target.kind !== 'member' || !PRINCIPAL.test(target.name)) return false;
  const holder = target.of.kind === 'member' && ['state', 'locals'].includes(target.of.name) ? target.of.of : target.of;
  return holder.kind === 'name' && lookUp(file, holder.name, inside)?.kind === 'parameter';
}

/** The call itself, a constant that stands for it, or a member of either. */
function holds(file: ProgramFile, value: Expr, call: Expr, inside: CallSite['inside']): boolean {
  let root = value;
  while (root.kind === 'member') root = root.of;
  if (root === call) return true;
  const bound = root.kind === 'name' ? lookUp(file, root.name, inside) : undefined;
  return (bound?.kind === 'value' && bound.value === call) || valueOf(file, root, inside) === call;
}
