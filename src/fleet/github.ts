/** What GitHub says of an organisation, a user or one repository. */
import { redactSecrets } from '../core/redact.ts';
import { isRepositoryName } from '../source/target.ts';
import type { GithubAccess } from './github-access.ts';
import type { GithubClient } from './github-client.ts';
import { GithubAccount, GithubRepository } from './schema.ts';

/** One repository of the list, and whether a rule leaves it out. */
export type ListedRepository = {
  /** `org/name`. */
  readonly name: string;
  readonly gitUrl: string;
  readonly defaultBranch?: string;
  readonly archived: boolean;
  readonly fork: boolean;
  readonly mirror: boolean;
  readonly template: boolean;
  readonly disabled: boolean;
  readonly isPrivate: boolean;
  readonly sizeKb: number;
};

export type ListingFailure = 'authentication' | 'quota' | 'not-found' | 'network';

export type RepositoryList =
  | {
      readonly kind: 'listed';
      /** Sorted by name, each once. */
      readonly repositories: readonly ListedRepository[];
      /** How many more the account says that it has, and that this token does not see. */
      readonly unseen: number;
    }
  | { readonly kind: 'failed'; readonly reason: ListingFailure; readonly why: string };

const PER_PAGE = 100;

/** Lists all repositories of an organisation, or of a user when no organisation has the name. Never throws. */
export async function listRepositories(
  client: GithubClient,
  access: GithubAccess,
  account: string,
): Promise<RepositoryList> {
  try {
    const { rest } = client;
    const organisation = await found(rest.rest.orgs.get({ org: account }));
    const profile = organisation ?? (await rest.rest.users.getByUsername({ username: account }));
    const pages =
      organisation === undefined
        ? rest.paginate.iterator(rest.rest.repos.listForUser, { username: account, per_page: PER_PAGE, type: 'owner' })
        : rest.paginate.iterator(rest.rest.repos.listForOrg, { org: account, per_page: PER_PAGE, type: 'all' });
    const byName = new Map<string, ListedRepository>();
    const seenPages = new Set<string>();
    for await (const page of pages) {
      // A server whose pages lead back to an earlier one would be asked for ever.
      if (seenPages.has(page.url)) break;
      seenPages.add(page.url);
      for (const item of page.data) {
        const repository = asListed(GithubRepository.parse(item), access);
        byName.set(repository.name, repository);
      }
    }
    const counts = GithubAccount.parse(profile.data);
    return {
      kind: 'listed',
      repositories: [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1)),
      unseen: Math.max(0, counts.public_repos + counts.total_private_repos - byName.size),
    };
  } catch (error) {
    return failure(error, access, `github:${account}`);
  }
}

/** Asks for one repository by name. A renamed one comes back under its present name. Never throws. */
export async function findRepository(
  client: GithubClient,
  access: GithubAccess,
  organisation: string,
  repository: string,
): Promise<RepositoryList> {
  try {
    const answer = await client.rest.rest.repos.get({ owner: organisation, repo: repository });
    return { kind: 'listed', repositories: [asListed(GithubRepository.parse(answer.data), access)], unseen: 0 };
  } catch (error) {
    return failure(error, access, `github:${organisation}/${repository}`);
  }
}

/** The answer, or `undefined` when there is nothing of that name. */
async function found<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

/** The URL for git is built from names, never taken from the answer: the token goes where it points. */
function asListed(item: GithubRepository, access: GithubAccess): ListedRepository {
  if (!isRepositoryName(item.name) || !isRepositoryName(item.owner.login))
    throw new Error('GitHub gave a repository name that none can have');
  const name = `${item.owner.login}/${item.name}`;
  return {
    name,
    gitUrl: `${access.gitUrl}/${name}.git`,
    ...(typeof item.default_branch === 'string' && item.default_branch !== ''
      ? { defaultBranch: item.default_branch }
      : {}),
    archived: item.archived,
    fork: item.fork,
    mirror: typeof item.mirror_url === 'string' && item.mirror_url !== '',
    template: item.is_template,
    disabled: item.disabled,
    isPrivate: item.private,
    sizeKb: item.size,
  };
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : undefined;
}

function failure(error: unknown, access: GithubAccess, what: string): RepositoryList {
  const status = statusOf(error);
  const said = redactSecrets(
    error instanceof Error ? error.message : String(error),
    access.token === undefined ? [] : [access.token],
  ).split('\n')[0];
  const credentials =
    access.token === undefined
      ? `no token was given; set ${access.tokenVariables.join(' or ')}`
      : 'the token may lack metadata read, or an SSO or IP rule may refuse it';
  if (status === 401)
    return {
      kind: 'failed',
      reason: 'authentication',
      why: `${access.host} refused the credentials for ${what} (401): ${credentials}`,
    };
  if (status === 429 || (status === 403 && /rate limit/i.test(said ?? ''))) {
    return {
      kind: 'failed',
      reason: 'quota',
      why: `${access.host} still limits the rate after several waits (${status}): ${credentials}`,
    };
  }
  if (status === 403)
    return {
      kind: 'failed',
      reason: 'authentication',
      why: `${access.host} refused ${what} (403: ${said}): ${credentials}`,
    };
  if (status === 404)
    return {
      kind: 'failed',
      reason: 'not-found',
      why: `${access.host} shows no ${what} (404): it does not exist, or ${access.token === undefined ? 'it is private and ' + credentials : 'this token may not see it'}`,
    };
  return { kind: 'failed', reason: 'network', why: `${access.host} could not be asked for ${what}: ${said}` };
}
