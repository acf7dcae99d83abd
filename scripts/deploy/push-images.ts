import type { Run } from './command.ts';
import {
  buildCommand,
  commitCommand,
  digestsCommand,
  imageTag,
  loginCommand,
  passwordCommand,
  pushCommand,
  pushedImage,
  registryOf,
} from './images.ts';
import type { Deployed } from './outputs.ts';
import { runOrThrow } from './run-or-throw.ts';
import type { Images } from './terraform-commands.ts';

/** Where images are made. */
export interface ImageBuilder {
  readonly run: Run;
  /** The project's folder. */
  readonly root: string;
  readonly now: () => Date;
  readonly log: (text: string) => void;
}

/** Builds and pushes every image. Returns them by their digests. */
export const pushImages = async (
  { run, root, now, log }: ImageBuilder,
  { repositories, platform }: Deployed,
): Promise<Images> => {
  // Outside of a checkout there is no commit.
  const commit = (await run(commitCommand(root))).stdout.trim();
  const tag = imageTag(now(), commit);
  const hosts = new Map(
    Object.values(repositories).map((repository) => {
      const { host, region } = registryOf(repository);
      return [host, region] as const;
    }),
  );
  for (const [host, region] of hosts) {
    const remedy = 'check that these credentials may push to the registry (ecr:GetAuthorizationToken)';
    const { stdout: password } = await runOrThrow(run, passwordCommand(region), remedy);
    await runOrThrow(run, loginCommand(host, password), remedy);
  }
  const images: Record<string, string> = {};
  for (const [service, repository] of Object.entries(repositories)) {
    log(`\n== ${service}`);
    const image = `${repository}:${tag}`;
    await runOrThrow(
      run,
      buildCommand({ root, platform, service }, image),
      'see what docker build says above',
    );
    await runOrThrow(run, pushCommand(image), 'see what docker push says above');
    const { stdout } = await runOrThrow(run, digestsCommand(image), 'see what docker says');
    images[service] = pushedImage(repository, stdout);
  }
  return images;
};
