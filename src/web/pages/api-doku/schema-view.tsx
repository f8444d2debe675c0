import { type JsonSchema, typeText } from './openapi.js';

const inner = (schema: JsonSchema): JsonSchema | undefined => {
  if (schema.properties !== undefined) return schema;
  if (schema.items !== undefined) return inner(schema.items);
  return undefined;
};

const variants = (schema: JsonSchema): readonly JsonSchema[] =>
  (schema.anyOf ?? schema.oneOf ?? []).filter((one) => inner(one) !== undefined);

/** The fields of a schema with type and meaning; nested ones below their parent. */
export const SchemaView = ({ schema, depth = 0 }: { schema: JsonSchema; depth?: number }) => {
  const shown = inner(schema);
  const choices = variants(schema);
  if (shown === undefined && choices.length > 0) {
    return (
      <ul class="schema">
        {choices.map((choice, index) => (
          <li key={index}>
            <span class="muted small">Möglichkeit {index + 1}</span>
            <SchemaView schema={choice} depth={depth + 1} />
          </li>
        ))}
      </ul>
    );
  }
  if (shown?.properties === undefined) {
    return (
      <p class="small">
        <code>{typeText(schema)}</code> {schema.description ?? ''}
      </p>
    );
  }
  return (
    <ul class="schema">
      {Object.entries(shown.properties).map(([name, field]) => (
        <li key={name}>
          <code class="schema__name">{name}</code>{' '}
          <span class="muted small">
            {inner(field) === undefined && variants(field).length === 0
              ? typeText(field)
              : field.type === 'array'
                ? 'Liste'
                : 'Objekt'}
            {shown.required?.includes(name) === true ? '' : ', optional'}
          </span>{' '}
          <span class="small">{field.description ?? ''}</span>
          {depth < 5 && (inner(field) !== undefined || variants(field).length > 0) ? (
            <SchemaView schema={field} depth={depth + 1} />
          ) : null}
        </li>
      ))}
    </ul>
  );
};
