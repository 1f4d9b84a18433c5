/** Descriptions that are copied everywhere and are nobody's API: scoring G3. */

const TITLES: readonly (readonly [RegExp, string])[] = [
  [/^(?:swagger|openapi)?\s*pet\s?store\b/i, 'Petstore'],
  [/^httpbin(?:\.org)?$/i, 'httpbin'],
  [/^(?:realworld )?conduit(?: api)?$/i, 'RealWorld Conduit'],
  [/^todo(?:s|list| list)?(?: api| app)?(?: example| sample)?$/i, 'todo sample'],
  [
    /^(?:simple api overview|callback example|link example|webhook example|api with examples|non-oauth scopes example|uspto data set api|tic tac toe|sample api)$/i,
    'sample of the specification',
  ],
];

const HOSTS: ReadonlyMap<string, string> = new Map([
  ['petstore.swagger.io', 'Petstore'],
  ['petstore3.swagger.io', 'Petstore'],
  ['petstore.swagger.wordnik.com', 'Petstore'],
  ['httpbin.org', 'httpbin'],
  ['jsonplaceholder.typicode.com', 'JSONPlaceholder'],
  ['reqres.in', 'ReqRes'],
  ['api.realworld.io', 'RealWorld Conduit'],
  ['conduit.productionready.io', 'RealWorld Conduit'],
]);

/** The name of the sample that a document is, by its title or the host that it names. */
export function sampleOf(title: string, servers: readonly string[]): string | undefined {
  const byTitle = TITLES.find(([pattern]) => pattern.test(title));
  if (byTitle) return byTitle[1];
  for (const url of servers) {
    const host = /^(?:[a-z]+:)?\/\/([^/:?#]*)/i.exec(url)?.[1]?.toLowerCase();
    const known = host === undefined ? undefined : HOSTS.get(host);
    if (known !== undefined) return known;
  }
  return undefined;
}
