/** What the checks of handlers are worth where handlers are a place to check, and are also those by which callers log in. */
import type { Reading } from './guards/readings.ts';

/** What is to be said of a handler by its own check; undefined where that says nothing. `named`: its name and path. */
export function ofAsking(reading: Reading, named: string): Reading | undefined {
  const { effect, mechanisms, reads, asksElsewhere, refusesCallers, refusesOtherwise } = reading;
  if (effect !== 'required' && effect !== 'unknown') return undefined;
  // A link that was sent to somebody carries a token, too: whether that is a credential is not known.
  const isLink = reads?.length === 1 && reads.every(read => read.toLowerCase() === 'token parameter');
  if (isLink)
    return effect === 'required'
      ? { ...reading, effect: 'unknown', why: `${reading.why}, which may be that of a link` }
      : undefined;
  // What it refuses for is something else that the request asks for.
  if (effect === 'unknown' && refusesOtherwise) return undefined;
  if (effect === 'required' || mechanisms.length > 0) return reading;
  return asksElsewhere && refusesCallers && !LOGS_IN.test(named) ? reading : undefined;
}

/** Handlers that are handed credentials in their body, by callers who have no other yet. */
const LOGS_IN =
  /log_?(?:in|out)|sign_?(?:in|up|out)|regist(?:er|ration)|authenticate|callback|oauth|oidc|saml|sso|(?:refresh|issue|create)_?token|(?:forgot|reset)_?password/i;
