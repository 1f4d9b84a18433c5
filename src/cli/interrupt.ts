/** SIGINT and SIGTERM: stop taking work, write what there is, end with the signal's code. A second one ends at once. */
import { EXIT } from './exit.ts';
import type { ExitCode } from './exit.ts';

let stopped: ExitCode | undefined;

/** The code of the signal that came, if one came. */
export function stopReason(): ExitCode | undefined {
  return stopped;
}

/** Aborted by the first signal. Listens from the first call on. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  const stop = (code: ExitCode) => () => {
    if (stopped !== undefined) process.exit(code);
    stopped = code;
    console.error('\napiassay: stopping; what is done will be written (interrupt again to stop at once)');
    controller.abort();
  };
  process.on('SIGINT', stop(EXIT.interrupted));
  process.on('SIGTERM', stop(EXIT.terminated));
  return controller.signal;
}
