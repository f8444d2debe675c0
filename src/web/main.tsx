import { render } from 'preact';
import { App } from './app.js';
import { startRouter } from './router.js';

const root = document.getElementById('app');
if (root !== null) {
  root.textContent = '';
  startRouter();
  render(<App />, root);
}
