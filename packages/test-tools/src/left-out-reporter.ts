import type { Reporter, TestModule } from 'vitest/node';

/** Files by the reason for which tests in them were left out. */
const leftOut = (modules: readonly TestModule[]): Map<string, Set<string>> => {
  const files = new Map<string, Set<string>>();
  for (const module of modules)
    for (const test of module.children.allTests('skipped')) {
      const { note } = test.result() as { note?: string };
      if (note === undefined) continue;
      files.set(note, (files.get(note) ?? new Set()).add(module.relativeModuleId));
    }
  return files;
};

/** Says at the end which tests this machine could not run, and why. */
export const leftOutReporter = (): Reporter => ({
  onTestRunEnd: (modules) => {
    const found = leftOut(modules);
    if (found.size === 0) return;
    const lines = [...found].map(([reason, files]) => `  ${reason}\n    ${[...files].join('\n    ')}`);
    process.stdout.write(`\nLeft out on this machine:\n${lines.join('\n')}\n`);
  },
});
