/** `npm run generate` writes what is derived from code and models; with `--check` it only says what is stale. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { currentText, generatedFiles, staleFiles } from './generated/files.ts';
import { ROOT } from './root.ts';

if (process.argv.includes('--check')) {
  const stale = await staleFiles(ROOT);
  for (const path of stale) console.error(`${path} is stale: run npm run generate and commit the result`);
  process.exit(stale.length === 0 ? 0 : 1);
}

for (const { path, text } of await generatedFiles(ROOT)) {
  if (currentText(ROOT, path) === text) continue;
  mkdirSync(dirname(`${ROOT}/${path}`), { recursive: true });
  writeFileSync(`${ROOT}/${path}`, text);
  console.log(`wrote ${path}`);
}
