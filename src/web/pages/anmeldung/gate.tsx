import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon } from '#web/ui/icon.js';

/** The frame of the pages before the application: one card in the middle. */
export const Gate = ({ title, children }: { title: string; children: ComponentChildren }) => {
  useEffect(() => {
    document.title = `${title} – Poststelle`;
  }, [title]);
  return (
    <div class="gate">
      <header class="gate__brand">
        <Icon name="letter" size="large" />
        <span>Poststelle</span>
      </header>
      <main class="gate__card" id="inhalt">
        <h1 class="gate__title">{title}</h1>
        {children}
      </main>
      <footer class="gate__foot muted small">
        Digitale Poststelle: Posteingang, E-Akte und Postausgang
      </footer>
    </div>
  );
};
