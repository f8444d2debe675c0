import { useEffect, useRef } from 'preact/hooks';

/**
 * Listens to server-sent events for as long as the component is shown. `onOpen` runs at every connection,
 * also after an interruption: what was missed in between has to be loaded then.
 */
export const useServerEvents = <T>(options: {
  address: string | undefined;
  event: string;
  onEvent: (data: T) => void;
  onOpen?: () => void;
}): void => {
  const latest = useRef(options);
  latest.current = options;
  const { address, event } = options;
  useEffect(() => {
    if (address === undefined) return undefined;
    let source: EventSource | undefined;
    let timer: number | undefined;
    const connect = (): void => {
      source = new EventSource(address);
      source.addEventListener('open', () => latest.current.onOpen?.());
      source.addEventListener(event, (message) => {
        latest.current.onEvent(JSON.parse(message.data) as T);
      });
      source.addEventListener('error', () => {
        // After a refused connection the browser does not try again by itself.
        if (source?.readyState === EventSource.CLOSED) timer = window.setTimeout(connect, 5_000);
      });
    };
    connect();
    return () => {
      window.clearTimeout(timer);
      source?.close();
    };
  }, [address, event]);
};
