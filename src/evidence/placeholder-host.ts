/** Rule G16, for hosts and addresses. */

/** Reserved for documents (RFC 2606), or asking to be replaced. */
const PLACEHOLDER =
  /(?:^|\.)(?:example\.(?:com|org|net|local)|chart-example\.local|(?:your|my)-?(?:domain|company)\.[a-z]{2,6}|domain\.tld)$|^(?:todo|changeme)$/i;

/** Whether a host is one that a template or a manual put there, and that nobody has. */
export function isPlaceholderHost(host: string): boolean {
  return PLACEHOLDER.test(host);
}

/** The same for a URL; an address without a host is none. */
export function isPlaceholderUrl(url: string): boolean {
  const host = /^[a-z]+:\/\/([^/:?#]+)/i.exec(url)?.[1];
  return host !== undefined && isPlaceholderHost(host);
}
