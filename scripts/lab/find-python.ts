import { spawnSync } from 'node:child_process';
import { UsageError } from '@wattline/errors';

/** What notebooks/requirements.txt was made for. */
const LEAST = [3, 10] as const;

const candidates = [
  'python3',
  'python',
  'python3.14',
  'python3.13',
  'python3.12',
  'python3.11',
  'python3.10',
];

const probe = 'import sys, venv, ensurepip; print(sys.version_info[0], sys.version_info[1], sys.executable)';

export interface Python {
  readonly command: string;
  /** 3.12 */
  readonly version: string;
}

const tryPython = (command: string): Python | 'none' | 'old' | 'no-venv' => {
  const { status, stdout, stderr } = spawnSync(command, ['-c', probe], { encoding: 'utf8' });
  if (status !== 0) return /No module named/.test(stderr ?? '') ? 'no-venv' : 'none';
  const [major = 0, minor = 0] = stdout.split(' ').map(Number);
  const isNew = major > LEAST[0] || (major === LEAST[0] && minor >= LEAST[1]);
  return isNew ? { command, version: `${major}.${minor}` } : 'old';
};

const remedies = {
  none: 'install Python 3.10 or newer, or name it in WATTLINE_PYTHON, and run the command again',
  old: 'install Python 3.10 or newer, or name it in WATTLINE_PYTHON, and run the command again',
  'no-venv':
    'install what makes virtual environments (on Debian and Ubuntu: apt install python3-venv), and run the command again',
};

const faults = {
  none: 'there is no Python on this machine that starts',
  old: 'the Python of this machine is older than 3.10',
  'no-venv': 'the Python of this machine has no venv module',
};

/** @throws UsageError where no Python can make the environment */
export const findPython = (environment: NodeJS.ProcessEnv = process.env): Python => {
  const named = environment.WATTLINE_PYTHON;
  const found = (named === undefined ? candidates : [named]).map(tryPython);
  const python = found.find((each) => typeof each === 'object');
  if (python !== undefined) return python;
  const fault = (['no-venv', 'old'] as const).find((each) => found.includes(each)) ?? 'none';
  throw new UsageError('PYTHON_MISSING', faults[fault], { remedy: remedies[fault] });
};
