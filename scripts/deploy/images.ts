import { UsageError } from '@wattline/errors';
import type { Command } from './command.ts';

/** A tag of each deployment's own, as `20261124T101530Z-3dcd6bf`: the registry takes none a second time. */
export const imageTag = (now: Date, commit: string): string =>
  [now.toISOString().replaceAll(/[-:]|\.\d+/g, ''), commit].filter(Boolean).join('-');

export const commitCommand = (root: string): Command => ({
  program: 'git',
  args: ['-C', root, 'rev-parse', '--short', 'HEAD'],
});

/** `123456789012.dkr.ecr.eu-central-1.amazonaws.com/wattline/ingest` → its host, account and region. */
export const registryOf = (repository: string): { host: string; account: string; region: string } => {
  const [, host, account, region] =
    /^((\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z0-9.:-]+)\/.+/.exec(repository) ?? [];
  if (host === undefined || account === undefined || region === undefined)
    throw new Error(`${repository} is no repository of ECR`);
  return { host, account, region };
};

/** Asks for a password that lasts some hours. */
export const passwordCommand = (region: string): Command => ({
  program: 'aws',
  args: ['ecr', 'get-login-password', '--region', region],
});

export const loginCommand = (host: string, password: string): Command => ({
  program: 'docker',
  args: ['login', '--username', 'AWS', '--password-stdin', host],
  input: password,
});

export const buildCommand = (
  { root, platform, service }: { root: string; platform: string; service: string },
  image: string,
): Command => ({
  program: 'docker',
  args: [
    ...['build', '--platform', platform, '--file', `${root}/docker/Dockerfile`],
    ...['--build-arg', `SERVICE=${service}`, '--tag', image, root],
  ],
  shown: true,
});

export const pushCommand = (image: string): Command => ({
  program: 'docker',
  args: ['push', image],
  shown: true,
});

export const digestsCommand = (image: string): Command => ({
  program: 'docker',
  args: ['image', 'inspect', '--format', '{{json .RepoDigests}}', image],
});

/** The image by its digest, which names these bytes and no others. */
export const pushedImage = (repository: string, inspected: string): string => {
  const digests: unknown = JSON.parse(inspected);
  const found = Array.isArray(digests)
    ? digests.find((digest) => typeof digest === 'string' && digest.startsWith(`${repository}@sha256:`))
    : undefined;
  if (typeof found === 'string') return found;
  throw new UsageError(
    'IMAGE_NOT_PUSHED',
    `docker has no digest of the image that was pushed to ${repository}`,
    {
      remedy: 'look at what docker push said, and run the command again',
    },
  );
};
