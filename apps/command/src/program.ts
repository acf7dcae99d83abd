import { QueueName, StageName } from '@wattline/topology';
import { Argument, Command, Option } from 'commander';

const dataDir = () =>
  new Option('--data-dir <folder>', 'where the local stores and queues are')
    .env('WATTLINE_DATA_DIR')
    .default('./wattline-data');

const server = () =>
  new Option('--server <url>', 'ask this status service instead of opening stores').env('WATTLINE_SERVER');

const token = () => new Option('--token <token>', 'the server’s read or write token').env('WATTLINE_TOKEN');

const json = () => new Option('--json', 'print JSON');

const stages = StageName.options;
const queues = QueueName.options;

/** The command line: words and options here, each command's work in a module of its own, loaded when it is called. */
export const createProgram = (): Command => {
  const program = new Command('wattline')
    .description('Upload time series, get sealed, versioned, model-ready feature sets.')
    .version('0.1.0')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'error USAGE: ')) })
    .showHelpAfterError('  remedy: wattline --help lists the commands and their options');

  program
    .command('up')
    .description('start every service on this machine and keep them running')
    .addOption(dataDir())
    .addOption(json())
    .option('--no-sample', 'do not make and upload a sample where the stores are empty')
    .addOption(
      new Option(
        '--port <port>',
        'where the page is served; the first free one from 4680 on where it is left out',
      ).env('WATTLINE_HTTP_PORT'),
    )
    .action(async (options) => (await import('./commands/up.ts')).up(options));

  program
    .command('run')
    .description('run the whole chain once on one file, in the foreground')
    .argument('<file>', 'CSV, CSV.gz or Parquet')
    .option(
      '--spec <file|preset>',
      'the feature spec, kept as the dataset’s own: a wattline.yaml or the name of a preset',
    )
    .option('--dataset <name>', 'the dataset; the file’s own name where it is left out')
    .option('--out <folder>', 'copy the sealed files there')
    .addOption(dataDir())
    .addOption(json())
    .action(async (file, options) => (await import('./commands/run.ts')).run(file, options));

  program
    .command('upload')
    .description('upload a file to a running stack')
    .argument('<file>', 'CSV, CSV.gz or Parquet')
    .option('--dataset <name>', 'the dataset; the file’s own name where it is left out')
    .option(
      '--spec <file|preset>',
      'the feature spec, kept as the dataset’s own: a wattline.yaml or the name of a preset',
    )
    .option('--wait', 'wait until the run is sealed or rejected')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (file, options) => (await import('./commands/upload.ts')).upload(file, options));

  program
    .command('runs')
    .description('list what ran, the newest first')
    .option('--dataset <name>', 'only the runs of one dataset')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (options) => (await import('./commands/runs.ts')).runs(options));

  program
    .command('show')
    .description('show one run’s receipt')
    .argument('<run>', 'the run’s id, or the start of it')
    .option('--spec', 'print the feature spec that the run worked by, as YAML')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (run, options) => (await import('./commands/show.ts')).show(run, options));

  program
    .command('pull')
    .description('copy a sealed feature set to a folder, hashes verified')
    .argument('<dataset[@version]>', 'the latest version where none is named')
    .requiredOption('--out <folder>', 'a new or empty folder, or one that an earlier pull made')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (name, options) => (await import('./commands/pull.ts')).pull(name, options));

  program
    .command('replay')
    .description('run a run again')
    .argument('<run>', 'the run’s id, or the start of it')
    .addOption(new Option('--from <stage>', 'the first stage to run again').choices(stages).default('ingest'))
    .option('--wait', 'wait until the run is sealed or rejected')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (run, options) => (await import('./commands/replay.ts')).replay(run, options));

  program
    .command('redrive')
    .description('send the dead letters of a queue back to it')
    .addArgument(new Argument('<queue>', 'the queue whose dead letters they are').choices(queues))
    .option('--id <message>', 'only this message')
    .addOption(dataDir())
    .addOption(json())
    .action(async (queue, options) => (await import('./commands/redrive.ts')).redrive(queue, options));

  program
    .command('spec')
    .description(
      'print a feature spec as YAML, to be saved and edited: a preset, or what is inferred from a file',
    )
    .argument('[file|preset]', 'a CSV, CSV.gz or Parquet file, or the name of a preset')
    .option('--schema', 'print the JSON Schema of specs instead, for editors')
    .addOption(json())
    .action(async (source, options) => (await import('./commands/spec.ts')).spec(source, options));

  program
    .command('doctor')
    .description('tell what is missing on this machine or in this deployment, with the remedy')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options));

  return program;
};
