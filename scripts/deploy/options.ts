import { parseArgs } from 'node:util';
import { UsageError } from '@wattline/errors';

export interface DeployOptions {
  /** Only shows what would be done, and what it would cost. */
  readonly planOnly: boolean;
  /** Does not ask before it changes something. */
  readonly approved: boolean;
  /** The folder of the Terraform environment. */
  readonly environment: string;
}

export const USAGE = `npm run deploy -- [--plan] [--yes] [--environment FOLDER]

Builds the images, pushes them to the registry of the deployment, and applies the Terraform environment with them.

  --plan                only shows what would be changed and what it would cost; builds nothing
  --yes                 does not ask before it changes something
  --environment FOLDER  another environment than infra/terraform/environments/aws
  --help                this text

docs/deploy.md shows the way from an empty account.
`;

/** Undefined where the usage is asked for. Throws UsageError where the arguments are wrong. */
export const readOptions = (args: readonly string[], environment: string): DeployOptions | undefined => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        plan: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        environment: { type: 'string', default: environment },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) return undefined;
    return { planOnly: values.plan, approved: values.yes, environment: values.environment };
  } catch (cause) {
    throw new UsageError('ARGUMENTS_WRONG', cause instanceof Error ? cause.message : String(cause), {
      remedy: 'see: npm run deploy -- --help',
      cause,
    });
  }
};
