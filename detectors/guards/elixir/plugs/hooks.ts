/** Hooks that run before a page of LiveView is mounted. Source: Phoenix.LiveView, `on_mount/1`. */
import { callAt } from '../../../../src/core/program-nodes.ts';
import type { Expr } from '../../../../src/core/program.ts';
import { functionOf, moduleAt, moduleName } from '../../../routes/elixir/modules.ts';

/** `ShopWeb.UserAuth`, `{ShopWeb.UserAuth, :ensure_authenticated}`, or a list of such, as plugs. */
export function hooksIn(given: Expr): readonly Expr[] {
  const pair = pairOf(given);
  if (pair) return [hook(given.at, pair.module, pair.argument)];
  const name = moduleName(given);
  if (name !== undefined) return [hook(given.at, name, { kind: 'text', at: given.at, value: 'default' })];
  if (given.kind === 'list') return given.items.flatMap(hooksIn);
  return [given];
}

function pairOf(given: Expr): { readonly module: string; readonly argument: Expr } | undefined {
  if (given.kind !== 'list' || given.items.length !== 2) return undefined;
  const [first, second] = given.items;
  const module = moduleName(first);
  // A list of two modules is no pair.
  return module !== undefined && second && moduleName(second) === undefined && second.kind !== 'list'
    ? { module, argument: second }
    : undefined;
}

/**
 * The hook as a plug: it is called with its argument, the parameters, the session and the socket, which has the assigns of the
 * connection. It gives `{:cont, socket}` or `{:halt, socket}`.
 */
function hook(at: Expr['at'], module: string, argument: Expr): Expr {
  const conn: Expr = { kind: 'name', at, name: 'conn' };
  const params: Expr = { kind: 'member', at, of: conn, name: 'params', nameAt: at };
  const session = callAt(at, { kind: 'name', at, name: 'get_session' }, [conn]);
  return {
    kind: 'function',
    at,
    fn: {
      id: `${at.file}#${at.line}:${at.column}~hook`,
      at,
      name: `${module.split('.').at(-1) ?? module}.on_mount`,
      parameters: ['conn', '_options'].map(name => ({
        at,
        pattern: { kind: 'name', at, name },
        isRest: false,
        decorators: [],
        isField: false,
      })),
      body: [
        {
          kind: 'return',
          at,
          value: callAt(at, functionOf(moduleAt(module, at), 'on_mount', at), [argument, params, session, conn]),
        },
      ],
      isAsync: false,
      bindsSelf: false,
      decorators: [],
      doc: '',
    },
  };
}
