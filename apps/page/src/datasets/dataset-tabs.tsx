import { Tabs } from '../components/tabs.tsx';

type TabName = 'versions' | 'history' | 'differences' | 'spec';

export const DatasetTabs = ({ dataset, current }: { dataset: string; current: TabName }) => {
  const address = `/datasets/${encodeURIComponent(dataset)}`;
  return (
    <Tabs
      label={`Dataset ${dataset}`}
      tabs={[
        { href: address, label: 'Versions', current: current === 'versions' },
        { href: `${address}/history`, label: 'History', current: current === 'history' },
        { href: `${address}/differences`, label: 'Compare', current: current === 'differences' },
        { href: `${address}/spec`, label: 'Spec', current: current === 'spec' },
        { href: `/explore/${encodeURIComponent(dataset)}/latest`, label: 'Explore', current: false },
      ]}
    />
  );
};
