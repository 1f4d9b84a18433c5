import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { nodesIn } from '../../../routes/javascript/values.ts';
import { lastName, pathsOf } from '../../../routes/rust/chains.ts';
import { valueOf } from '../../bindings.ts';
import { sourceOf } from '../../calls.ts';
import { type JudgedLife, NEVER, ofLife, OWN_EXPIRY_CLAIM } from '../../judged-life.ts';
import { secondsFromNow, secondsOf } from './durations.ts';

export const tokenLifeRust = defineDetector({
  id: 'token-life-rust',
  title: 'Life of tokens in Rust (jsonwebtoken, jwt-simple)',
  kind: 'practice',
  docs: 'https://datatracker.ietf.org/doc/html/rfc9700',
  reads: 'rust',
  files: ['**/*.rs'],
  words: ['jsonwebtoken', 'jwt_simple'],
  emits: ['practice'],
  limits: [
    'Claims are read where they are written: in the function that issues the token, or in a constructor of the same file.',
    'Claims that hold others (`flatten`) and those that are changed later are not judged.',
  ],
  version: 1,
  detect: file =>
    file.calls.flatMap((site): readonly PracticeFact[] => {
      const judged = ofJsonwebtoken(file, site) ?? ofJwtSimple(file, site);
      return judged ? [{ kind: 'practice', at: site.call.nameAt, practice: 'token-life', ...judged }] : [];
    }),
});

/** `encode(&header, &claims, &key)`. Source: jsonwebtoken, `encode`. */
function ofJsonwebtoken(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const claims = call.args[1];
  if (!claims || !pathsOf(file, call.callee).includes('jsonwebtoken::encode')) return undefined;
  const made = claimsMade(file, claims, site);
  if (!made) return undefined;
  const expiry = made.args.find(arg => arg.kind === 'named' && /^exp(?:iry|iration|ires(?:_at)?)?$/.test(arg.name));
  if (expiry?.kind === 'named') return ofLife(secondsFromNow(file, expiry.value, inside), isRefresh(file, site, made));
  // What is spread or held in one of the others may have it.
  const isWhole = made.args.every(
    arg => arg.kind === 'named' && !OWN_EXPIRY_CLAIM.test(arg.name) && !HOLDING.test(arg.name),
  );
  return isWhole && made.args.length > 0 ? NEVER : undefined;
}

const HOLDING = /claims|standard|registered|common|base|inner|flatten/i;

/** The struct literal that claims are: in the function itself, or in the constructor of the file that it calls. */
function claimsMade(file: ProgramFile, claims: Expr, { inside }: CallSite): CallExpr | undefined {
  const value = valueOf(file, claims, inside);
  if (value.kind !== 'call') return undefined;
  if (value.isNew) return value;
  const { callee } = value;
  if (callee.kind !== 'member' || callee.of.kind !== 'name') return undefined;
  const type = lastName(callee.of.name);
  const made = file.classes
    .filter(({ name }) => name === type)
    .flatMap(cls => cls.members)
    .flatMap(member => (member.kind === 'method' && member.name === callee.name ? [...nodesIn(member.fn.body)] : []))
    // The generic walk has forgotten the types of what it passes.
    .map(node => node as unknown as Expr)
    .filter((node): node is CallExpr => node.kind === 'call' && node.isNew && isOf(node, type));
  return made.length === 1 ? made[0] : undefined;
}

function isOf({ callee }: CallExpr, type: string): boolean {
  const name = callee.kind === 'name' ? lastName(callee.name) : callee.kind === 'self' ? 'Self' : '';
  return name === type || name === 'Self';
}

/** `Claims::create(Duration::from_hours(2))`, `Claims::with_custom_claims(own, Duration::from_mins(5))`. Source: jwt-simple. */
function ofJwtSimple(file: ProgramFile, site: CallSite): JudgedLife | undefined {
  const { call, inside } = site;
  const [path] = pathsOf(file, call.callee).filter(one =>
    /^jwt_simple::.*\bClaims::(?:create|with_custom_claims)$/.test(one),
  );
  const life = call.args.at(-1);
  return path !== undefined && life ? ofLife(secondsOf(file, life, inside), isRefresh(file, site, call)) : undefined;
}

/** Names around the call say what kind of token it is. */
function isRefresh(file: ProgramFile, { call, inside: [fn] }: CallSite, made: CallExpr): boolean {
  return /refresh/i.test(`${sourceOf(file, call.at)} ${sourceOf(file, made.at)} ${fn?.name ?? ''}`);
}
