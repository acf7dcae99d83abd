import { z } from 'zod';

const Outputs = z.record(z.string(), z.object({ value: z.unknown() }));
const Deployed = z.object({
  region: z.string(),
  prefix: z.string(),
  /** By service: the repository's URL. */
  repositories: z.record(z.string(), z.string()),
  /** By service, as they run; none before the first images were pushed. */
  images: z.record(z.string(), z.string()),
  /** What the instances run: `linux/amd64` or `linux/arm64`. */
  platform: z.string(),
  status_url: z.string().nullish(),
});
export type Deployed = z.infer<typeof Deployed>;

/** What `terraform output -json` tells; undefined where nothing was made yet, or not all of it. */
export const readDeployed = (json: string): Deployed | undefined => {
  const values = Object.entries(Outputs.parse(JSON.parse(json))).map(([name, { value }]) => [name, value]);
  return Deployed.safeParse(Object.fromEntries(values)).data;
};
