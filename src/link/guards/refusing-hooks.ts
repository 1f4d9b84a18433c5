/** Methods that run before every action of a controller, and may refuse who calls. */
import type { Location } from '../../core/location.ts';
import type { ClassNode } from '../../core/program.ts';
import { visitNodes } from '../walk.ts';

export type ControllerAnswer = {
  readonly effect: 'required' | 'unknown';
  readonly at: Location;
  readonly why: string;
};

/** One of such methods that sends callers elsewhere, or fails, which it may do for want of a credential. */
export function refusingHook(classes: readonly ClassNode[], hooks: readonly string[]): ControllerAnswer | undefined {
  for (const { members } of classes)
    for (const member of members) {
      const isHook =
        member.kind === 'constructor'
          ? hooks.includes('__construct')
          : member.kind === 'method' && hooks.includes(member.name);
      if (!isHook || member.kind === 'field') continue;
      let refuses = false;
      visitNodes(member.fn.body, node => {
        refuses ||=
          node.kind === 'throw' ||
          (node.kind === 'call' &&
            (node.callee.kind === 'member' || node.callee.kind === 'name') &&
            /^\\?(?:redirect|setStatus|setStatusCode|withStatus|send_error)$/.test(node.callee.name));
      });
      if (refuses)
        return {
          effect: 'unknown',
          at: member.kind === 'method' ? member.nameAt : member.at,
          why: `${member.kind === 'method' ? member.name : 'the constructor'} of the controller may refuse callers`,
        };
    }
  return undefined;
}
