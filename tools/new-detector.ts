/** `npm run new-detector -- NAME [--in routes/javascript]`: a detector with its test, copied from the template. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ROOT } from './root.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { in: { type: 'string', default: 'routes/javascript' } },
});
const [name = ''] = positionals;
if (!/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) || !/^[a-z-]+(?:\/[a-z-]+)*$/.test(values.in)) {
  console.error(
    'usage: npm run new-detector -- NAME [--in routes/javascript]; NAME in kebab-case, as the package is called',
  );
  process.exit(2);
}

const folder = `detectors/${values.in}/${name}`;
if (existsSync(`${ROOT}/${folder}`)) {
  console.error(`${folder} is there already`);
  process.exit(2);
}

/** From `detectors/_template/` the root is two folders up; from the new folder it is that of its depth. */
const UP = '../'.repeat(folder.split('/').length);
const CAMEL = name.replace(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
const TITLE = `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;

mkdirSync(`${ROOT}/${folder}`, { recursive: true });
for (const ending of ['.ts', '.test.ts']) {
  const text = readFileSync(`${ROOT}/detectors/_template/_template${ending}`, 'utf8')
    .replaceAll("from '../../", `from '${UP}`)
    .replaceAll('./_template.ts', `./${name}.ts`)
    .replaceAll('TEMPLATE_NAME', CAMEL)
    .replaceAll('TEMPLATE-ID', name)
    .replaceAll('TEMPLATE-TITLE', TITLE);
  writeFileSync(`${ROOT}/${folder}/${name}${ending}`, text);
  console.log(`wrote ${folder}/${name}${ending}`);
}
console.log(
  `next: snippets from the framework's documentation into the test, then npx vitest ${folder}, then npm run generate`,
);
