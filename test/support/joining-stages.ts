import { readFile } from 'node:fs/promises';
import { RejectedError } from '@wattline/errors';
import { type Backend, JOIN_NOT_SEALED, latestVersion, type Stage, type StageName } from '@wattline/worker';
import { logStages } from './log-stages.ts';

/** As `logStages`, where a file whose text is `joins weather` has its dataset join the latest version of another. */
export const joiningStages = ({ stores }: Pick<Backend, 'stores'>): Record<StageName, Stage> => ({
  ...logStages,
  ingest: {
    ...logStages.ingest,
    run: async (work) => {
      const { dataset: access } = work;
      const text = await readFile(work.inputs[0]?.path ?? '', 'utf8');
      const [, other] = /^joins (\S+)$/.exec(text) ?? [];
      if (access === undefined || other === undefined) return logStages.ingest.run(work);
      await access.noteJoins([other]);
      const version = await latestVersion(stores.features, other);
      if (version === undefined)
        throw new RejectedError(JOIN_NOT_SEALED, `${other} has no version`, {
          place: { value: other },
          remedy: 'none',
        });
      const joined = [{ join: other, dataset: other, version, content: version, isOne: true }];
      const named = (own: unknown): string => `${String(own)}@${version}`;
      const { result, ...outcome } = await logStages.ingest.run({
        ...work,
        dataset: {
          ...access,
          append: (entry) => access.append({ ...entry, version: named(entry.version), joined }),
        },
      });
      return { ...outcome, result: { ...result, version: named(result?.version), plan: { joined } } };
    },
  },
});
