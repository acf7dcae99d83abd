import { examineMachine } from '../doctor/machine.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { tellFindings } from '../text/findings.ts';

/** What holds the stores and queues: a deployment where WATTLINE_PREFIX is set, else a folder. Each is loaded where it is used. */
const examineChain = async (dataDir: string) =>
  process.env.WATTLINE_PREFIX === undefined
    ? (await import('../doctor/local.ts')).examineLocal(dataDir)
    : (await import('../doctor/deployment.ts')).examineDeployment(process.env);

interface DoctorOptions extends MaybeServer {
  readonly dataDir: string;
  readonly json?: boolean;
}

/** `wattline doctor`: exit status 1 where something is missing. */
export const doctor = async (options: DoctorOptions): Promise<void> => {
  const { dataDir } = options;
  const findings = onServer(options)
    ? await (await import('../server/doctor.ts')).serverFindings(options)
    : [...(await examineMachine(dataDir)), ...(await examineChain(dataDir))];
  tellFindings(findings, options.json === true);
};
