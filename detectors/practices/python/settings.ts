/**
 * Settings that a file gives to its framework: names in capitals of a module or of a class of settings, and what is put into
 * `app.config`. Sources: Django, Settings; Flask, Configuration Handling; pydantic-settings.
 */
import type { ClassNode, Expr, Statement } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { dottedName } from '../calls.ts';

export type Setting = {
  readonly name: string;
  readonly value: Expr;
  readonly at: Expr['at'];
  /** A branch decides whether it is set. */
  readonly isConditional: boolean;
  /** `default`: of a class whose fields the environment fills first. */
  readonly from: 'module' | 'class' | 'default' | 'config';
};

/** Files and classes that say that they are for another place than production. */
const ELSEWHERE =
  /(?:^|[^a-z])(?:dev|devel|develop|development|local|localhost|debug|test|tests|testing|ci|examples?|sample|demo|dist|template)(?:[^a-z]|$)/i;

/** Of `DevelopmentConfig` and `TestingSettings`. */
const ELSEWHERE_CLASS = /^(?:Dev|Development|Local|Debug|Test|Testing|Tests|CI|Demo)(?=[A-Z_]|$)/;

/** Whether a file holds settings for development or tests alone: `settings/development.py`, `config_local.py`. */
export function isElsewhere(path: string): boolean {
  const [file = '', folder = ''] = path.split('/').toReversed();
  return (
    ELSEWHERE.test(file.replace(/\.py$/, '')) || (/^(?:settings|config|conf)$/.test(folder) && ELSEWHERE.test(file))
  );
}

/** In source order; those of classes for development are left out, and so is a file for it as a whole. */
export function settingsIn(file: ProgramFile): readonly Setting[] {
  if (isElsewhere(file.path)) return [];
  const found: Setting[] = [];
  ofStatements(file.module.body, { found, isConditional: false, isTop: true });
  for (const { body } of file.functions) ofStatements(body, { found, isConditional: false, isTop: false });
  for (const cls of file.classes) found.push(...ofClass(file, cls));
  return found.toSorted((a, b) => a.at.line - b.at.line || a.at.column - b.at.column);
}

type Gathering = { readonly found: Setting[]; readonly isConditional: boolean; readonly isTop: boolean };

const NAME = /^[A-Z][A-Z0-9_]*$/;

function ofStatements(statements: readonly Statement[], gathering: Gathering): void {
  const { found, isConditional, isTop } = gathering;
  for (const statement of statements) {
    switch (statement.kind) {
      case 'declare':
        if (isTop && statement.value && statement.pattern.kind === 'name' && NAME.test(statement.pattern.name))
          found.push({
            name: statement.pattern.name,
            value: statement.value,
            at: statement.pattern.at,
            isConditional,
            from: 'module',
          });
        break;
      case 'assign':
        found.push(...ofAssignment(statement, gathering));
        break;
      case 'evaluate':
        found.push(...ofUpdate(statement.value, isConditional));
        break;
      case 'branch':
        ofStatements([...statement.then, ...statement.otherwise], { ...gathering, isConditional: true });
        break;
      case 'attempt':
        ofStatements([...statement.body, ...statement.after], gathering);
        ofStatements(statement.handler, { ...gathering, isConditional: true });
        break;
      case 'block':
        ofStatements(statement.body, gathering);
        break;
      default:
        break;
    }
  }
}

/** `SECRET_KEY = …` for the second time, `app.config['SECRET_KEY'] = …`, `app.secret_key = …`. */
function ofAssignment(
  { target, value }: Extract<Statement, { kind: 'assign' }>,
  { isConditional, isTop }: Gathering,
): readonly Setting[] {
  if (target.kind === 'name')
    return isTop && NAME.test(target.name)
      ? [{ name: target.name, value, at: target.at, isConditional, from: 'module' }]
      : [];
  if (target.kind !== 'member') return [];
  if (isConfig(target.of) && NAME.test(target.name))
    return [{ name: target.name, value, at: target.nameAt, isConditional, from: 'config' }];
  const isApplication = target.of.kind === 'name' && /app|server|application/i.test(target.of.name);
  return isApplication && target.name === 'secret_key'
    ? [{ name: 'SECRET_KEY', value, at: target.nameAt, isConditional, from: 'config' }]
    : [];
}

function isConfig(expr: Expr): boolean {
  return expr.kind === 'member' && expr.name === 'config';
}

/** `app.config.update(SECRET_KEY=…)`, `app.config.from_mapping(…)`, `app.config.update({…})`. */
function ofUpdate(expr: Expr, isConditional: boolean): readonly Setting[] {
  if (expr.kind !== 'call' || expr.callee.kind !== 'member' || !isConfig(expr.callee.of)) return [];
  if (!/^(?:update|from_mapping|setdefault)$/.test(expr.callee.name)) return [];
  return expr.args.flatMap((arg): readonly Setting[] => {
    if (arg.kind === 'named')
      return NAME.test(arg.name)
        ? [{ name: arg.name, value: arg.value, at: arg.nameAt, isConditional, from: 'config' }]
        : [];
    if (arg.kind !== 'record') return [];
    return arg.entries.flatMap((entry): readonly Setting[] =>
      entry.kind === 'entry' && NAME.test(entry.key)
        ? [{ name: entry.key, value: entry.value, at: entry.keyAt, isConditional, from: 'config' }]
        : [],
    );
  });
}

/** `class Config:` and `class Settings(BaseSettings):`. */
function ofClass(file: ProgramFile, cls: ClassNode): readonly Setting[] {
  const name = cls.name ?? '';
  const isOfEnvironment = [cls.extends, ...(cls.others ?? [])].some(
    base => base && /(?:^|\.)BaseSettings$/.test(dottedName(file, base) ?? (base.kind === 'name' ? base.name : '')),
  );
  const isSettings = isOfEnvironment || /(?:Config|Configuration|Settings)(?:uration)?$/.test(name);
  if (!isSettings || ELSEWHERE_CLASS.test(name) || /(?:Dev|Development|Test|Testing|Local)$/.test(name)) return [];
  return cls.members.flatMap((member): readonly Setting[] => {
    if (member.kind !== 'field' || !member.value) return [];
    return [
      {
        name: member.name.toUpperCase(),
        value: member.value,
        at: member.nameAt,
        isConditional: false,
        from: isOfEnvironment ? 'default' : 'class',
      },
    ];
  });
}

/**
 * Whether a setting is one of a framework. A constant of a module is where the module holds settings: by its name, or by
 * Django's own in it.
 */
export function isOfFramework(file: ProgramFile, { from }: Setting): boolean {
  if (from !== 'module') return true;
  return SETTINGS_FILE.test(file.path) || /^(?:INSTALLED_APPS|ROOT_URLCONF|SQLALCHEMY_DATABASE_URI)\b/m.test(file.text);
}

const SETTINGS_FILE =
  /(?:^|\/)(?:settings?|config|configuration|default_settings|production|prod|base|common)\.py$|(?:^|\/)(?:settings|config)\/[^/]+\.py$/;
