import type { Expr } from '../../../../src/core/program.ts';
import { isFrom, type ProgramFile } from '../../../../src/parse/program-file.ts';

/** The facade goes by its full name, or by the alias that Laravel registers for it. */
const FACADES: readonly string[] = ['Illuminate\\Support\\Facades', '\\'];

/** Whether an expression is the facade `Route`. */
export function isFacade(file: ProgramFile, value: Expr | undefined): boolean {
  return value?.kind === 'name' && isFrom(file.originOf(value), FACADES, 'Route');
}

/**
 * Whether an expression is the router itself, by one of the ways in which code of Laravel and Lumen gets at it: `$router`,
 * `$this->router`, `$app->router`, `$this->app['router']`, `app('router')`.
 */
export function isRouter(file: ProgramFile, value: Expr | undefined): boolean {
  return isRouterName(value) && isOfFramework(file);
}

/** Other frameworks have routers of the name, too. */
function isOfFramework({ path, text }: ProgramFile): boolean {
  return (
    /\b(?:Illuminate|Laravel)\\/.test(text) ||
    (/(?:^|\/)routes(?:\/[\w.-]+)*\.php$/.test(path) &&
      !/\$router\s*=[^=>]|\buse\s+(?:Slim|Symfony|Cake|CodeIgniter|Hyperf)\\/.test(text))
  );
}

/** What stands for the router itself: calls on it register on the group whose function runs. */
export function isStart(file: ProgramFile, value: Expr | undefined): boolean {
  return isFacade(file, value) || isRouter(file, value);
}

function isRouterName(value: Expr | undefined): boolean {
  if (value?.kind === 'name') return value.name === 'router';
  if (value?.kind === 'member') return value.name === 'router' && isApplication(value.of);
  if (value?.kind !== 'call' || value.callee.kind !== 'name') return false;
  const [what] = value.args;
  return value.callee.name === '\\app' && what?.kind === 'text' && what.value === 'router';
}

function isApplication(value: Expr): boolean {
  if (value.kind === 'self') return true;
  if (value.kind === 'name') return value.name === 'app';
  return value.kind === 'member' && value.name === 'app' && value.of.kind === 'self';
}
