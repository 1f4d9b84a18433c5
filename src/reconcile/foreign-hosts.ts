/** Hosts of public APIs that many projects call and keep descriptions of. Scoring G3. */
const HOSTS: readonly string[] = [
  'api.github.com',
  'api.stripe.com',
  'api.twilio.com',
  'slack.com',
  'graph.microsoft.com',
  'management.azure.com',
  'api.openai.com',
  'api.anthropic.com',
  'api.sendgrid.com',
  'api.notion.com',
  'discord.com',
  'api.telegram.org',
  'api.dropboxapi.com',
  'api.hubapi.com',
  'api.linear.app',
  'gitlab.com',
  'api.bitbucket.org',
  'api.cloudflare.com',
  'api.digitalocean.com',
  'api.heroku.com',
  'api.mailgun.net',
  'api.paypal.com',
  'api-m.paypal.com',
  'api.adyen.com',
  'api.spotify.com',
  'api.zoom.us',
  'api.pagerduty.com',
  'api.opsgenie.com',
  'api.vercel.com',
  'api.intercom.io',
  'api.box.com',
  'api.figma.com',
];

const DOMAINS: readonly string[] = [
  '.googleapis.com',
  '.atlassian.net',
  '.salesforce.com',
  '.okta.com',
  '.auth0.com',
  '.zendesk.com',
  '.myshopify.com',
];

/** The first server that belongs to a well-known other party; undefined when none does. */
export function foreignHost(servers: readonly string[]): string | undefined {
  for (const url of servers) {
    const host = /^(?:[a-z]+:)?\/\/([^/:?#]*)/i.exec(url)?.[1]?.toLowerCase() ?? '';
    if (HOSTS.includes(host) || DOMAINS.some(domain => host.endsWith(domain))) return host;
  }
  return undefined;
}
