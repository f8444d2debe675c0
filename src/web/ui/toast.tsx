import { useEffect, useState } from 'preact/hooks';
import { Button } from './button.js';
import { Icon } from './icon.js';

interface Message {
  id: number;
  tone: 'success' | 'info' | 'danger';
  text: string;
  href?: string;
}

let next = 0;
let show: (message: Message) => void = () => undefined;

/** Tells the person that something happened, without taking the focus. Errors stay until closed. */
export const notify = (tone: Message['tone'], text: string, href?: string): void => {
  next += 1;
  show({ id: next, tone, text, ...(href === undefined ? {} : { href }) });
};

/** Reads something out without showing it, e.g. the number of results. */
export const announce = (text: string): void => {
  const region = document.getElementById('announcements');
  if (region === null) return;
  region.textContent = '';
  window.setTimeout(() => {
    region.textContent = text;
  }, 50);
};

const visibleMs = 8_000;

/** The two live regions of the application; they have to exist before there is something to say. */
export const Toasts = () => {
  const [messages, setMessages] = useState<readonly Message[]>([]);
  const remove = (id: number): void =>
    setMessages((before) => before.filter((message) => message.id !== id));
  useEffect(() => {
    show = (message) => {
      setMessages((before) => [...before.slice(-3), message]);
      if (message.tone !== 'danger') window.setTimeout(() => remove(message.id), visibleMs);
    };
    return () => {
      show = () => undefined;
    };
  }, []);
  return (
    <>
      <div id="announcements" class="kern-sr-only" aria-live="polite" />
      <div class="toasts" role="status" aria-live="polite">
        {messages.map((message) => (
          <div key={message.id} class={`toast toast--${message.tone}`}>
            <Icon name={message.tone} />
            <span class="toast__text">
              {message.href === undefined ? (
                message.text
              ) : (
                <a href={message.href} onClick={() => remove(message.id)}>
                  {message.text}
                </a>
              )}
            </span>
            <Button
              label="Meldung schließen"
              icon="close"
              iconOnly
              small
              variant="tertiary"
              onClick={() => remove(message.id)}
            />
          </div>
        ))}
      </div>
    </>
  );
};
