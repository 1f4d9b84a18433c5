// Runs a file of the project on a Node that is new enough: the one in node_modules where there is one, else this one.
// Plain JavaScript of the oldest kind, so that an old Node can read it and say what to do.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const bundled = `${root}node_modules/node/bin/node`;
const [major, minor] = process.versions.node.split('.').map(Number);
const isRecent = major > 22 || (major === 22 && minor >= 19);
if (!isRecent && !existsSync(bundled)) {
  process.stderr.write(
    `apiassay needs Node 22.19 or newer; this is ${process.versions.node}.\n` +
      'npm ci brings one along, unless install scripts are off: run it without --ignore-scripts, or install a current Node.\n',
  );
  process.exit(2);
}
const [script, ...args] = process.argv.slice(2);
const node = existsSync(bundled) ? bundled : process.execPath;
// Both get the signals of the terminal; the child decides how it ends.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
const { status, signal, error } = spawnSync(node, [`${root}${script}`, ...args], { stdio: 'inherit' });
if (error) process.stderr.write(`${node}: ${error.message}\n`);
process.exit(status ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 70));
