import { z } from 'zod';
import type { Images } from './terraform-commands.ts';

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

const valuesOf = (json: string): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(Outputs.parse(JSON.parse(json))).map(([name, { value }]) => [name, value]),
  );

/** What `terraform output -json` prints; undefined where nothing was made yet, or not all of it. */
export const readDeployed = (json: string): Deployed | undefined => Deployed.safeParse(valuesOf(json)).data;

/** The images that run, as far as they are known. */
export const readImages = (json: string): Images =>
  Deployed.shape.images.safeParse(valuesOf(json).images).data ?? {};
