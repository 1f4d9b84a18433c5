import type { FactBody } from '../../../../src/core/fact.ts';
import type { GuardEffect, ProgramFact, RouterRules } from '../../../../src/core/facts/program.ts';
import type { CallExpr, Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import { isFrom, type CallSite, type ProgramFile } from '../../../../src/parse/program-file.ts';
import { GO_FILES } from '../../../routes/go/source-files.ts';
import { GO_GUARDS, type GoGuard, HANDLERS, SKIPPING, WEAKENING } from './rows.ts';

export const goAuth = defineDetector({
  id: 'go-auth',
  title: 'Authentication middleware of Go',
  kind: 'guard',
  docs: 'https://pkg.go.dev/github.com/labstack/echo-jwt/v4',
  reads: 'go',
  files: GO_FILES,
  words: [
    ...new Set(GO_GUARDS.flatMap(({ modules, name, as }) => [...modules, ...(as === 'method' ? [`.${name}(`] : [])])),
    'connectrpc.com/authn',
    'github.com/justinas/alice',
  ].sort(),
  emits: ['guard-kind', 'guard-export', 'alias', 'compose'],
  limits: [
    'What a function that is given to such middleware makes of a credential is not read.',
    'Options that let some requests pass, or that are set elsewhere, make it unknown whether it refuses.',
  ],
  version: 3,
  detect: (file): readonly FactBody[] => [
    ...file.calls.flatMap(site => [...called(file, site), ...chained(file, site), ...asked(file, site)]),
    ...exported(file),
  ],
});

const FRAMEWORK = 'go-auth';

function called(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  const origin = file.originOf(call.callee);
  for (const row of GO_GUARDS) {
    const isExport = row.as === 'call' && isFrom(origin, row.modules, row.name);
    const isMethod = row.as === 'method' && name === row.name && receiver !== undefined;
    if (!isExport && !isMethod) continue;
    const { limiter, mechanism } = row;
    const effect = effectOf(file, row, call);
    const skips = row.as === 'call' && effect === 'required' ? skipperIn(call) : undefined;
    return [
      {
        kind: 'guard-kind',
        at: call.nameAt,
        framework: FRAMEWORK,
        site: call,
        effect,
        ...(mechanism ? { mechanism } : {}),
        ...(limiter ? { limiter } : {}),
        ...(skips ? { skips } : {}),
        ...(isMethod && receiver ? { of: { value: receiver, modules: row.modules } } : {}),
        why:
          effect === row.effect
            ? `${row.name} ${row.does}`
            : `${row.name} ${row.does}, unless its options let them pass`,
      },
    ];
  }
  return [];
}

/** Options that are written out are known; any others may hold one that lets requests pass. */
function effectOf(file: ProgramFile, { effect, as, handlesOn }: GoGuard, { args }: CallExpr): GuardEffect {
  if (effect !== 'required' || as === 'method') return effect;
  const isWeakened = optionsIn(args).some(
    ({ name, value }) =>
      (WEAKENING.has(name) && !(value.kind === 'boolean' && !value.value)) ||
      (handlesOn && HANDLERS.has(name) && mayHandOn(file, value)),
  );
  return isWeakened ? 'unknown' : effect;
}

/** What answers in place of the middleware may hand the request on, where frameworks give it the means. */
function mayHandOn({ calls, functions }: ProgramFile, value: Expr): boolean {
  const fn =
    value.kind === 'function' ? value.fn : functions.find(({ name }) => value.kind === 'name' && name === value.name);
  return !fn || calls.some(({ name, inside }) => name === 'Next' && inside.includes(fn));
}

/** The function that says of which requests the middleware knows nothing. */
function skipperIn({ args }: CallExpr): Expr | undefined {
  return optionsIn(args).find(({ name }) => SKIPPING.has(name))?.value;
}

function optionsIn(args: readonly Expr[]): readonly Extract<Expr, { kind: 'named' }>[] {
  return args.flatMap(arg =>
    arg.kind === 'call' && arg.isNew ? arg.args.flatMap(option => (option.kind === 'named' ? [option] : [])) : [],
  );
}

/** Exports that are guards themselves, stated by each file that may hold one. */
function exported(file: ProgramFile): readonly ProgramFact[] {
  const loaded = new Set(file.module.imports.map(({ module }) => module));
  return GO_GUARDS.filter(({ as }) => as === 'value').flatMap(row =>
    row.modules
      .filter(module => loaded.has(module))
      .map((module): ProgramFact => {
        const at = file.module.imports.find(binding => binding.module === module)?.at;
        const site: Expr = {
          kind: 'nothing',
          at: at ?? { file: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 },
        };
        return {
          kind: 'guard-export',
          at: site.at,
          framework: FRAMEWORK,
          site,
          module,
          name: row.name,
          // Said where the middleware is made, which may well be in this file.
          effect: file.text.includes('CredentialsOptional') ? 'unknown' : row.effect,
          ...(row.mechanism ? { mechanism: row.mechanism } : {}),
          why: `${row.name.split('.').at(-1)} ${row.does}`,
        };
      }),
  );
}

/** `alice.New(a, b).Append(c).Then(handler)`: the functions stand before the handler. Source: Alice, README. */
function chained(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!file.module.imports.some(({ module }) => module === ALICE)) return [];
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const list = (items: readonly Expr[]): Expr => ({ kind: 'list', at: call.at, items });
  if (isFrom(file.originOf(call.callee), ALICE, 'New')) return [{ kind: 'alias', ...base, value: list(call.args) }];
  const [first] = call.args;
  if (!receiver || !first) return [];
  if (name === 'Append')
    return [
      { kind: 'alias', ...base, value: list([{ kind: 'spread', at: receiver.at, value: receiver }, ...call.args]) },
    ];
  return name === 'Then' || name === 'ThenFunc'
    ? [{ kind: 'compose', ...base, guards: [receiver], of: first, rules: STANDING_AROUND }]
    : [];
}

/** `authn.NewMiddleware(authenticate).Wrap(mux)`: the function refuses by an error. Source: https://pkg.go.dev/connectrpc.com/authn. */
function asked(file: ProgramFile, { call, name, receiver }: CallSite): readonly ProgramFact[] {
  if (!file.module.imports.some(({ module }) => module === AUTHN)) return [];
  const base = { at: call.nameAt, framework: FRAMEWORK, site: call } as const;
  const [first, ...others] = call.args;
  if (!first) return [];
  if (isFrom(file.originOf(call.callee), AUTHN, 'NewMiddleware')) return [{ kind: 'alias', ...base, value: first }];
  return name === 'Wrap' && receiver && others.length === 0
    ? [{ kind: 'compose', ...base, guards: [receiver], of: first, rules: STANDING_AROUND }]
    : [];
}

/** What a handler is put into stands around that handler alone. */
const STANDING_AROUND: RouterRules = { syntax: 'servemux', guards: 'after', staysInside: true };
const AUTHN = 'connectrpc.com/authn';
const ALICE = 'github.com/justinas/alice';
