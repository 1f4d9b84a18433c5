import { expect, test } from 'vitest';
import { modulesIn } from './names-index.ts';
import { elixirResolver } from './resolve.ts';

const FILES: Readonly<Record<string, string>> = {
  'lib/shop_web.ex': `defmodule ShopWeb do
  alias Shop.Auth.Tokens

  def router do
    quote do
      use Phoenix.Router
      import Plug.Conn
      unquote(helpers())
    end
  end

  def controller do
    quote do
      import ShopWeb.{Html, Auth}
      def greet(conn), do: conn
    end
  end

  defp helpers do
    quote do
      import Tokens
    end
  end

  defmacro __using__(which), do: apply(__MODULE__, which, [])
end
`,
  'lib/auth.ex': 'defmodule ShopWeb.Auth do\n  def check?(conn), do: conn\n  def check(conn), do: conn\nend\n',
  'lib/tokens.ex': 'defmodule Shop.Auth do\n  defmodule Tokens do\n    def valid(token), do: token\n  end\nend\n',
  'apps/a/lib/user.ex': 'defmodule User do\nend\n',
  'apps/b/lib/user.ex': 'defmodule User do\nend\n',
};

const resolve = elixirResolver(new Set(Object.keys(FILES)), path => FILES[path]);

test.each([
  ['lib/x.ex', 'ShopWeb.Auth', '*', 'lib/auth.ex ShopWeb.Auth'],
  ['lib/x.ex', 'Shop.Auth.Tokens', '*', 'lib/tokens.ex Shop.Auth.Tokens'],
  ['apps/b/lib/x.ex', 'User', '*', 'apps/b/lib/user.ex User'],
  ['lib/x.ex', 'Plug.Conn', '*', 'package Plug.Conn'],
  ['lib/x.ex', 'Plug.Conn,ShopWeb.Auth', 'check', 'lib/auth.ex ShopWeb.Auth'],
  ['lib/x.ex', 'ShopWeb#controller', 'check?', 'lib/auth.ex ShopWeb.Auth'],
  ['lib/x.ex', 'ShopWeb#controller', 'greet', 'lib/shop_web.ex ShopWeb'],
  ['lib/x.ex', 'ShopWeb#router', 'valid', 'lib/tokens.ex Shop.Auth.Tokens'],
  ['lib/x.ex', 'ShopWeb#router', 'halt', 'package Plug.Conn,Phoenix.Router'],
  ['lib/x.ex', 'ShopWeb#router', 'check', 'package Plug.Conn,Phoenix.Router'],
])('%s asks %s for %s', (from, specifier, imported, expected) => {
  const found = resolve(from, specifier, imported);
  const shown =
    found.kind === 'file'
      ? `${found.file} ${(found.within ?? []).join(' ')}`
      : found.kind === 'package'
        ? `package ${found.name}`
        : found.kind;
  expect(shown).toBe(expected);
});

test('a module after the end of another is not in it, however far in it is written', () => {
  expect(
    modulesIn(`defmodule A do
  defmodule B do
    def f do
      1
    end
  end

  defmodule C do
  end
end

  defmodule D do
  end
if x do
  defmodule E do
  end
end
`),
  ).toEqual(['A', 'A.B', 'A.C', 'D', 'E']);
});
