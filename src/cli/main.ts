/** Entry of the command line. Looks at the runtime before it loads anything that an older one could not parse. */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(`apiassay needs Node 22.19 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}

// A reader that goes away (`apiassay … | head`) ends the output, not the program with a stack trace.
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

const { keepHeapTight } = await import('./heap.ts');
keepHeapTight();
const { runProgram } = await import('./program.ts');
process.exit(await runProgram(process.argv));
