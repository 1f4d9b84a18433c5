import { expect, test } from 'vitest';
import { csharpResolver } from './c-sharp/resolve.ts';

const TREE: Readonly<Record<string, string>> = {
  'src/Api/Api.csproj': '<Project><ItemGroup><Using Include="Shop.Shared" /></ItemGroup></Project>',
  'src/Api/Globals.cs': 'global using Shop.Core;\nglobal using static Shop.Core.Names;',
  'src/Api/Users.cs':
    'namespace Shop.Api;\npublic class Users { class Inner { } }\npublic record Pair(int A);\nenum Kind { A }',
  'src/Api/Maps.cs':
    'namespace Shop.Api { public static class Maps { public static IApp MapUsers<T>([X] this IApp app) => app; static void Not(int a) { F(this); } } }',
  'src/Core/Core.csproj': '',
  'src/Core/Names.cs':
    'namespace Shop.Core\n{\n  static class Names { public const string Title = "{ {"; }\n  class Box<T> where T : class { }\n}',
  'src/Core/Words.cs':
    'namespace Shop.Core { // class Hidden\n  class Words { string a = "class Text { {"; char b = \'{\'; } class Last { } }',
  'src/Shared/Shared.cs': 'namespace Shop.Shared; interface IThing { }',
  'src/Other/Users.cs': 'namespace Shop.Api;\n#if NETFRAMEWORK\nclass Old {\n#endif\nclass Users { }',
};

/** `file`, `file > Class` for a name within one, `package name`, or `missing`. */
function answer(specifier: string, imported: string, from = 'src/Api/App.cs'): string {
  const found = csharpResolver(new Set(Object.keys(TREE)), path => TREE[path])(from, specifier, imported);
  switch (found.kind) {
    case 'file':
      return [found.file, ...(found.within ?? [])].join(' > ');
    case 'package':
      return `package ${found.name}`;
    case 'missing':
      return 'missing';
  }
}

test.each([
  ['a class', 'Shop.Api,System', 'Users', 'src/Api/Users.cs'],
  ['a record', 'Shop.Api,System', 'Pair', 'src/Api/Users.cs'],
  ['an enum', 'Shop.Api,System', 'Kind', 'src/Api/Users.cs'],
  ['no class in another one', 'Shop.Api,System', 'Inner', 'package System,Shop.Core.Names'],
  ['nothing of comments', 'Shop.Api,Shop.Core,System', 'Hidden', 'package System,Shop.Core.Names'],
  ['nothing of texts', 'Shop.Api,Shop.Core,System', 'Text', 'package System,Shop.Core.Names'],
  ['what stands behind braces in texts', 'Shop.Core,System', 'Last', 'src/Core/Words.cs'],
  ['a generic class', 'Shop.Core,System', 'Box', 'src/Core/Names.cs'],
  ['what every file of the project uses', 'Shop.Api,System', 'Box', 'src/Core/Names.cs'],
  ['what the project file says', 'Shop.Api,System', 'IThing', 'src/Shared/Shared.cs'],
  ['a member of a class whose members are used', 'Shop.Api,System', 'Title', 'src/Core/Names.cs > Names'],
  ['an extension method', 'this:Shop.Api,System', 'MapUsers', 'src/Api/Maps.cs > Maps'],
  ['no plain method', 'this:Shop.Api,System', 'Not', 'package System,Shop.Core.Names'],
  ['no extension method by its plain name', 'Shop.Api,System', 'MapUsers', 'package System,Shop.Core.Names'],
  ['a name of its own', 'Shop.Core', 'Nothing', 'missing'],
])('%s', (_name, specifier, imported, expected) => {
  const found = answer(specifier, imported).replace(',Shop.Core.Names', '');
  expect(found).toBe(expected.replace(',Shop.Core.Names', ''));
});

test('of several files that declare a name, the nearest counts', () => {
  expect(answer('Shop.Api,System', 'Users', 'src/Other/App.cs')).toBe('src/Other/Users.cs');
  expect(answer('Shop.Api,System', 'Old')).toBe('package System');
});
