import { EmptyState } from '../components/empty-state.tsx';
import { PageHeader } from '../components/page-header.tsx';

export const LostView = () => (
  <>
    <PageHeader title="No such page" />
    <EmptyState title="Nothing has this address">
      <a href="/">Go to the overview</a>
    </EmptyState>
  </>
);
