/** What Joken is told of the claims of tokens. Source: Joken, Joken.Config and Configuration. */
import type { ClassNode, Expr } from '../../../src/core/program.ts';
import type { Location } from '../../../src/core/location.ts';
import type { CallSite, ProgramFile } from '../../../src/parse/program-file.ts';
import { moduleName, modulesOf } from '../../routes/elixir/modules.ts';
import { numberOf } from '../calls.ts';
import { secondsFromNow, writtenValue } from './durations.ts';

type Inside = CallSite['inside'];

export type Claim = {
  /** `own`: by what the program says; `default`: by the name of the library, which all of its users have in common. */
  readonly checked: 'own' | 'default' | 'no';
  /** Where it is given to tokens that are issued; `seconds`, of the expiry, where they are written. */
  readonly given: { readonly at: Location | undefined; readonly seconds: number | undefined } | undefined;
};

export type ClaimName = 'exp' | 'iss' | 'aud';

export type Claims = Readonly<Record<ClaimName, Claim>> & {
  /** Where they begin: `default_claims(…)`. */
  readonly at: Location | undefined;
};

/** Two hours. Source: Joken.Config, `default_claims`. */
const DEFAULT_LIFE = 7_200;

const NONE: Claim = { checked: 'no', given: undefined };

const BARE: Claims = { exp: NONE, iss: NONE, aud: NONE, at: undefined };

const BY_DEFAULT: Claim = { checked: 'default', given: { at: undefined, seconds: undefined } };

const DEFAULTS: Claims = {
  exp: { checked: 'own', given: { at: undefined, seconds: DEFAULT_LIFE } },
  iss: BY_DEFAULT,
  aud: BY_DEFAULT,
  at: undefined,
};

export type JokenModule = {
  readonly use: CallSite['call'];
  readonly claims: Claims;
  /** Its keys are those of an issuer elsewhere. */
  readonly isOfOthers: boolean;
};

/** Modules that `use Joken.Config`, as far as their claims are written out. */
export function jokenModules(file: ProgramFile): readonly JokenModule[] {
  return modulesOf(file).all.flatMap(({ cls, uses }) => {
    const use = uses.find(({ module }) => module === 'Joken.Config');
    const claims = use && configuredIn(file, cls);
    const isOfOthers = uses.some(({ module }) => module === 'JokenJwks') || file.calls.some(isKeySet);
    return use && claims ? [{ use: use.call, claims, isOfOthers }] : [];
  });
}

/** `add_hook(JokenJwks, strategy: …)`. Source: JokenJwks. */
export function isKeySet({ call, name }: CallSite): boolean {
  return name === 'add_hook' && moduleName(call.args[0]) === 'JokenJwks';
}

function configuredIn(file: ProgramFile, cls: ClassNode): Claims | undefined {
  const own = cls.members.filter(member => member.kind === 'method' && member.name === 'token_config');
  const [method, ...others] = own;
  if (!method) return DEFAULTS;
  const last = method.kind === 'method' ? method.fn.body.at(-1) : undefined;
  if (others.length > 0 || method.kind !== 'method' || last?.kind !== 'return' || !last.value) return undefined;
  return claimsOf(file, last.value, [method.fn]);
}

/** How many claims are added to each other. */
const MOST_CLAIMS = 40;

/** Claims of `default_claims(iss: "shop") |> add_claim("aud", nil, &(&1 == "shop"))`; undefined where anything else has a hand in them. */
export function claimsOf(
  file: ProgramFile,
  expr: Expr,
  inside: Inside,
  left: number = MOST_CLAIMS,
): Claims | undefined {
  const value = writtenValue(file, expr, inside);
  if (value.kind === 'record') return value.entries.length === 0 ? BARE : undefined;
  if (value.kind !== 'call' || left === 0) return undefined;
  const { callee, args } = value;
  const isOfConfig = callee.kind === 'member' && moduleName(callee.of) === 'Joken.Config';
  const name = callee.kind === 'name' || isOfConfig ? callee.name : '';
  if (name === 'default_claims') return defaultsOf(file, value, inside);
  const [config, claim, given, check] = args;
  if (name !== 'add_claim' || !config) return undefined;
  const before = claimsOf(file, config, inside, left - 1);
  if (!before || claim?.kind !== 'text') return undefined;
  if (claim.value !== 'exp' && claim.value !== 'iss' && claim.value !== 'aud') return before;
  const added: Claim = {
    checked: check !== undefined && check.kind !== 'nothing' ? 'own' : 'no',
    given: given && given.kind !== 'nothing' ? { at: value.nameAt, seconds: lifeOf(file, given, inside) } : undefined,
  };
  return { ...before, [claim.value]: added };
}

/** `fn -> Joken.current_time() + 60 end`. */
function lifeOf(file: ProgramFile, given: Expr, inside: Inside): number | undefined {
  const last = given.kind === 'function' ? given.fn.body.at(-1) : undefined;
  const moment = last?.kind === 'return' ? last.value : undefined;
  return given.kind === 'function' && moment ? secondsFromNow(file, moment, [given.fn, ...inside]) : undefined;
}

/** `default_claims(skip: [:aud], default_exp: 60 * 60, iss: "shop")`. */
function defaultsOf(file: ProgramFile, { args, nameAt }: CallSite['call'], inside: Inside): Claims | undefined {
  const [options] = args;
  if (options && (options.kind !== 'record' || options.entries.some(({ kind }) => kind !== 'entry'))) return undefined;
  const option = (key: string): Expr | undefined => {
    const entry = options?.entries.find(one => one.kind === 'entry' && one.key === key);
    return entry && writtenValue(file, entry.value, inside);
  };
  const skipped = option('skip');
  if (skipped && (skipped.kind !== 'list' || skipped.items.some(({ kind }) => kind !== 'text'))) return undefined;
  const isSkipped = (name: ClaimName): boolean =>
    skipped?.kind === 'list' && skipped.items.some(item => item.kind === 'text' && item.value === name);
  const named = (name: 'iss' | 'aud'): Claim =>
    isSkipped(name) ? NONE : { checked: option(name) ? 'own' : 'default', given: { at: nameAt, seconds: undefined } };
  const life = option('default_exp');
  const seconds = life ? numberOf(file, life, inside) : DEFAULT_LIFE;
  return {
    exp: isSkipped('exp') ? NONE : { checked: 'own', given: { at: nameAt, seconds } },
    iss: named('iss'),
    aud: named('aud'),
    at: nameAt,
  };
}
