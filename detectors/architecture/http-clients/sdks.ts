/** Packages that call one known API. Sources: their READMEs. */

type Sdk = {
  readonly name: string;
  readonly packages: RegExp;
  /** Host of the API where it is always the same. */
  readonly host?: string;
};

const SDKS: readonly Sdk[] = [
  { name: 'Stripe', packages: /^stripe$/, host: 'api.stripe.com' },
  { name: 'Twilio', packages: /^twilio$/, host: 'api.twilio.com' },
  { name: 'SendGrid', packages: /^@sendgrid\/(?:mail|client)$/, host: 'api.sendgrid.com' },
  { name: 'Resend', packages: /^resend$/, host: 'api.resend.com' },
  { name: 'Postmark', packages: /^postmark$/, host: 'api.postmarkapp.com' },
  { name: 'Mailgun', packages: /^mailgun\.js$/ },
  { name: 'Mailchimp', packages: /^@mailchimp\/mailchimp_(?:marketing|transactional)$/ },
  { name: 'OpenAI', packages: /^openai$/, host: 'api.openai.com' },
  { name: 'OpenAI', packages: /^@ai-sdk\/openai$/, host: 'api.openai.com' },
  { name: 'Anthropic', packages: /^@(?:anthropic-ai\/sdk|ai-sdk\/anthropic)$/, host: 'api.anthropic.com' },
  { name: 'Mistral', packages: /^@mistralai\/mistralai$/, host: 'api.mistral.ai' },
  { name: 'Cohere', packages: /^cohere-ai$/, host: 'api.cohere.com' },
  { name: 'Google AI', packages: /^@google\/(?:generative-ai|genai)$/, host: 'generativelanguage.googleapis.com' },
  { name: 'Google APIs', packages: /^googleapis$|^@googleapis\/[\w-]+$/ },
  { name: 'Google Cloud', packages: /^@google-cloud\/(?!functions-framework$)[\w-]+$/ },
  { name: 'AWS', packages: /^@aws-sdk\/(?:client-[\w-]+|lib-[\w-]+|s3-request-presigner)$|^aws-sdk$/ },
  {
    name: 'Azure',
    packages:
      /^@azure\/(?:arm-[\w-]+|storage-[\w-]+|keyvault-[\w-]+|openai|communication-[\w-]+|cosmos|service-bus|event-hubs)$/,
  },
  { name: 'GitHub', packages: /^octokit$|^@octokit\/(?:rest|core|graphql|request|app)$/, host: 'api.github.com' },
  { name: 'GitLab', packages: /^@gitbeaker\/(?:rest|node)$/ },
  { name: 'Slack', packages: /^@slack\/(?:web-api|webhook|bolt)$/, host: 'slack.com' },
  { name: 'Discord', packages: /^discord\.js$|^@discordjs\/rest$/, host: 'discord.com' },
  { name: 'Telegram', packages: /^node-telegram-bot-api$|^telegraf$|^grammy$/, host: 'api.telegram.org' },
  { name: 'Notion', packages: /^@notionhq\/client$/, host: 'api.notion.com' },
  { name: 'Linear', packages: /^@linear\/sdk$/, host: 'api.linear.app' },
  { name: 'HubSpot', packages: /^@hubspot\/api-client$/, host: 'api.hubapi.com' },
  { name: 'Salesforce', packages: /^jsforce$/ },
  { name: 'PayPal', packages: /^@paypal\/(?:paypal-server-sdk|checkout-server-sdk)$/ },
  { name: 'Square', packages: /^square$/ },
  { name: 'Plaid', packages: /^plaid$/ },
  { name: 'Razorpay', packages: /^razorpay$/, host: 'api.razorpay.com' },
  { name: 'Algolia', packages: /^algoliasearch$/ },
  { name: 'Auth0', packages: /^auth0$/ },
  { name: 'WorkOS', packages: /^@workos-inc\/node$/, host: 'api.workos.com' },
  { name: 'Cloudinary', packages: /^cloudinary$/, host: 'api.cloudinary.com' },
  { name: 'PagerDuty', packages: /^@pagerduty\/pdjs$/, host: 'api.pagerduty.com' },
];

export function sdkOf(module: string): Sdk | undefined {
  return SDKS.find(({ packages }) => packages.test(packageOf(module)));
}

/** Parts of package names, by which files are found. */
export const SDK_WORDS: readonly string[] = [
  'stripe',
  'twilio',
  '@sendgrid/',
  'resend',
  'postmark',
  'mailgun.js',
  '@mailchimp/',
  'openai',
  '@anthropic-ai/',
  '@ai-sdk/',
  '@mistralai/',
  'cohere-ai',
  '@google/',
  'googleapis',
  '@google-cloud/',
  'aws-sdk',
  '@azure/',
  'octokit',
  '@gitbeaker/',
  '@slack/',
  'discord',
  'telegram',
  'telegraf',
  'grammy',
  '@notionhq/',
  '@linear/',
  '@hubspot/',
  'jsforce',
  '@paypal/',
  'square',
  'plaid',
  'razorpay',
  'algoliasearch',
  'auth0',
  '@workos-inc/',
  'cloudinary',
  '@pagerduty/',
];

function packageOf(module: string): string {
  return module
    .split('/')
    .slice(0, module.startsWith('@') ? 2 : 1)
    .join('/');
}
