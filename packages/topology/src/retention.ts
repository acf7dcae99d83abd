/** Kinds that go by age alone. */
export const agedKinds = ['work', 'quarantine', 'audit', 'attempt-logs', 'old-uploads'] as const;
export type AgedKind = (typeof agedKinds)[number];
export type KeepDays = Readonly<Record<AgedKind, number>>;

/** For how many days they stay, where nobody says otherwise. */
export const defaultKeepDays: KeepDays = {
  work: 7,
  quarantine: 365,
  audit: 730,
  'attempt-logs': 90,
  'old-uploads': 365,
};

/** With what somebody says: `quarantine=30,attempt-logs=7`. Undefined where it is not written so. */
export const keepDaysOf = (text: string): KeepDays | undefined => {
  const days: Record<string, number> = { ...defaultKeepDays };
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [, kind = '', count] = /^\s*([a-z-]+)\s*=\s*([1-9]\d{0,4})\s*$/.exec(part) ?? [];
    if (!Object.hasOwn(defaultKeepDays, kind)) return undefined;
    days[kind] = Number(count);
  }
  return days as KeepDays;
};

/** Something that is stored, for how long, and by whom it is removed. */
export interface StoredKind {
  readonly kind: string;
  /** `disk`: beside the stores of one machine. */
  readonly store: 'staging' | 'features' | 'models' | 'results' | 'disk';
  /** The beginnings of its keys, or of paths in the data folder. */
  readonly keys: readonly string[];
  readonly stays: string;
  /** It goes by its age: so many days, where nobody says otherwise. */
  readonly aged?: AgedKind;
  /**
   * `lifecycle`: rules of the bucket, which a stack on this machine applies by itself. `sweep`: `wattline sweep`, which a
   * stack runs too. `size`: it never grows beyond a size.
   */
  readonly by: 'lifecycle' | 'sweep' | 'size' | 'nobody';
}

/** Every kind of what is stored has a rule, and stands here. */
export const storedKinds: readonly StoredKind[] = [
  {
    kind: 'raw uploads, specs, requests of deletions',
    store: 'staging',
    keys: ['staging-directory/'],
    stays: 'as long as you keep them',
    by: 'nobody',
  },
  {
    kind: 'overwritten and deleted raw uploads',
    store: 'staging',
    keys: ['staging-directory/'],
    stays: 'while the dataset, or a version that stays, consists of them; else 365 days',
    aged: 'old-uploads',
    by: 'sweep',
  },
  {
    kind: 'versions: features',
    store: 'features',
    keys: ['feature-sets/'],
    stays: 'as `keep` and pins say',
    by: 'sweep',
  },
  {
    kind: 'kept readings, and what was joined of them',
    store: 'features',
    keys: ['readings/'],
    stays: 'while the dataset, or a version that stays, consists of them',
    by: 'sweep',
  },
  {
    kind: 'work files of runs',
    store: 'features',
    keys: ['work/'],
    stays: '7 days',
    aged: 'work',
    by: 'lifecycle',
  },
  {
    kind: 'versions: training sets, preprocessors',
    store: 'models',
    keys: ['training-sets/', 'preprocessors/'],
    stays: 'as `keep` and pins say',
    by: 'sweep',
  },
  {
    kind: 'versions: profiles, reports',
    store: 'results',
    keys: ['reports/'],
    stays: 'as `keep` and pins say',
    by: 'sweep',
  },
  {
    kind: 'ledgers and receipts of runs, logs of datasets',
    store: 'results',
    keys: ['runs/', 'datasets/'],
    stays: 'always: some kB a run',
    by: 'nobody',
  },
  {
    kind: 'logs of attempts',
    store: 'results',
    keys: ['runs/'],
    stays: '90 days',
    aged: 'attempt-logs',
    by: 'sweep',
  },
  {
    kind: 'refused rows',
    store: 'results',
    keys: ['quarantine/'],
    stays: '365 days',
    aged: 'quarantine',
    by: 'lifecycle',
  },
  {
    kind: 'who changed what through the API',
    store: 'results',
    keys: ['access/audit/'],
    stays: '730 days',
    aged: 'audit',
    by: 'lifecycle',
  },
  {
    kind: 'tokens',
    store: 'results',
    keys: ['access/'],
    stays: 'until they are revoked',
    by: 'nobody',
  },
  {
    kind: 'messages, dead letters',
    store: 'disk',
    keys: ['queues.db'],
    stays: 'until they are handled or dropped; on SQS 14 days',
    by: 'nobody',
  },
  { kind: 'index of runs', store: 'disk', keys: ['run-index.db'], stays: 'about 1 kB a run', by: 'size' },
  {
    kind: 'logs of services',
    store: 'disk',
    keys: ['logs/'],
    stays: '40 MB a service; on AWS `log_days`',
    by: 'size',
  },
  {
    kind: 'scratch: previews, plans, known sets, copies of sealed files, files in flight',
    store: 'disk',
    keys: ['scratch/'],
    stays: 'while they are used; nothing over a restart',
    by: 'size',
  },
];
