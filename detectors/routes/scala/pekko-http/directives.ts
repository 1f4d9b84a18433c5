/** Directives of Akka HTTP and Pekko HTTP by name. Source: Pekko HTTP, Predefined Directives. */
import { COMMON_VERBS } from '../../verbs.ts';
import type { PieceGuard } from '../../../../src/core/facts/piece.ts';
import type { Method } from '../../../../src/core/facts/program.ts';

export const METHODS: ReadonlyMap<string, Method> = COMMON_VERBS;

/** Directives that take a part of the path from its beginning. */
export const PATHS: ReadonlySet<string> = new Set(['path', 'pathPrefix', 'rawPathPrefix']);

const REFUSES = 'requests without credentials that its authenticator accepts are rejected';
const HANDS = 'it hands on what credentials there are, and what is done with them is not followed';
const JUDGES = 'it lets through whom a condition of its own allows; whether a stranger is among them is not followed';

export const GUARDS: ReadonlyMap<string, PieceGuard> = new Map<string, PieceGuard>([
  ...['authenticateBasic', 'authenticateBasicAsync', 'authenticateBasicPF', 'authenticateBasicPFAsync'].map(
    name => [name, { effect: 'required', mechanism: 'basic', what: name, why: REFUSES }] as const,
  ),
  ...['authenticateOAuth2', 'authenticateOAuth2Async', 'authenticateOAuth2PF', 'authenticateOAuth2PFAsync'].map(
    name => [name, { effect: 'required', mechanism: 'bearer', what: name, why: REFUSES }] as const,
  ),
  [
    'authenticateOrRejectWithChallenge',
    { effect: 'required', what: 'authenticateOrRejectWithChallenge', why: REFUSES },
  ],
  ['authorize', { effect: 'unknown', what: 'authorize', why: JUDGES }],
  ['authorizeAsync', { effect: 'unknown', what: 'authorizeAsync', why: JUDGES }],
  ['extractCredentials', { effect: 'unknown', what: 'extractCredentials', why: HANDS }],
]);

/** Directives that decide nothing about path, method or caller. */
export const OTHERS: ReadonlySet<string> = new Set(
  [
    'pathEnd pathSingleSlash pathEndOrSingleSlash ignoreTrailingSlash redirectToTrailingSlashIfMissing',
    'redirectToNoTrailingSlashIfPresent pathPrefixTest rawPathPrefixTest pathSuffix pathSuffixTest',
    'parameter parameters parameterMap parameterMultiMap parameterSeq formField formFields formFieldMap',
    'formFieldMultiMap formFieldSeq entity as cookie optionalCookie setCookie deleteCookie',
    'headerValueByName headerValueByType headerValue headerValuePF optionalHeaderValueByName',
    'optionalHeaderValueByType optionalHeaderValue optionalHeaderValuePF extract extractActorSystem',
    'extractClientIP extractDataBytes extractExecutionContext extractHost extractLog extractMatchedPath',
    'extractMaterializer extractMethod extractOfferedWsProtocols extractParserSettings extractRequest',
    'extractRequestContext extractRequestEntity extractRequestTimeout extractScheme extractSettings',
    'extractStrictEntity extractUnmatchedPath extractUri extractUpgradeToWebSocket extractWebSocketUpgrade',
    'onComplete onCompleteWithBreaker onSuccess completeOrRecoverWith provide tprovide pass',
    'handleExceptions handleRejections logRequest logRequestResult logResult mapRequest mapRequestContext',
    'mapResponse mapResponseEntity mapResponseHeaders mapRejections mapRouteResult mapInnerRoute mapSettings',
    'mapUnmatchedPath recoverRejections recoverRejectionsWith respondWithDefaultHeader respondWithDefaultHeaders',
    'respondWithHeader respondWithHeaders cancelRejection cancelRejections cache cachingProhibited alwaysCache',
    'decodeRequest decodeRequestWith encodeResponse encodeResponseWith withPrecompressedMediaTypeSupport',
    'conditional withRangeSupport withExecutionContext withLog withMaterializer withSettings',
    'withRequestTimeout withRequestTimeoutResponse withoutRequestTimeout withSizeLimit withoutSizeLimit',
    'toStrictEntity storeUploadedFile storeUploadedFiles fileUpload fileUploadAll uploadedFile',
    'overrideMethodWithParameter host scheme selectPreferredLanguage validate textract mapRequestContext',
    'handleWebSocketMessagesForOptionalProtocol requestEntityEmpty requestEntityPresent',
  ].flatMap(line => line.split(' ')),
);

/** Path matchers that take something, with the name of it where nothing else names it. */
export const MATCHERS: ReadonlyMap<string, string> = new Map([
  ['Segment', 'segment'],
  ['IntNumber', 'number'],
  ['LongNumber', 'number'],
  ['HexIntNumber', 'number'],
  ['HexLongNumber', 'number'],
  ['DoubleNumber', 'number'],
  ['JavaUUID', 'uuid'],
  ['Remaining', '*rest'],
  ['RemainingPath', '*rest'],
  ['Segments', '*rest'],
  ['Rest', '*rest'],
  ['RestPath', '*rest'],
]);

/** Those that take nothing. */
export const EMPTY_MATCHERS: ReadonlySet<string> = new Set(['Neutral', 'PathEnd', 'Slash']);
