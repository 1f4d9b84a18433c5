import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { exportOf } from '../../../routes/javascript/origins.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { distinctSecrets, secretFact } from '../../written-secret.ts';
import { writtenSecret } from '../written-secret.ts';
import { SECRET_ROWS, type SecretRow } from './rows.ts';

export const writtenSecrets = defineDetector({
  id: 'written-secrets',
  title: 'Secrets written in code',
  kind: 'practice',
  docs: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: [...new Set([...SECRET_ROWS.flatMap(({ modules }) => modules), 'crypto'])],
  emits: ['practice'],
  limits: [
    'Literals that a known library takes as a secret are found; one that is passed on through another file is not.',
    'Placeholders (`changeme`, `<your key>`) are not counted; a fallback of a configured secret is shown and not counted.',
  ],
  version: 1,
  detect: file => distinctSecrets(file.calls.flatMap(site => secretsAt(file, site))),
});

function secretsAt(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  return secretsPassed(file, site).flatMap(({ value, row }) =>
    secretFact(writtenSecret(file, value, site.inside), row.what, row.isAccount),
  );
}

type Passed = { readonly value: Expr; readonly row: SecretRow };

function secretsPassed(file: ProgramFile, site: CallSite): readonly Passed[] {
  const { call, inside } = site;
  const origin = file.originOf(call.callee) ?? signerOrigin(file, site) ?? pluginOrigin(file, site);
  for (const row of SECRET_ROWS) {
    const taken = exportOf(origin, row.modules);
    if (taken === undefined || !row.exports.includes(taken)) continue;
    const arg = call.args[row.argument];
    if (!arg) return [];
    const values = row.options ? row.options.flatMap(path => optionAt(file, arg, path, inside)) : [arg];
    return values.flatMap(value => listed(file, value, inside)).map(value => ({ value, row }));
  }
  return [];
}

function optionAt(file: ProgramFile, options: Expr, path: string, inside: CallSite['inside']): readonly Expr[] {
  let value = options;
  for (const key of path.split('.')) {
    const option = optionIn(file, value, key, inside);
    if (option.kind !== 'given') return [];
    value = option.value;
  }
  return [value];
}

/** Libraries that rotate keys take a list of them. */
function listed(file: ProgramFile, value: Expr, inside: CallSite['inside']): readonly Expr[] {
  const list = valueOf(file, value, inside);
  return list.kind === 'list' ? list.items : [value];
}

/** `new SignJWT(claims).setIssuedAt().sign(key)`: the method of what the class makes. */
function signerOrigin(file: ProgramFile, { name, receiver }: CallSite): ReturnType<ProgramFile['originOf']> {
  if (name !== 'sign') return undefined;
  let root = receiver;
  while (root?.kind === 'call' && !root.isNew) root = root.callee.kind === 'member' ? root.callee.of : undefined;
  const origin = root?.kind === 'call' ? file.originOf(root.callee) : undefined;
  return origin && { module: origin.module, path: [...origin.path, 'sign'] };
}

/** `app.register(plugin, options)` and `super(options)` of a strategy give the options to the plugin and the strategy. */
function pluginOrigin(file: ProgramFile, { call, name, inside }: CallSite): ReturnType<ProgramFile['originOf']> {
  const [plugin] = call.args;
  if (name === 'register' && plugin) {
    const origin = file.originOf(plugin);
    return origin?.module.includes('fastify') ? { module: origin.module, path: ['register'] } : undefined;
  }
  if (call.callee.kind !== 'name' || call.callee.name !== 'super') return undefined;
  const cls = file.classes.find(({ members }) =>
    members.some(one => one.kind === 'constructor' && one.fn === inside[0]),
  );
  const base = cls?.extends;
  const strategy = base?.kind === 'call' ? base.args[0] : base;
  return strategy && file.originOf(strategy);
}
