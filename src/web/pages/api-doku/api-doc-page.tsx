import { useState } from 'preact/hooks';
import { api } from '#web/api.js';
import { count } from '#web/format.js';
import { LinkButton } from '#web/ui/button.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Page, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { type OpenApi, type Operation, operationsByTag, typeText } from './openapi.js';
import { SchemaView } from './schema-view.js';
import { TryForm } from './try-form.js';

const Parameters = ({ operation }: { operation: Operation }) =>
  operation.parameters.length === 0 ? null : (
    <>
      <h4 class="operation__part">Parameter</h4>
      <ul class="schema">
        {operation.parameters.map((parameter) => (
          <li key={parameter.name}>
            <code class="schema__name">{parameter.name}</code>{' '}
            <span class="muted small">
              {parameter.in === 'path' ? 'im Pfad' : 'in der Abfrage'}, {typeText(parameter.schema)}
              {parameter.required ? '' : ', optional'}
            </span>{' '}
            <span class="small">{parameter.schema.description ?? ''}</span>
          </li>
        ))}
      </ul>
    </>
  );

const RequestBody = ({ operation }: { operation: Operation }) => {
  if (operation.requestBody === undefined) return null;
  return (
    <>
      <h4 class="operation__part">Inhalt der Anfrage</h4>
      {operation.requestBody.description === undefined ? null : (
        <p class="small">{operation.requestBody.description}</p>
      )}
      {Object.entries(operation.requestBody.content).map(([type, { schema }]) => (
        <div key={type}>
          <p class="muted small">{type}</p>
          <SchemaView schema={schema} />
        </div>
      ))}
    </>
  );
};

const Responses = ({ operation }: { operation: Operation }) => (
  <>
    <h4 class="operation__part">Antworten</h4>
    <dl class="responses">
      {Object.entries(operation.responses).map(([status, response]) => (
        <div key={status}>
          <dt>
            <code>{status === 'default' ? 'sonst' : status}</code> {response.description}
          </dt>
          <dd>
            {Object.entries(response.content ?? {}).map(([type, { schema }]) => (
              <SchemaView key={type} schema={schema} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </>
);

const OperationView = ({ operation }: { operation: Operation }) => {
  const [open, setOpen] = useState(false);
  return (
    <details
      class="operation"
      onToggle={(event) => {
        if (event.currentTarget instanceof HTMLDetailsElement) setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        <span class={`method method--${operation.method}`}>{operation.method.toUpperCase()}</span>
        <code class="operation__path">{operation.path}</code>
        <span class="operation__summary">{operation.summary}</span>
      </summary>
      {open ? (
        <div class="operation__body">
          <div>
            <p class="muted small">
              Recht: <code>{operation['x-permission']}</code>
            </p>
            <Parameters operation={operation} />
            <RequestBody operation={operation} />
            <Responses operation={operation} />
          </div>
          <div>
            <h4 class="operation__part">Ausprobieren</h4>
            <TryForm operation={operation} />
          </div>
        </div>
      ) : null}
    </details>
  );
};

/** The API, made from the same schemas that check its requests, with a form to try each operation. */
export const ApiDocPage = () => {
  const document = useLoad('openapi', (signal) =>
    api.get<OpenApi>('/api/openapi.json', { signal }),
  );
  const groups = document.data === undefined ? undefined : operationsByTag(document.data);
  const total = groups === undefined ? 0 : [...groups.values()].flat().length;
  return (
    <Page
      title="Schnittstelle (API)"
      subtitle={
        document.data === undefined
          ? undefined
          : `Version ${document.data.info.version}, ${count(total, 'Operation', 'Operationen')}`
      }
      actions={
        <LinkButton
          label="OpenAPI-Dokument"
          icon="download"
          small
          href="/api/openapi.json"
          download
        />
      }
    >
      {groups === undefined ? (
        document.error === undefined ? (
          <Loading />
        ) : (
          <Failure error={document.error} onRetry={document.reload} />
        )
      ) : (
        <>
          <Alert
            tone="warning"
            title="Anfragen auf dieser Seite wirken wirklich und mit Ihren Rechten."
          />
          {[...groups].map(([tag, operations]) => (
            <Section key={tag} title={tag}>
              {operations.map((operation) => (
                <OperationView key={operation.id} operation={operation} />
              ))}
            </Section>
          ))}
        </>
      )}
    </Page>
  );
};
