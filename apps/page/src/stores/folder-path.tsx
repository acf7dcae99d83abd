import type { StoreName } from '@wattline/api';
import { folderUrl } from './folder-url.ts';

/** The way down to a folder; each step leads back. */
export const FolderPath = ({ store, prefix }: { store: StoreName; prefix: string }) => {
  const steps = prefix.split('/').filter((step) => step !== '');
  return (
    <nav class="folder-path" aria-label="Folder">
      <ol>
        <li>
          <a href={folderUrl(store, '')}>{store}</a>
        </li>
        {steps.map((step, i) => {
          const to = `${steps.slice(0, i + 1).join('/')}/`;
          return (
            <li key={to}>
              <a href={folderUrl(store, to)} aria-current={i === steps.length - 1 ? 'page' : undefined}>
                {step}
              </a>
            </li>
          );
        })}
      </ol>
    </nav>
  );
};
