import type { Job } from '../job.ts';
import { metersFile, referenceFile, shown } from '../paths.ts';
import { profileHeader, profileRows } from '../profile/profile-rows.ts';
import { profileRun } from '../profile/profile-run.ts';

const profiled = (name: string, fileOf: () => Promise<string>): Job => ({
  name,
  run: async ({ log }) => {
    const file = await fileOf();
    const { seconds, processes } = await profileRun(file, name);
    log(`  ${seconds.toFixed(2)} s`);
    return {
      result: {
        title: `Where the time goes: ${name}`,
        about: `${shown(file)}, the whole chain once, in ${seconds.toFixed(2)} s with the recorder. Processor time is that of all threads of the process, user and system, while the step was under way and none within it; of steps that are under way at once, each has the same part. Seconds of several processes are added up. \`ingest: fetch\` and the like are what the worker does around a stage.`,
        header: profileHeader,
        rows: profileRows(processes),
        aims: [],
        notes: [],
      },
      failures: [],
    };
  },
});

/** With `--profile`, instead of the benchmarks of these names. */
export const profiles: readonly Job[] = [
  profiled('reference', referenceFile),
  profiled('meters', () => metersFile(200)),
];
