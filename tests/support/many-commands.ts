/**
 * Runs many command lines in one process, so that a test of some hundred ids does not pay the start of each. Takes a JSON
 * list of argument lists on stdin, gives a JSON list of how each ended. Run as a program by `apiassayMany`.
 */
import { runProgram } from '../../src/cli/program.ts';

/** How one command ended. */
export type EndedCommand = { readonly code: number; readonly stdout: string; readonly stderr: string };

const parts: Buffer[] = [];
for await (const part of process.stdin) parts.push(Buffer.from(part));
// The test that starts it writes this form.
const commands = JSON.parse(Buffer.concat(parts).toString()) as readonly (readonly string[])[];

const write = process.stdout.write.bind(process.stdout);
const ended: EndedCommand[] = [];
for (const args of commands) {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    process[stream].write = (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      said[stream] += text.toString();
      for (const done of rest) if (typeof done === 'function') done();
      return true;
    };
  }
  const code = await runProgram([process.execPath, 'apiassay', ...args]);
  ended.push({ code, ...said });
}
write(JSON.stringify(ended));
