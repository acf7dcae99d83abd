import { EmptyState } from '../parts/empty-state.tsx';
import { PageHeader } from '../parts/page-header.tsx';

export const LostView = () => (
  <>
    <PageHeader title="No such page" />
    <EmptyState title="Nothing has this address">
      <a href="/">Go to the overview</a>
    </EmptyState>
  </>
);
