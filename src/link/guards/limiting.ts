/** Whether a function that answers 429 counts: a list of banned addresses may answer so, too, and limits nobody. */
import type { FunctionNode } from '../../core/program.ts';
import { withParts } from '../callback-conditions.ts';
import { visitNodes } from '../walk.ts';

/** Words of what is counted, and of asking whether there is still some of it. */
const COUNTING =
  /^(?:limit(?:s|ed|er|ers|ing)?|throttl\w*|rate|ratelimit\w*|quota|attempts?|attempted|allow(?:ed|s)?|consume[ds]?|hits?|buckets?|window|incr|increment(?:ed)?|incrby|count(?:er|s)?|exceed(?:ed|s)?|burst|reserve|acquire|tokens?|tries|retries|cooldown|flood|peek|sliding|slow)$/i;

/** Source: RFC 6585, 429 Too Many Requests, which is an answer to who has sent too many of them in a given amount of time. */
export function counts(fn: FunctionNode, name: string | undefined): boolean {
  let found = name !== undefined && speaksOfCounting(name);
  for (const { body, name: own } of withParts(fn)) {
    found ||= own !== undefined && speaksOfCounting(own);
    visitNodes(body, node => {
      if (found) return;
      if (node.kind === 'operation') found = node.operator === 'less';
      else if (node.kind === 'name' || node.kind === 'member') found = speaksOfCounting(node.name);
      else if (node.kind === 'text' && node.value.length <= LONGEST) found = speaksOfCounting(node.value);
    });
  }
  return found;
}

/** Texts that are looked at. */
const LONGEST = 200;

function speaksOfCounting(text: string): boolean {
  return text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .some(word => COUNTING.test(word));
}
