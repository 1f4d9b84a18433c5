/** What is said of a client by how long it waits for an answer, whatever library it is of. */
import type { PracticeFact } from '../../src/core/facts/practice.ts';

/** `default`: it gives up after a time by itself. */
export type Timeout = 'given' | 'default' | 'absent' | 'unknown';

/** Undefined where the file does not tell. */
export function judgedTimeout(client: string, timeout: Timeout): Pick<PracticeFact, 'standing' | 'what'> | undefined {
  switch (timeout) {
    case 'given':
      return { standing: 'sound', what: `${client} gives up after a time` };
    case 'default':
      return { standing: 'sound', what: `${client} gives up after a time by itself` };
    case 'absent':
      return { standing: 'partial', what: `${client} has no timeout of its own` };
    case 'unknown':
      return undefined;
  }
}
