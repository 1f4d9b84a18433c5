/** Clients that are made from an interface definition: stubs of gRPC, whose classes are generated or loaded. */
import type { FactBody } from '../../../src/core/fact.ts';
import type { Expr } from '../../../src/core/program.ts';
import type { ProgramFile } from '../../../src/parse/program-file.ts';
import { exportOf } from '../../routes/javascript/origins.ts';
import { textOf } from '../../practices/constants.ts';

export const STUB_WORDS: readonly string[] = ['grpc'];

const GRPC: readonly string[] = ['@grpc/grpc-js', 'grpc'];

/**
 * `new Greeter('greeter.internal:50051', credentials.createInsecure())`: whatever the class is called and wherever it comes
 * from, only stubs are given an address and channel credentials. Source: gRPC, Node basics, Creating a stub.
 */
export function stubs(file: ProgramFile): readonly Extract<FactBody, { kind: 'consumed-api' }>[] {
  return file.calls.flatMap(({ call, inside }) => {
    const [address, credentials] = call.args;
    if (!call.isNew || !address || !credentials || !isCredentials(file, credentials)) return [];
    const host = /^(?:\w+:\/{2,3})?([\w.-]+)(?::\d+)?$/.exec(textOf(file, address, inside))?.[1]?.toLowerCase();
    if (host !== undefined && /^(?:localhost|127\.\d|0\.0\.0\.0$)/.test(host)) return [];
    return [{ kind: 'consumed-api', at: call.nameAt, client: 'gRPC', ...(host === undefined ? {} : { host }) }];
  });
}

function isCredentials(file: ProgramFile, expr: Expr): boolean {
  if (expr.kind !== 'call') return false;
  const name = exportOf(file.originOf(expr.callee), GRPC);
  return name !== undefined && /^(?:credentials|ChannelCredentials)\.create/.test(name);
}
