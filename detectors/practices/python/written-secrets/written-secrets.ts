import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import type { Expr, FunctionNode } from '../../../../src/core/program.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { PYTHON_FILES } from '../../../routes/python/source-files.ts';
import { valueOf } from '../../bindings.ts';
import { optionIn } from '../../constants.ts';
import { argument, dottedName } from '../../calls.ts';
import { isElsewhere, isOfFramework, type Setting, settingsIn } from '../settings.ts';
import { distinctSecrets, secretFact } from '../../written-secret.ts';
import { writtenSecret } from '../written-secret.ts';
import { SECRET_ROWS, SECRET_SETTINGS, SECRET_WORDS } from './rows.ts';

export const writtenSecretsPython = defineDetector({
  id: 'written-secrets-python',
  title: 'Secrets written in Python code and settings',
  kind: 'practice',
  docs: 'https://docs.djangoproject.com/en/stable/howto/deployment/checklist/#secret-key',
  reads: 'python',
  files: PYTHON_FILES,
  words: SECRET_WORDS,
  emits: ['practice'],
  limits: [
    'Literals that a known library or framework takes as a secret are found; one that is passed on through another file is not.',
    'Placeholders (`changeme`, `<your key>`, `dev`) are not counted; a fallback of a configured secret is shown and not counted.',
    'Files and classes of settings for development and tests are left out by their names.',
  ],
  version: 1,
  detect: file =>
    isElsewhere(file.path)
      ? []
      : distinctSecrets([
          ...file.calls.flatMap(site => ofCall(file, site)),
          ...settingsIn(file).flatMap(setting => ofSetting(file, setting)),
        ]),
});

type Taken = {
  readonly value: Expr;
  readonly inside: readonly FunctionNode[];
  readonly what: string;
  readonly isAccount?: true | undefined;
  /** The environment is asked first, or a branch decides. */
  readonly isDefault?: boolean;
};

function secretAt(file: ProgramFile, { value, inside, what, isAccount, isDefault }: Taken): readonly PracticeFact[] {
  const secret = writtenSecret(file, value, inside);
  if (!secret || /^dev\w{0,10}$/i.test(secret.text)) return [];
  return secretFact({ ...secret, isFallback: secret.isFallback || isDefault === true }, what, isAccount);
}

function ofCall(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, inside } = site;
  const name = dottedName(file, call.callee) ?? '';
  const row = SECRET_ROWS.find(({ calls }) => calls.includes(name)) ?? middlewareRow(file, site);
  if (!row) return [];
  const given = argument(file, call, inside, {
    ...(row.name === undefined ? {} : { name: row.name }),
    ...(row.index === undefined ? {} : { index: row.index }),
  });
  return given.kind === 'given'
    ? secretAt(file, { value: given.value, inside, what: row.what, isAccount: row.isAccount })
    : [];
}

/** `app.add_middleware(SessionMiddleware, secret_key=…)`, `Middleware(SessionMiddleware, secret_key=…)`. */
function middlewareRow(file: ProgramFile, { call }: CallSite): (typeof SECRET_ROWS)[number] | undefined {
  const [first] = call.args;
  const name = first && (first.kind === 'name' || first.kind === 'member') ? dottedName(file, first) : undefined;
  return name === undefined || !name.endsWith('.SessionMiddleware')
    ? undefined
    : SECRET_ROWS.find(({ calls }) => calls.includes('starlette.middleware.sessions.SessionMiddleware'));
}

function ofSetting(file: ProgramFile, setting: Setting): readonly PracticeFact[] {
  const { name, value, isConditional, from } = setting;
  const isDefault = isConditional || from === 'default';
  if (name === 'SIMPLE_JWT' || name === 'DATABASES') return ofRecord(file, name, value, isDefault);
  const row = SECRET_SETTINGS.find(({ names }) => names.test(name));
  if (!row || !isOfFramework(file, setting)) return [];
  return secretAt(file, { value, inside: [], what: row.what, isAccount: row.isAccount, isDefault });
}

function ofRecord(file: ProgramFile, name: string, value: Expr, isDefault: boolean): readonly PracticeFact[] {
  if (name === 'SIMPLE_JWT') {
    const key = optionIn(file, value, 'SIGNING_KEY', []);
    return key.kind === 'given'
      ? secretAt(file, { value: key.value, inside: [], what: 'the key that signs tokens', isDefault })
      : [];
  }
  const databases = valueOf(file, value, []);
  if (databases.kind !== 'record') return [];
  return databases.entries.flatMap(entry => {
    const password = entry.kind === 'entry' ? optionIn(file, entry.value, 'PASSWORD', []) : undefined;
    return password?.kind === 'given'
      ? secretAt(file, {
          value: password.value,
          inside: [],
          what: 'the password of a database',
          isAccount: true,
          isDefault,
        })
      : [];
  });
}
