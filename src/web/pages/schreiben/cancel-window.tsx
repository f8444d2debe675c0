import { useEffect, useState } from 'preact/hooks';
import type { PostausgangDetail } from '#postausgang/postausgang.schema.js';
import { formatInstant } from '#web/format.js';
import { Alert } from '#web/ui/feedback.js';

const inWords = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  const rest = String(seconds % 60).padStart(2, '0');
  return minutes >= 120 ? `${Math.round(minutes / 60)} Stunden` : `${minutes}:${rest} Minuten`;
};

/** Counts down from what the server has measured, so that a wrong clock of this machine does no harm. */
const useCountdown = (seconds: number | null): number => {
  const [left, setLeft] = useState(seconds ?? 0);
  useEffect(() => {
    const from = performance.now();
    const tell = (): void =>
      setLeft(Math.max(0, (seconds ?? 0) - Math.floor((performance.now() - from) / 1_000)));
    tell();
    const timer = window.setInterval(tell, 1_000);
    return () => window.clearInterval(timer);
  }, [seconds]);
  return left;
};

/** How long a released letter can still be stopped, or that somebody has stopped it. */
export const CancelWindow = ({ letter }: { letter: PostausgangDetail }) => {
  const left = useCountdown(letter.restSekunden);
  if (letter.angehalten) {
    return (
      <Alert tone="warning" title="Der Versand ist angehalten.">
        <p>
          {letter.angehaltenVon === null ? '' : `Angehalten von ${letter.angehaltenVon}. `}
          Das Schreiben geht erst hinaus, wenn jemand den Versand fortsetzt.
        </p>
      </Alert>
    );
  }
  if (letter.restSekunden === null || letter.versandAb === null || left === 0) return null;
  return (
    <Alert tone="info" title="Der Versand lässt sich noch anhalten.">
      <p>
        Noch <span class="countdown">{inWords(left)}</span>: Das Schreiben geht frühestens am{' '}
        {formatInstant(letter.versandAb)} hinaus.
      </p>
    </Alert>
  );
};
