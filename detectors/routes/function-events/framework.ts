import type { DataDocument } from '../../../src/parse/data-file.ts';
import { isRecord, listOf, recordOf, textOf } from '../../governance/data-values.ts';
import type { FunctionEvent } from './function-events.ts';
import { handlerNamed } from './handler-name.ts';

/** Events `http` and `httpApi` of the functions of a `serverless.yml`. Source: Serverless Framework, REST API, HTTP API. */
export function frameworkEvents(document: DataDocument): readonly FunctionEvent[] {
  const root = recordOf(document.value);
  if (!isRecord(root['provider'])) return [];
  return Object.entries(recordOf(root['functions'])).flatMap(([name, given]) => {
    const fn = recordOf(given);
    const handler = handlerNamed(textOf(fn['handler']));
    return listOf(fn['events']).flatMap((event, index): readonly FunctionEvent[] => {
      const kind = ['http', 'httpApi'].find(one => recordOf(event)[one] !== undefined);
      if (kind === undefined) return [];
      const keys = ['functions', name, 'events', index, kind];
      const address = addressOf(recordOf(event)[kind]);
      if (!address) return [];
      const authorizer = authorizerOf(document, recordOf(event)[kind], keys);
      return [
        { at: document.locate(keys), ...address, ...(handler && { handler }), ...(authorizer && { authorizer }) },
      ];
    });
  });
}

/** `GET /users`, `*`, or `{ method, path }`. */
function addressOf(given: unknown): Pick<FunctionEvent, 'method' | 'path'> | undefined {
  if (typeof given === 'string') {
    if (given.trim() === '*') return { method: '*', path: '/{proxy+}' };
    const [, method, path] = /^\s*(\S+)\s+(\S+)\s*$/.exec(given) ?? [];
    return method === undefined || path === undefined ? undefined : { method, path };
  }
  const { method, path } = recordOf(given);
  const [verb, template] = [textOf(method) ?? '*', textOf(path)];
  return template === undefined ? undefined : { method: verb, path: template };
}

function authorizerOf(
  document: DataDocument,
  given: unknown,
  keys: readonly (string | number)[],
): FunctionEvent['authorizer'] | undefined {
  const { authorizer, private: isPrivate } = recordOf(given);
  if (authorizer !== undefined && authorizer !== null) {
    const type = textOf(authorizer) ?? textOf(recordOf(authorizer)['type']) ?? '';
    const isSigned = /^aws_iam$/i.test(type);
    return {
      at: document.locate([...keys, 'authorizer']),
      mechanism: isSigned ? 'signature' : /jwt|cognito/i.test(type) ? 'jwt' : 'custom',
      why: isSigned ? 'the gateway asks for a signed request' : 'the gateway asks an authorizer first',
    };
  }
  if (isPrivate !== true) return undefined;
  return { at: document.locate([...keys, 'private']), mechanism: 'api-key', why: 'the gateway asks for an API key' };
}
