/** How the process ends. Source: conventions §1. */

export const EXIT = {
  done: 0,
  gateFailed: 1,
  /** Usage or configuration: nothing was scanned. */
  usage: 2,
  /** A source failed; partial results were written. */
  incomplete: 3,
  /** Authentication, network or quota: nothing could be scanned. */
  nothingScanned: 4,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A fault that the person can mend; its message is the whole of what is printed. */
export class CliError extends Error {
  readonly code: ExitCode;
  constructor(code: ExitCode, message: string) {
    super(message);
    this.name = 'CliError';
    this.code = code;
  }
}
