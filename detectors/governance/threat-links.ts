/** Issues, pull requests, tests and controls that the text of a threat model names, sorted, at most 200. */
export function linksIn(text: string): readonly string[] {
  const links = [
    ...text.matchAll(
      /https?:\/\/[^\s)\]|"'<>]{1,200}\/(?:issues|pull|pulls|merge_requests|browse)\/[A-Za-z0-9-]{1,40}/g,
    ),
    ...text.matchAll(/(?<![\w/&#])#\d{1,6}\b/g),
    ...text.matchAll(/\b(?!CVE-|CWE-|ISO-|UTF-|SHA-|RFC-|API-|AES-|TLS-)[A-Z][A-Z0-9]{1,9}-\d{1,6}\b/g),
    ...text.matchAll(/(?<![\w/])(?:[\w.-]{1,60}\/){1,8}[\w.-]{1,60}\.(?:test|spec)\.[jt]sx?\b/g),
  ].map(([link]) => link);
  return [...new Set(links)].toSorted().slice(0, 200);
}
