import { examineMachine } from '../doctor/machine.ts';
import { tellFindings } from '../text/findings.ts';

/** What holds the stores and queues: a deployment where WATTLINE_PREFIX is set, else a folder. Each is loaded where it is used. */
const examineChain = async (dataDir: string) =>
  process.env.WATTLINE_PREFIX === undefined
    ? (await import('../doctor/local.ts')).examineLocal(dataDir)
    : (await import('../doctor/deployment.ts')).examineDeployment(process.env);

/** `wattline doctor`: exit status 1 where something is missing. */
export const doctor = async ({ dataDir, json }: { dataDir: string; json?: boolean }): Promise<void> =>
  tellFindings([...(await examineMachine(dataDir)), ...(await examineChain(dataDir))], json === true);
