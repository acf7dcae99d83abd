import type { ComponentChildren } from 'preact';
import { about } from '../session/about.ts';
import { Announcer } from './announcer.tsx';
import { ConnectionLost } from './connection-lost.tsx';
import { ConnectionMark } from './connection-mark.tsx';
import { DiskNote } from './disk-note.tsx';
import { Navigation } from './navigation.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Wordmark } from './wordmark.tsx';

/** The frame around every view. */
export const Shell = ({ children }: { children: ComponentChildren }) => (
  <>
    <a class="skip-link" href="#main">
      Skip to content
    </a>
    <div class="shell">
      <header class="rail">
        <Wordmark />
        <Navigation />
        <div class="rail-foot">
          <ConnectionMark />
          <ThemeSwitch />
          <p class="rail-about">
            {about.value !== undefined && <span>v{about.value.version}</span>}
            {about.value !== undefined && !about.value.auth.required && (
              <a href="/api/v1/reference" target="_blank" rel="noreferrer">
                API
              </a>
            )}
          </p>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        <ConnectionLost />
        <DiskNote />
        {children}
      </main>
    </div>
    <Announcer />
  </>
);
