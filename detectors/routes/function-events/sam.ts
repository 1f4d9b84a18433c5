import type { DataDocument } from '../../../src/parse/data-file.ts';
import { recordOf, textOf } from '../../governance/data-values.ts';
import type { FunctionEvent } from './function-events.ts';
import { handlerNamed } from './handler-name.ts';

/** Events `Api` and `HttpApi` of `AWS::Serverless::Function`. Source: AWS SAM, Function, EventSource. */
export function samEvents(document: DataDocument): readonly FunctionEvent[] {
  const root = recordOf(document.value);
  const globals = recordOf(recordOf(root['Globals'])['Function']);
  const byDefault = defaultAuthorizer(document);
  return Object.entries(recordOf(root['Resources'])).flatMap(([name, resource]) => {
    if (textOf(recordOf(resource)['Type']) !== 'AWS::Serverless::Function') return [];
    const properties = recordOf(recordOf(resource)['Properties']);
    const folder = textOf(properties['CodeUri']) ?? textOf(globals['CodeUri']) ?? '';
    const handler = handlerNamed(textOf(properties['Handler']) ?? textOf(globals['Handler']), folder);
    return Object.entries(recordOf(properties['Events'])).flatMap(([event, given]): readonly FunctionEvent[] => {
      const { Type: type, Properties: own } = recordOf(given);
      const { Path: path, Method: method } = recordOf(own);
      const template = textOf(path);
      if ((type !== 'Api' && type !== 'HttpApi') || template === undefined) return [];
      const keys = ['Resources', name, 'Properties', 'Events', event, 'Properties'];
      const authorizer = authorizerOf(document, recordOf(own), keys) ?? byDefault(type, recordOf(own));
      return [
        {
          at: document.locate([...keys, 'Path']),
          method: textOf(method) ?? '*',
          path: template,
          ...(handler && { handler }),
          ...(authorizer && { authorizer }),
        },
      ];
    });
  });
}

type Authorizer = FunctionEvent['authorizer'];

function authorizerOf(document: DataDocument, own: Record<string, unknown>, keys: readonly string[]): Authorizer {
  const auth = recordOf(own['Auth']);
  const name = textOf(auth['Authorizer']);
  if (name !== undefined && name !== 'NONE') return named(document, name, [...keys, 'Auth', 'Authorizer']);
  if (auth['ApiKeyRequired'] !== true) return undefined;
  const at = document.locate([...keys, 'Auth', 'ApiKeyRequired']);
  return { at, mechanism: 'api-key', why: 'the gateway asks for an API key' };
}

function named(document: DataDocument, name: string, keys: readonly string[]): Authorizer {
  const isSigned = name === 'AWS_IAM';
  return {
    at: document.locate(keys),
    mechanism: isSigned ? 'signature' : 'custom',
    why: isSigned ? 'the gateway asks for a signed request' : `the gateway asks ${name} first`,
  };
}

/**
 * `DefaultAuthorizer` of the globals, for APIs that the template makes by itself; an event that names an API of its own
 * (`RestApiId`) or says `NONE` is not under it.
 */
function defaultAuthorizer(document: DataDocument): (type: string, own: Record<string, unknown>) => Authorizer {
  const globals = recordOf(recordOf(document.value)['Globals']);
  return (type, own) => {
    const name = textOf(recordOf(recordOf(globals[type])['Auth'])['DefaultAuthorizer']);
    const isOwn = own['RestApiId'] !== undefined || own['ApiId'] !== undefined;
    if (name === undefined || isOwn || textOf(recordOf(own['Auth'])['Authorizer']) === 'NONE') return undefined;
    return named(document, name, ['Globals', type, 'Auth', 'DefaultAuthorizer']);
  };
}
