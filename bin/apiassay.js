#!/usr/bin/env node
// Checks the runtime before anything is loaded that an older Node could not parse.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `apiassay needs Node 22.19 or newer; this is ${process.versions.node}.\n` +
      'Install a current Node, or run it inside the project with: npm run apiassay -- scan FOLDER\n',
  );
  process.exit(2);
}
await import('../dist/src/cli/main.js');
