import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Job } from './job.ts';
import { containers } from './jobs/containers.ts';
import { engine } from './jobs/engine.ts';
import { events } from './jobs/events.ts';
import { explore } from './jobs/explore.ts';
import { grow } from './jobs/grow.ts';
import { linear } from './jobs/linear.ts';
import { meters } from './jobs/meters.ts';
import { neighbours } from './jobs/neighbours.ts';
import { page } from './jobs/page.ts';
import { profiles } from './jobs/profiles.ts';
import { queue } from './jobs/queue.ts';
import { reference } from './jobs/reference.ts';
import { serve } from './jobs/serve.ts';
import { stack } from './jobs/stack.ts';
import { status } from './jobs/status.ts';
import { uploads } from './jobs/uploads.ts';
import { versions } from './jobs/versions.ts';
import { workers } from './jobs/workers.ts';
import { machine } from './machine.ts';
import { results, shown } from './paths.ts';
import { plainResult, withResult } from './report.ts';

const jobs: readonly Job[] = [
  reference,
  stack,
  containers,
  queue,
  meters,
  engine,
  workers,
  neighbours,
  linear,
  grow,
  uploads,
  versions,
  status,
  events,
  explore,
  page,
  serve,
];
const names = jobs.map(({ name }) => name);

const log = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

const usage = `usage: npm run bench -- [--only ${names.join('|')}] [--rounds N] [--huge]
       npm run bench -- --profile [--only ${profiles.map(({ name }) => name).join('|')}]`;

interface Options {
  readonly chosen: readonly Job[];
  readonly rounds: number | undefined;
  readonly huge: boolean;
  readonly profile: boolean;
}

const readOptions = (): Options | undefined => {
  try {
    const { values } = parseArgs({
      options: {
        only: { type: 'string', multiple: true, default: names },
        rounds: { type: 'string' },
        huge: { type: 'boolean', default: false },
        profile: { type: 'boolean', default: false },
      },
    });
    const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
    const wrong = values.only.find((name) => !names.includes(name));
    if (wrong === undefined && (rounds === undefined || (Number.isInteger(rounds) && rounds > 0))) {
      const { only, huge, profile } = values;
      const chosen = (profile ? profiles : jobs).filter(({ name }) => only.includes(name));
      return { chosen, rounds, huge, profile };
    }
  } catch (error) {
    log(error instanceof Error ? error.message : String(error));
  }
  return undefined;
};

const commandOf = (name: string, { rounds, huge, profile }: Omit<Options, 'chosen'>): string =>
  profile
    ? `npm run bench -- --profile --only ${name}`
    : `npm run bench -- --only ${name}${rounds === undefined ? '' : ` --rounds ${rounds}`}${huge ? ' --huge' : ''}`;

const options = readOptions();
if (options === undefined) {
  log(usage);
  process.exitCode = 2;
} else {
  const { chosen, rounds, huge, profile } = options;
  const failures: string[] = [];
  for (const job of chosen) {
    log(`${job.name}:`);
    try {
      const measured = await job.run({ rounds, huge, log });
      const result = {
        ...measured.result,
        command: commandOf(job.name, { rounds, huge: huge && job.name === linear.name, profile }),
        machine: machine(),
        date: new Date().toISOString().slice(0, 10),
      };
      await writeFile(results, withResult(await readFile(results, 'utf8'), result));
      process.stdout.write(plainResult(result));
      log(`written: ${shown(results)}`);
      failures.push(...measured.failures);
    } catch (error) {
      failures.push(`${job.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  for (const failure of failures) {
    log(`failed: ${failure}`);
  }
  process.exitCode = failures.length === 0 ? 0 : 1;
}
