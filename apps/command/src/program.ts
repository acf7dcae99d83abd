import { formatNames, packingNames } from '@wattline/engine/formats';
import { firstStage, QueueName, StageName } from '@wattline/topology';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';

const RELEASE = '0.1.0';

const folder = (text: string): string => {
  if (text !== '') return text;
  throw new InvalidArgumentError('It names no folder: leave it out for ./wattline-data.');
};

const dataDir = () =>
  new Option('--data-dir <folder>', 'where the local stores and queues are')
    .env('WATTLINE_DATA_DIR')
    .argParser(folder)
    .default('./wattline-data');

const server = () =>
  new Option('--server <url>', 'ask this status service instead of opening stores').env('WATTLINE_SERVER');

const token = () => new Option('--token <token>', 'the server’s read or write token').env('WATTLINE_TOKEN');

const json = () => new Option('--json', 'print JSON');

const readable = `${formatNames}, also packed as ${packingNames}`;

const wholeNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
};

const price = (text: string): number => {
  const number = Number(text);
  if (text.trim() !== '' && Number.isFinite(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a number of dollars, such as 0.05.');
};

const stages = StageName.options;
const queues = QueueName.options;

/** The command line. Each command's module is loaded when it is called. */
export const createProgram = (): Command => {
  const program = new Command('wattline')
    .description('Upload time series, get sealed, versioned, model-ready feature sets.')
    .version(RELEASE)
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text.replace(/^error: /, 'error USAGE: ')) })
    .showHelpAfterError('  remedy: wattline --help lists the commands and their options');

  program
    .command('up')
    .description('start every service on this machine and keep them running')
    .addOption(dataDir())
    .addOption(json())
    .option('--no-sample', 'do not upload a sample when the stores are empty')
    .addOption(
      new Option('--port <port>', 'port of the page (default: the first free one from 4680 on)').env(
        'WATTLINE_HTTP_PORT',
      ),
    )
    .action(async (options) => (await import('./commands/up.ts')).up(options));

  program
    .command('run')
    .description(
      'run the whole chain on one or more files, in the foreground: one feature set of all of them',
    )
    .argument('<files...>', `files, folders or patterns such as 'days/*.csv'; ${readable}`)
    .option(
      '--spec <file|preset>',
      'feature spec: a wattline.yaml or the name of a preset; it is kept for the dataset',
    )
    .option(
      '--dataset <name>',
      'a dataset that grows by these files (default: a feature set of these files alone, named after the first)',
    )
    .option('--out <folder>', 'copy the sealed files there')
    .addOption(dataDir())
    .addOption(json())
    .action(async (files, options) => (await import('./commands/run.ts')).run(files, options));

  program
    .command('upload')
    .description('upload a file to a running stack')
    .argument('<file>', readable)
    .option('--dataset <name>', 'dataset name (default: the file name)')
    .option(
      '--spec <file|preset>',
      'feature spec: a wattline.yaml or the name of a preset; it is kept for the dataset',
    )
    .option('--wait', 'wait until the run is sealed or rejected')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (file, options) => (await import('./commands/upload.ts')).upload(file, options));

  program
    .command('runs')
    .description('list runs, newest first')
    .option('--dataset <name>', 'only the runs of one dataset')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (options) => (await import('./commands/runs.ts')).runs(options));

  program
    .command('show')
    .description('show one run’s receipt')
    .argument('<run>', 'run id, or the start of one')
    .option('--spec', 'print the run’s feature spec as YAML')
    .option('--why', 'print how the file was read, and why')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (run, options) => (await import('./commands/show.ts')).show(run, options));

  program
    .command('pull')
    .description('copy a sealed feature set to a folder, hashes verified')
    .argument('<dataset[@version]>', 'default: the latest version')
    .requiredOption('--out <folder>', 'a new or empty folder, or one that an earlier pull made')
    .option(
      '--known-after <duration>',
      'instead, training sets of which each row is as it was known so long after its interval: no later correction is in it (0s, 6h, 1d)',
    )
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (name, options) => (await import('./commands/pull.ts')).pull(name, options));

  program
    .command('replay')
    .description('run a run again, by the dataset’s spec as it is now')
    .argument('<run>', 'run id, or the start of one')
    .addOption(
      new Option('--from <stage>', 'the first stage to run again').choices(stages).default(firstStage),
    )
    .option(
      '--spec <file|preset>',
      'feature spec: a wattline.yaml or the name of a preset; it is kept for the dataset',
    )
    .option('--same-spec', 'work by the spec that the run used, not by the dataset’s as it is now')
    .option('--wait', 'wait until the run is sealed or rejected')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (run, options) => (await import('./commands/replay.ts')).replay(run, options));

  program
    .command('delete')
    .description(
      'delete readings of a dataset: of an entity, of a span, or those that one upload brought; a version without them is made, older versions stay',
    )
    .argument('<dataset>', 'the dataset that they are deleted from')
    .option('--entity <name>', 'whose readings; without it those of all in the span')
    .option(
      '--from <time>',
      'the first of them: 2024-03-31, 2024-03-31T14:00 (by the clocks of the dataset’s zone), or with an offset',
    )
    .option('--to <time>', 'the first that stays')
    .option('--upload <run>', 'all that this upload brought; of a deletion: takes that back')
    .option('--dry-run', 'print what would be deleted, and delete nothing')
    .option('--wait', 'wait until the run is sealed or rejected (without a stack, it is run at once)')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (dataset, options) =>
      (await import('./commands/delete.ts')).deleteReadings(dataset, options),
    );

  program
    .command('erase')
    .description(
      'delete an entity of a dataset and every trace of it: raw files, kept readings, older versions (pinned ones too), refused rows, ledgers and logs',
    )
    .argument('<dataset>', 'the dataset that it is erased from')
    .requiredOption('--entity <name>', 'the entity, as it is written there')
    .option('--drop-files', 'let raw files go as a whole that cannot be written without it')
    .option('--dry-run', 'print what would go, and remove nothing')
    .option('--yes', 'do not ask for the name again')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (dataset, options) => (await import('./commands/erase.ts')).erase(dataset, options));

  program
    .command('history')
    .description('list what happened to a dataset, newest first, and the version that each step led to')
    .argument('<dataset>')
    .option('--limit <entries>', 'how many entries at most', wholeNumber, 50)
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (dataset, options) => (await import('./commands/history.ts')).history(dataset, options));

  program
    .command('plan')
    .description(
      'say what a run of files would take (requests, bytes, time, cost), or what a changed spec would make of a dataset; nothing is changed',
    )
    .argument('<dataset|files...>', 'a dataset, or what wattline run takes (a folder in this one: ./days)')
    .option('--spec <file|preset>', 'default: the dataset’s wattline.yaml as it is now, or as the file shows')
    .option('--dataset <name>', 'of files: a dataset that they are to join')
    .option('--tasks <count>', 'of files: tasks of each stage (default: 1)', wholeNumber)
    .option('--vcpu <count>', 'of files: processors of each task (default: 2)', wholeNumber)
    .option('--vcpu-hour <dollars>', 'of files: what one processor costs an hour', price)
    .option('--apply', 'then make it: the spec is kept for the dataset, and its newest upload replayed')
    .option('--yes', 'with --apply: do not ask')
    .option('--wait', 'with --apply: wait until the run is sealed or rejected')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (names, options) => (await import('./commands/plan.ts')).plan(names, options));

  program
    .command('diff')
    .description(
      'compare two sealed versions of a dataset: rows and cells, and the uploads that changed them',
    )
    .argument('<dataset[@version]>', 'a dataset alone: its latest version and the one before it')
    .argument('[dataset@version]', 'default: the latest version')
    .option('--summary', 'counts alone, by column and entity')
    .option('--entity <name>', 'only the rows of one entity')
    .option('--column <name...>', 'only rows in which these columns changed')
    .option('--limit <rows>', 'how many rows at most (default: 50; with --json all)', wholeNumber)
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (from, to, options) => (await import('./commands/diff.ts')).diff(from, to, options));

  program
    .command('restore')
    .description('make an older version of a dataset the latest; later uploads join that')
    .argument('<dataset@version>', 'wattline history lists versions')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (name, options) => (await import('./commands/restore.ts')).restore(name, options));

  program
    .command('pin')
    .description('keep a version of a dataset until it is unpinned')
    .argument('<dataset@version>', 'wattline history lists versions')
    .option('--name <name>', 'what it is kept for')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (text, options) => (await import('./commands/pin.ts')).pin(text, options));

  program
    .command('unpin')
    .description('let a version go once nothing else keeps it')
    .argument('<dataset@version>', 'wattline history lists versions')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (text, options) => (await import('./commands/pin.ts')).unpin(text, options));

  program
    .command('sweep')
    .description(
      'remove versions, and readings, that nothing keeps: not the latest, no pin, not keep in wattline.yaml',
    )
    .argument('[dataset]', 'default: all')
    .option('--dry-run', 'print what would go, in bytes, and remove nothing')
    .addOption(dataDir())
    .addOption(json())
    .action(async (dataset, options) => (await import('./commands/sweep.ts')).sweep(dataset, options));

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
    .argument('[file|preset]', `a file, or the name of a preset; files: ${readable}`)
    .option(
      '--why <column>',
      'explain one column of the file: its role, what speaks for it, what else would fit',
    )
    .option('--dataset <name>', 'read the file as one that is to join this dataset')
    .option('--schema', 'print the JSON Schema of specs instead, for editors')
    .addOption(dataDir())
    .addOption(json())
    .action(async (source, options) => (await import('./commands/spec.ts')).spec(source, options));

  program
    .command('mcp')
    .description(
      'let assistants ask about a running stack, and change nothing: the Model Context Protocol over standard input and output',
    )
    .addOption(
      new Option('--server <url>', 'the status service that is asked')
        .env('WATTLINE_SERVER')
        .default('http://127.0.0.1:4680'),
    )
    .addOption(token())
    .action(async (options) => (await import('./mcp/serve-mcp.ts')).mcp({ ...options, release: RELEASE }));

  program
    .command('doctor')
    .description('report what is missing on this machine or in this deployment, and what to do about it')
    .addOption(server())
    .addOption(token())
    .addOption(dataDir())
    .addOption(json())
    .action(async (options) => (await import('./commands/doctor.ts')).doctor(options));

  return program;
};
