import { expect, test } from 'vitest';
import { pythonResolver, submoduleOf } from './resolve.ts';

/** What an import of a file of the tree means: a path, `package:name`, or `missing`. */
function meant(files: readonly string[], from: string, specifier: string): string {
  const target = pythonResolver(new Set([from, ...files]), () => undefined)(from, specifier);
  if (target.kind === 'file') return target.file;
  return target.kind === 'package' ? `package:${target.name}/${target.subpath}` : 'missing';
}

test.each([
  ['a module', ['shop/__init__.py', 'shop/db.py'], 'shop/views.py', 'shop.db', 'shop/db.py'],
  ['a package', ['shop/__init__.py', 'shop/db/__init__.py'], 'shop/views.py', 'shop.db', 'shop/db/__init__.py'],
  ['a package before a file', ['a/__init__.py', 'a.py'], 'main.py', 'a', 'a/__init__.py'],
  ['code before declarations', ['a.pyi', 'a.py'], 'main.py', 'a', 'a.py'],
  ['declarations last', ['a.pyi'], 'main.py', 'a', 'a.pyi'],
  ['a script beside', ['tools/db.py'], 'tools/main.py', 'db', 'tools/db.py'],
  ['a folder without __init__', ['a/b/c.py'], 'a/x/y.py', 'a.b.c', 'a/b/c.py'],
  ['src', ['src/shop/__init__.py'], 'tests/test_a.py', 'shop', 'src/shop/__init__.py'],
  [
    'the nearest of two',
    ['one/app/__init__.py', 'one/app/db.py', 'two/app/__init__.py', 'two/app/db.py'],
    'two/app/x/main.py',
    'app.db',
    'two/app/db.py',
  ],
  ['a farther one that has it', ['a/b/app.py', 'a/app/db.py'], 'a/b/main.py', 'app.db', 'a/app/db.py'],
  ['a package run as scripts', ['app/__init__.py', 'app/routers.py'], 'app/main.py', 'routers', 'app/routers.py'],
  [
    'another project',
    ['libs/common/pyproject.toml', 'libs/common/common/__init__.py', 'libs/common/common/db.py'],
    'api/main.py',
    'common.db',
    'libs/common/common/db.py',
  ],
])('%s is found', (_name, files, from, specifier, expected) => {
  expect(meant(files, from, specifier)).toBe(expected);
});

test.each([
  ['its own package', 'shop/api/views.py', '.', 'shop/api/__init__.py'],
  ['a sibling', 'shop/api/views.py', '.urls', 'shop/api/urls.py'],
  ['of the package itself', 'shop/api/__init__.py', '.urls', 'shop/api/urls.py'],
  ['the package around', 'shop/api/views.py', '..', 'shop/__init__.py'],
  ['a module of it', 'shop/api/views.py', '..db', 'shop/db.py'],
  ['what is not there', 'shop/api/views.py', '.nothing', 'missing'],
  ['outside the tree', 'shop/api/views.py', '.....db', 'missing'],
])('relative: %s', (_name, from, specifier, expected) => {
  const files = ['shop/__init__.py', 'shop/db.py', 'shop/api/__init__.py', 'shop/api/urls.py'];
  expect(meant(files, from, specifier)).toBe(expected);
});

test.each([
  [
    'a package from elsewhere keeps its dotted name',
    [],
    'main.py',
    'rest_framework.views',
    'package:rest_framework.views/',
  ],
  ['a folder that only has the name of one', ['flask/app.py'], 'flask/main.py', 'flask', 'package:flask/'],
  [
    'what comes with Python, though a file is called so',
    ['app/logging.py'],
    'app/main.py',
    'logging',
    'package:logging/',
  ],
  [
    'a package of the tree with a name of the library',
    ['calendar/__init__.py'],
    'main.py',
    'calendar',
    'calendar/__init__.py',
  ],
  ['a module that a package of the tree does not have', ['shop/__init__.py'], 'main.py', 'shop.db', 'missing'],
  [
    'a name that two other projects have',
    ['a/setup.py', 'a/c/__init__.py', 'b/setup.py', 'b/c/__init__.py'],
    'main.py',
    'c',
    'missing',
  ],
  ['a package of a folder that is no project', ['x/y/c/__init__.py'], 'main.py', 'c', 'package:c/'],
  ['nothing', [], 'main.py', '', 'missing'],
])('%s', (_name, files, from, specifier, expected) => {
  expect(meant(files, from, specifier)).toBe(expected);
});

test('a submodule of a relative package keeps its dots', () => {
  expect([submoduleOf('a', 'b'), submoduleOf('.', 'b'), submoduleOf('..a', 'b')]).toEqual(['a.b', '.b', '..a.b']);
});

test.each([
  ['requirements.txt', '# web\ncelery[redis]==5.3  # tasks\nFlask-Login', 'celery', 'package:celery/'],
  ['requirements/base.txt', 'celery', 'celery', 'package:celery/'],
  ['pyproject.toml', '[project]\ndependencies = ["celery>=5"]', 'celery', 'package:celery/'],
  ['pyproject.toml', '[tool.poetry.dependencies]\ncelery = "^5.3"', 'celery', 'package:celery/'],
  ['Pipfile', '[packages]\ncelery = {extras = ["redis"]}', 'celery', 'package:celery/'],
  ['setup.cfg', 'install_requires =\n  celery>=5', 'celery', 'package:celery/'],
  ['requirements.txt', 'flask', 'celery', 'shop/celery.py'],
])('what a project needs is hidden by no file of that name: %s', (path, text, specifier, expected) => {
  const paths = new Set([path, 'shop/__init__.py', 'shop/celery.py', 'shop/tasks.py']);
  const target = pythonResolver(paths, asked => (asked === path ? text : undefined))('shop/tasks.py', specifier);
  expect(target.kind === 'file' ? target.file : `package:${target.kind === 'package' ? target.name : ''}/`).toBe(
    expected,
  );
});

test('a module does not import itself by its own name; a package does, for what is in it', () => {
  expect(meant([], 'app/__init__.py', 'app')).toBe('app/__init__.py');
  expect(meant([], 'celery.py', 'celery')).toBe('package:celery/');
});
