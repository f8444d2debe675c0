import { useState } from 'preact/hooks';
import { withQuery } from '#web/api.js';
import { Button } from '#web/ui/button.js';
import { Badge } from '#web/ui/feedback.js';
import { TextArea, TextField } from '#web/ui/field.js';
import { Form } from '#web/ui/form.js';
import { exampleOf, type Operation } from './openapi.js';

interface Answer {
  status: number;
  ms: number;
  type: string;
  text: string;
  /** Address of an answer that is no text. */
  file?: string;
}

const fill = (operation: Operation, values: Readonly<Record<string, string>>): string => {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(values[name] ?? ''),
  );
  const query = Object.fromEntries(
    operation.parameters
      .filter((parameter) => parameter.in === 'query')
      .map((parameter) => [parameter.name, values[parameter.name]]),
  );
  return withQuery(path, query);
};

const pretty = (text: string): string => {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
};

const mostText = 20_000;

const readAnswer = async (response: Response, started: number): Promise<Answer> => {
  const type = response.headers.get('Content-Type') ?? '';
  const facts = { status: response.status, ms: Math.round(performance.now() - started), type };
  if (type.startsWith('text/event-stream')) {
    await response.body?.cancel();
    return { ...facts, text: 'Ereignisstrom geöffnet und wieder geschlossen.' };
  }
  if (type.includes('json') || type.startsWith('text/')) {
    return { ...facts, text: pretty(await response.text()).slice(0, mostText) };
  }
  const blob = await response.blob();
  return blob.size === 0
    ? { ...facts, text: '' }
    : { ...facts, text: `${blob.size} Byte`, file: URL.createObjectURL(blob) };
};

const useTry = (operation: Operation) => {
  const [answer, setAnswer] = useState<Answer>();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string>();
  const send = (values: Readonly<Record<string, string>>, body: BodyInit | undefined): void => {
    setBusy(true);
    setFault(undefined);
    const started = performance.now();
    fetch(fill(operation, values), {
      method: operation.method.toUpperCase(),
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body }),
      ...(typeof body === 'string' ? { headers: { 'Content-Type': 'application/json' } } : {}),
    })
      .then((response) => readAnswer(response, started))
      .then(setAnswer, () => setFault('Der Server ist nicht erreichbar.'))
      .finally(() => setBusy(false));
  };
  return { answer, busy, fault, setFault, send };
};

const AnswerView = ({ answer }: { answer: Answer }) => (
  <div class="answer" role="status">
    <p>
      <Badge tone={answer.status < 300 ? 'success' : 'danger'} text={`Status ${answer.status}`} />{' '}
      <span class="muted small">
        {answer.ms} ms, {answer.type === '' ? 'ohne Inhalt' : answer.type}
      </span>
    </p>
    {answer.file === undefined ? (
      answer.text === '' ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
        <pre class="answer__text" tabIndex={0}>
          {answer.text}
        </pre>
      )
    ) : (
      <p>
        <a href={answer.file} download="antwort">
          Antwort herunterladen
        </a>{' '}
        ({answer.text})
      </p>
    )}
  </div>
);

/** Sends a request as the signed-in person and shows what the server answers. */
export const TryForm = ({ operation }: { operation: Operation }) => {
  const content = operation.requestBody?.content ?? {};
  const json = content['application/json']?.schema;
  const isMultipart = 'multipart/form-data' in content;
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const [body, setBody] = useState(() =>
    json === undefined ? '' : JSON.stringify(exampleOf(json), undefined, 2),
  );
  const [files, setFiles] = useState<readonly File[]>([]);
  const { answer, busy, fault, setFault, send } = useTry(operation);
  const run = (): void => {
    if (isMultipart) {
      const form = new FormData();
      for (const file of files) form.append('dateien', file, file.name);
      send(values, form);
      return;
    }
    if (json !== undefined) {
      try {
        JSON.parse(body);
      } catch {
        setFault('Der Inhalt ist kein gültiges JSON.');
        return;
      }
    }
    send(values, json === undefined ? undefined : body);
  };
  return (
    <Form onSubmit={run} label={`${operation.summary} ausprobieren`}>
      {operation.parameters.length === 0 ? null : (
        <div class="form form--two">
          {operation.parameters.map((parameter) => (
            <TextField
              key={parameter.name}
              label={parameter.name}
              optional={!parameter.required}
              value={values[parameter.name] ?? ''}
              onInput={(value) => setValues((before) => ({ ...before, [parameter.name]: value }))}
            />
          ))}
        </div>
      )}
      {json === undefined ? null : (
        <TextArea label="Inhalt (JSON)" rows={8} value={body} onInput={setBody} />
      )}
      {isMultipart ? (
        <div class="kern-form-input">
          <label class="kern-label" for={`${operation.id}-dateien`}>
            Dateien
          </label>
          <input
            id={`${operation.id}-dateien`}
            type="file"
            multiple
            onChange={(event) => setFiles([...(event.currentTarget.files ?? [])])}
          />
        </div>
      ) : null}
      {fault === undefined ? null : (
        <p role="alert">
          <Badge tone="danger" text={fault} />
        </p>
      )}
      <div>
        <Button
          label="Anfrage senden"
          spoken={`Anfrage senden: ${operation.summary}`}
          type="submit"
          variant={operation.method === 'get' ? 'secondary' : 'primary'}
          busy={busy}
        />
      </div>
      {answer === undefined ? null : <AnswerView answer={answer} />}
    </Form>
  );
};
