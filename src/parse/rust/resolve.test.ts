import { expect, test } from 'vitest';
import { rustResolver } from './resolve.ts';

type Files = Readonly<Record<string, string>>;

/** `file`, `file > module` for a module in its text, `package name`, or `missing`. */
function answer(files: Files, from: string, specifier: string, imported?: string): string {
  const found = rustResolver(new Set(Object.keys(files)), path => files[path])(from, specifier, imported);
  switch (found.kind) {
    case 'file':
      return [found.file, ...(found.within ?? [])].join(' > ');
    case 'package':
      return `package ${found.name}`;
    case 'missing':
      return `missing ${found.specifier}`;
  }
}

const SHOP: Files = {
  'Cargo.toml': '[workspace]\nmembers = ["shop", "shop-db"]\n',
  'shop/Cargo.toml':
    '[package]\nname = "shop"\n[dependencies]\ndb = { package = "shop-db", path = "../shop-db" }\naxum = "0.8"\n',
  'shop/src/main.rs': 'mod api; use shop::config;\nfn main() {}',
  'shop/src/lib.rs': 'pub mod config; pub mod prelude { pub use crate::config::*; }',
  'shop/src/config.rs': 'pub struct Config;',
  'shop/src/api/mod.rs': 'pub mod users; mod orders; pub use orders::inner as handed; // mod gone;',
  'shop/src/api/users.rs': 'pub fn list() {} pub mod tests_of { pub fn x() {} }',
  'shop/src/api/orders.rs': 'pub mod inner { pub fn place() {} } mod deep;',
  'shop/src/api/orders/deep.rs': '',
  'shop/src/bin/tool.rs': 'mod parts;',
  'shop/src/bin/parts.rs': '',
  'shop-db/Cargo.toml': '[package]\nname = "shop-db"\n',
  'shop-db/src/lib.rs': 'pub mod models;',
  'shop-db/src/models.rs': 'pub struct User;',
};

test.each([
  ['a module beside the root', 'shop/src/main.rs', 'self::api', 'x', 'shop/src/api/mod.rs'],
  ['by its name alone', 'shop/src/main.rs', 'api', 'x', 'shop/src/api/mod.rs'],
  ['below a module', 'shop/src/main.rs', 'api::users', 'list', 'shop/src/api/users.rs'],
  ['from the root of the crate', 'shop/src/api/users.rs', 'crate::api::orders', 'x', 'shop/src/api/orders.rs'],
  ['of the library', 'shop/src/config.rs', 'crate::config', 'Config', 'shop/src/config.rs'],
  ['one above', 'shop/src/api/users.rs', 'super', 'x', 'shop/src/api/mod.rs'],
  ['two above', 'shop/src/api/users.rs', 'super::super', 'x', 'shop/src/main.rs'],
  ['beside it', 'shop/src/api/users.rs', 'super::orders', 'x', 'shop/src/api/orders.rs'],
  ['in a folder of the name of its file', 'shop/src/api/orders.rs', 'deep', 'x', 'shop/src/api/orders/deep.rs'],
  ['in the text of a file', 'shop/src/main.rs', 'api::orders::inner', 'place', 'shop/src/api/orders.rs > inner'],
  ['one that another hands on', 'shop/src/main.rs', 'api::handed', 'place', 'shop/src/api/orders.rs > inner'],
  ['one that is commented out', 'shop/src/main.rs', 'api::gone', 'x', 'missing api::gone'],
  ['the library of the same package', 'shop/src/main.rs', 'shop::config', 'Config', 'shop/src/config.rs'],
  ['another package of the tree', 'shop/src/main.rs', 'shop_db::models', 'User', 'shop-db/src/models.rs'],
  ['another package by a name of its own', 'shop/src/main.rs', 'db::models', 'User', 'shop-db/src/models.rs'],
  ['a package outside', 'shop/src/main.rs', 'axum::routing', 'get', 'package axum::routing'],
  ['beside another program', 'shop/src/bin/tool.rs', 'parts', 'x', 'shop/src/bin/parts.rs'],
  [
    'the first of several that has the name',
    'shop/src/api/users.rs',
    'crate::api::orders,axum',
    'Router',
    'package axum',
  ],
  [
    'the first of several that declares it',
    'shop-db/src/models.rs',
    'axum,crate::models',
    'User',
    'shop-db/src/models.rs',
  ],
])('%s', (_name, from, specifier, imported, expected) => {
  expect(answer(SHOP, from, specifier, imported)).toBe(expected);
});

test('circles of names end', () => {
  const files = {
    'Cargo.toml': '[package]\nname = "a"\n',
    'src/lib.rs': 'mod a; mod b;',
    'src/a.rs': 'pub use crate::b::*;',
    'src/b.rs': 'pub use crate::a::*;',
  };
  expect(answer(files, 'src/lib.rs', 'crate::a::x', 'y')).toBe('missing crate::a::x');
});
