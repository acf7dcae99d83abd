import type { Command } from './command.ts';

/** By service: the image with its digest. */
export type Images = Readonly<Record<string, string>>;

/** `terraform …` in the folder of one environment. */
export const terraformCommands = (environment: string, region: string) => {
  const command = (args: readonly string[], shown = false): Command => ({
    program: 'terraform',
    args: [`-chdir=${environment}`, ...args],
    ...(shown && { shown }),
  });
  return {
    init: command(['init', '-input=false'], true),
    outputs: command(['output', '-json']),
    /** Ends with 0 where nothing is to be changed, with 2 where something is. */
    plan: (planFile: string, images: Images): Command =>
      command(
        [
          ...['plan', '-input=false', '-detailed-exitcode', `-out=${planFile}`],
          ...['-var', `region=${region}`, '-var', `images=${JSON.stringify(images)}`],
        ],
        true,
      ),
    show: (planFile: string): Command => command(['show', '-json', planFile]),
    apply: (planFile: string): Command => command(['apply', '-input=false', planFile], true),
  };
};
