import { UsageError } from '@wattline/errors';
import { costReport } from './cost/report.ts';
import { registryOf } from './images.ts';
import type { DeployOptions } from './options.ts';
import { type Deployed, readDeployed, readImages } from './outputs.ts';
import { type ImageBuilder, pushImages } from './push-images.ts';
import { readPlanned } from './read-planned.ts';
import { checkRequirements, type Place } from './requirements.ts';
import { runOrThrow } from './run-or-throw.ts';
import { type Images, terraformCommands } from './terraform-commands.ts';

export interface DeployContext extends ImageBuilder {
  readonly environment: NodeJS.ProcessEnv;
  /** Where a plan is kept while it is looked at; it may hold secrets. */
  readonly planFile: string;
  /** Asks a person; false also where there is none. */
  readonly confirm: (question: string) => Promise<boolean>;
}

const AS_TERRAFORM_SAYS =
  'do what Terraform says above, and run the command again: it goes on where it stopped';

/** What is deployed elsewhere must not be planned again here. */
const refuseOtherPlace = ({ region, repositories }: Deployed, place: Place): void => {
  const other = (what: string, theirs: string, ours: string, remedy: string) =>
    new UsageError(
      'OTHER_PLACE',
      `this deployment is in ${what} ${theirs}, but the command runs for ${ours}`,
      {
        remedy,
      },
    );
  if (region !== place.region)
    throw other('region', region, place.region, `set AWS_REGION=${region}, or choose another --environment`);
  const [repository] = Object.values(repositories);
  const account = repository === undefined ? place.account : registryOf(repository).account;
  if (account !== place.account)
    throw other(
      'account',
      account,
      place.account,
      'sign in to the other account (AWS_PROFILE), or choose another --environment',
    );
};

/** Plans, shows what it would cost, and applies it where somebody agrees. */
const change = async (
  context: DeployContext,
  options: DeployOptions,
  region: string,
  images: Images,
): Promise<void> => {
  const { run, planFile, log, confirm } = context;
  const terraform = terraformCommands(options.environment, region);
  const { status } = await runOrThrow(run, terraform.plan(planFile, images), AS_TERRAFORM_SAYS, [0, 2]);
  const { stdout } = await runOrThrow(run, terraform.show(planFile), AS_TERRAFORM_SAYS);
  log(`\n${costReport(readPlanned(stdout))}`);
  if (status === 0 || options.planOnly) return;
  if (!options.approved && !(await confirm('Change this now? Only yes goes on: ')))
    throw new UsageError('NOT_APPROVED', 'nothing was changed', {
      remedy: 'answer yes, or give --yes where there is no terminal',
    });
  await runOrThrow(run, terraform.apply(planFile), AS_TERRAFORM_SAYS);
};

/**
 * Brings a deployment up to this checkout: the registry first, where there is none yet, then the images, then everything
 * else with these images. Throws UsageError.
 */
export const deploy = async (context: DeployContext, options: DeployOptions): Promise<void> => {
  const { run, environment, log } = context;
  const place = await checkRequirements(run, environment, options);
  log(`account ${place.account}, region ${place.region}`);
  const terraform = terraformCommands(options.environment, place.region);
  await runOrThrow(run, terraform.init, AS_TERRAFORM_SAYS);
  const look = async (): Promise<string> =>
    (await runOrThrow(run, terraform.outputs, AS_TERRAFORM_SAYS)).stdout;

  const found = await look();
  // What runs stays in every plan.
  const running = readImages(found);
  let deployed = readDeployed(found);
  if (deployed !== undefined) refuseOtherPlace(deployed, place);
  if (options.planOnly) {
    await change(context, options, place.region, running);
    if (Object.keys(running).length === 0)
      log('the services are not in this plan: they come with the first images');
    return;
  }
  if (deployed === undefined) {
    log('\nfirst everything but the services, whose images need a registry to be pushed to');
    await change(context, options, place.region, running);
    deployed = readDeployed(await look());
    if (deployed === undefined)
      throw new UsageError(
        'OUTPUTS_MISSING',
        `${options.environment} has not the outputs that deploy reads`,
        {
          remedy: 'give it the outputs of infra/terraform/environments/aws',
        },
      );
  }
  const images = await pushImages(context, deployed);
  await change(context, options, place.region, images);
  log(`\n${afterwards(deployed)}`);
};

const afterwards = ({ prefix, region, status_url: url }: Deployed): string =>
  [
    'deployed. To use it from this machine:',
    `  export WATTLINE_PREFIX=${prefix} AWS_REGION=${region}`,
    '  npx wattline upload readings.csv --wait',
    ...(url ? [`  the status page: ${url}`] : []),
  ].join('\n');
