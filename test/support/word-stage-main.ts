import { startService } from '@wattline/bootstrap';
import { StageName } from '@wattline/topology';
import { wordStages } from './word-stages.ts';

/**
 * One word stage as a process of its own. An upload to the dataset `kills-<stage>` ends the process of that stage; one to
 * `stalls-<stage>` blocks it, so that it renews nothing meanwhile.
 */
const name = StageName.parse(process.env.WORD_STAGE);

await startService(() => ({
  name,
  run: async (work) => {
    if (work.run.dataset.startsWith(`kills-${name}`)) {
      process.stderr.write(`${name} chokes on it\n`);
      process.abort();
    }
    if (work.run.dataset.startsWith(`stalls-${name}`)) {
      const end = Date.now() + Number(process.env.STALL_MS);
      while (Date.now() < end);
    }
    return wordStages[name].run(work);
  },
}));
