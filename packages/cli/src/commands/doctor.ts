import { styleText } from 'node:util';
import { examineMachine } from '../doctor/machine.ts';
import { print, printJson } from '../print.ts';

const colour = { ok: 'green', warning: 'yellow', missing: 'red' } as const;

/** What holds the stores and queues: a deployment where WATTLINE_PREFIX is set, else a folder. Each is loaded where it is used. */
const examineChain = async (dataDir: string) =>
  process.env.WATTLINE_PREFIX === undefined
    ? (await import('../doctor/local.ts')).examineLocal(dataDir)
    : (await import('../doctor/deployment.ts')).examineDeployment(process.env);

/** `wattline doctor`: exit status 1 where something is missing. */
export const doctor = async ({ dataDir, json }: { dataDir: string; json?: boolean }): Promise<void> => {
  const findings = [...(await examineMachine(dataDir)), ...(await examineChain(dataDir))];
  if (findings.some(({ status }) => status === 'missing')) process.exitCode = 1;
  if (json === true) return printJson(findings);
  for (const { what, status, found, remedy } of findings) {
    print(`${styleText(colour[status], status.padEnd(8))} ${what}: ${found}`);
    if (remedy !== undefined) print(`         remedy: ${remedy}`);
  }
};
