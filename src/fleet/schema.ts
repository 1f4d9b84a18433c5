/** The fields of GitHub's answers that are used; the rest is left alone. */
import { z } from 'zod';

export const GithubRepository = z.object({
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string().nullish(),
  archived: z.boolean().default(false),
  disabled: z.boolean().default(false),
  fork: z.boolean().default(false),
  is_template: z.boolean().default(false),
  mirror_url: z.string().nullish(),
  private: z.boolean().default(false),
  /** Kilobytes, as GitHub last counted them; 0 does not mean empty. */
  size: z.number().default(0),
});
export type GithubRepository = z.infer<typeof GithubRepository>;

/** How many repositories there are; the private count is given to members only. */
export const GithubAccount = z.object({
  login: z.string(),
  public_repos: z.number().default(0),
  total_private_repos: z.number().default(0),
});
