import { startService } from '@wattline/bootstrap';
import { StageName } from '@wattline/topology';
import { wordStages } from './word-stages.ts';

/** One word stage as a process of its own. An upload to the dataset `kills-<stage>` ends the process of that stage. */
const name = StageName.parse(process.env.WORD_STAGE);

await startService(() => ({
  name,
  run: async (work) => {
    if (work.run.dataset.startsWith(`kills-${name}`)) {
      process.stderr.write(`${name} chokes on it\n`);
      process.abort();
    }
    return wordStages[name].run(work);
  },
}));
