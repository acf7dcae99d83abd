import { chooseAdapters } from '@wattline/bootstrap';
import { examineMachine } from '../doctor/machine.ts';
import { type MaybeServer, onServer } from '../server/on-server.ts';
import { type Finding, printFindings } from '../text/findings.ts';

/** The stores and queues of the chosen adapters. Each examination is loaded only where it is used. */
const examineChain = async (dataDir: string): Promise<Finding[]> => {
  const { store, queue } = chooseAdapters(process.env, false);
  if (store === 'directory' && queue === 'sqlite')
    return (await import('../doctor/local.ts')).examineLocal(dataDir);
  if (store === 's3' && queue === 'sqs')
    return (await import('../doctor/deployment.ts')).examineDeployment(process.env);
  return (await import('../doctor/adapters.ts')).examineAdapters(dataDir);
};

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
  printFindings(findings, options.json === true);
};
