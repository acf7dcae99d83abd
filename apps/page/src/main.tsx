import { render } from 'preact';
import { z } from 'zod';
import { App } from './app.tsx';
import './styles/index.css';

// Zod tries eval first, which the content security policy forbids.
z.config({ jitless: true });

const root = document.querySelector('#page');
if (root !== null) render(<App />, root);
