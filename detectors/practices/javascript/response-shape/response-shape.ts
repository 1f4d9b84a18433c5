import type { PracticeFact } from '../../../../src/core/facts/practice.ts';
import { defineDetector } from '../../../../src/detector.ts';
import type { CallSite, ProgramFile } from '../../../../src/parse/program-file.ts';
import { JAVASCRIPT_FILES } from '../../../routes/javascript/source-files.ts';
import { lookUp } from '../../bindings.ts';
import { SHAPE_WORDS } from '../../answer-shapes.ts';
import { declaredShapes } from './declared-shapes.ts';
import { shapeOf } from './shape.ts';

export const responseShape = defineDetector({
  id: 'response-shape',
  title: 'Shape of answers',
  kind: 'practice',
  docs: 'https://owasp.org/API-Security/editions/2023/en/0xa3-broken-object-property-level-authorization/',
  reads: 'javascript',
  files: JAVASCRIPT_FILES,
  words: ['.json', '.send', 'response', 'Serialize', 'Serializer'],
  emits: ['practice'],
  limits: [
    'Objects of Prisma, Mongoose, Sequelize and TypeORM are told where the call that gives them stands in the same function.',
    'A model that hides fields of its own (`toJSON`) still counts as a stored object: it stands in another file.',
    'What a handler returns instead of sending is not judged, save by a schema or an interceptor that stands before it.',
  ],
  version: 1,
  detect: file => [...file.calls.flatMap(site => sent(file, site)), ...declaredShapes(file)],
});

/** `response.json(value)`: the shape of a success. */
function sent(file: ProgramFile, site: CallSite): readonly PracticeFact[] {
  const { call, name, receiver, inside } = site;
  const [value] = call.args;
  if ((name !== 'json' && name !== 'send') || !receiver || !value || !isAnswer(file, site)) return [];
  const status = statusOf(receiver) ?? (call.args[1]?.kind === 'number' ? call.args[1].value : 200);
  if (status >= 300) return [];
  const shape = shapeOf(file, value, inside);
  if (!shape) return [];
  return [
    {
      kind: 'practice',
      at: call.nameAt,
      practice: 'response',
      standing: shape,
      what: SHAPE_WORDS[shape],
      inside: inside.map(({ at }) => at),
    },
  ];
}

/** The root of `response.status(200).json(…)` is a parameter by which frameworks hand over what is answered with. */
function isAnswer(file: ProgramFile, { receiver, inside }: CallSite): boolean {
  let root = receiver;
  while (root && (root.kind === 'call' || root.kind === 'member'))
    root = root.kind === 'member' ? root.of : root.callee;
  if (root?.kind !== 'name' || lookUp(file, root.name, inside)?.kind !== 'parameter') return false;
  return (
    /^_?(?:res|resp|response|reply)$/.test(root.name) || (/^(?:c|ctx|context)$/.test(root.name) && root === receiver)
  );
}

function statusOf(receiver: CallSite['receiver']): number | undefined {
  if (receiver?.kind !== 'call' || receiver.callee.kind !== 'member') return undefined;
  const { name, of } = receiver.callee;
  const [code] = receiver.args;
  if ((name === 'status' || name === 'code') && code) return code.kind === 'number' ? code.value : 500;
  return statusOf(of);
}
