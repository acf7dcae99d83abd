/**
 * Which workspace may use which. A package may use those before it in this list; a service, every package; an
 * application, every package and service. Nothing uses an application, and no service another.
 */
export const packageOrder: readonly string[] = [
  'packages/errors',
  'packages/hash',
  'packages/steps',
  'packages/cells',
  'packages/time-zones',
  'packages/topology',
  'packages/sample',
  'packages/features',
  'packages/spec',
  'packages/transform',
  'packages/api',
  'packages/backends/contract',
  'packages/backends/local',
  'packages/backends/aws',
  'packages/reader',
  'packages/engine',
  'packages/charts',
  'packages/report',
  'packages/worker',
  'packages/http',
  'packages/ingest-stage',
  'packages/bootstrap',
];

/** Libraries that one workspace alone may import. */
export const ownedLibraries: Readonly<Record<string, string>> = {
  'nodejs-polars': 'packages/engine',
};

/** Where a workspace answers to the outside: only these of its folders know the shapes of its answers. */
export const answeringFolders: Readonly<Record<string, readonly string[]>> = {
  'packages/http': ['src/http'],
  'services/serve': ['src/api'],
  'services/status': ['src/api', 'src/testing'],
};
export const ANSWERS = 'packages/api';

const SERVICE = 1_000;
const APPLICATION = 2_000;
const OUTERMOST = 3_000;

/** Tests and benchmarks may use everything, scripts too; the tools of tests may be used by everything. */
export const outermost: readonly string[] = ['test', 'bench'];
export const TEST_TOOLS = 'packages/test-tools';

/** The rank of a workspace: each may use those of lower rank. Undefined for a workspace that is in no layer yet. */
export const rankOf = (workspace: string): number | undefined => {
  if (workspace.startsWith('apps/')) return APPLICATION;
  if (workspace.startsWith('services/')) return SERVICE;
  if (outermost.includes(workspace)) return OUTERMOST;
  if (workspace === TEST_TOOLS) return -1;
  const index = packageOrder.indexOf(workspace);
  return index < 0 ? undefined : index;
};
