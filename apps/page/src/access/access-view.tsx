import { PageHeader } from '../components/page-header.tsx';
import { Panel } from '../components/panel.tsx';
import { about } from '../session/about.ts';
import { Changes } from './changes.tsx';
import { Tokens } from './tokens.tsx';

const rightText = { read: 'read', write: 'read and change', admin: 'read, change and name tokens' } as const;

/** Who may do what, and who did. */
export const AccessView = () => {
  const auth = about.value?.auth;
  return (
    <>
      <PageHeader title="Access" />
      {auth !== undefined && (
        <p>
          {auth.required
            ? `You are ${auth.name} and may ${rightText[auth.right]}.`
            : 'This service asks for no token: it answers only to this machine, and its users may do everything.'}
        </p>
      )}
      {auth?.required === true && auth.right === 'admin' && (
        <Panel title="Named tokens">
          <Tokens />
        </Panel>
      )}
      <Panel title="Changes">
        <Changes />
      </Panel>
    </>
  );
};
