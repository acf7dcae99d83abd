import { getTokens } from '../api/access.ts';
import { ResourceView } from '../components/resource-view.tsx';
import { useResource } from '../live/use-resource.ts';
import { CreateToken } from './create-token.tsx';
import { TokenTable } from './token-table.tsx';

/** Tokens for people and programs, for an admin to make and revoke. */
export const Tokens = () => {
  const list = useResource('tokens', getTokens);
  return (
    <>
      <CreateToken onChange={list.reload} />
      <ResourceView resource={list} what="tokens">
        {({ tokens }) => <TokenTable tokens={tokens} onChange={list.reload} />}
      </ResourceView>
    </>
  );
};
