import type { RunReceipt } from '@wattline/api';

/** Which versions of other datasets are new: why a run was made again that nobody asked for. */
export const RenewsWords = ({ renews }: { renews: NonNullable<RunReceipt['renews']> }) => (
  <>
    {renews.map(({ dataset, version }, index) => (
      <span key={dataset}>
        {index > 0 && ', '}
        <a href={`/datasets/${encodeURIComponent(dataset)}`}>{dataset}</a> has version <code>{version}</code>
      </span>
    ))}
  </>
);
