/** Normalizes spans before they are counted: names, attributes and kinds. */
import type { Components, Settings } from './collector-config';
import { keepTrace } from './tail-sampling';

/** Version of the semantic conventions by which names are rebuilt (the collector knows 1.37.0 to 1.40.0). */
const semanticConventions = '1.40.0';

/** Attribute that keeps the name as it came, where it was changed. */
const original = 'span.name.original';

/**
 * The span-name guard: a name that holds an id (`GET /items/4711`) is rebuilt from the route, so that one operation is one series and not a million. The name
 * as it came stays on the span. A request that met no route is named by its method, a WebSocket that met none is not named for its path.
 */
const names: readonly Settings[] = [
  {
    context: 'span',
    // database spans have a guard of their own: rebuilt, a Redis command would be named for the server's address
    conditions: ['span.attributes["http.request.method"] != nil or span.attributes["http.method"] != nil'],
    statements: [`set_semconv_span_name("${semanticConventions}", "${original}")`],
  },
  {
    context: 'span',
    conditions: ['span.kind == SPAN_KIND_SERVER and span.attributes["http.route"] == nil and HasPrefix(span.name, "/")'],
    statements: [`set(span.attributes["${original}"], span.name)`, 'set(span.name, "unrouted")'],
  },
  ...databaseGuard(),
];

/**
 * Names of database and cache calls are what their instrumentation makes of them: a command, a statement with its values, a pipeline's commands in a row, a key. One
 * word of them is kept, the operation: what the span says it is, or else the first word, or else the system.
 */
function databaseGuard(): readonly Settings[] {
  const system = '(span.attributes["db.system.name"] != nil or span.attributes["db.system"] != nil)';
  const oneWord = 'IsMatch(span.name, "^[A-Za-z_]{1,32}$$")';
  return [
    {
      context: 'span',
      conditions: [`${system} and not ${oneWord}`],
      statements: [
        `set(span.attributes["${original}"], span.name)`,
        'set(span.name, span.attributes["db.operation"]) where span.attributes["db.operation"] != nil',
        'set(span.name, span.attributes["db.operation.name"]) where span.attributes["db.operation.name"] != nil',
        'set(span.name, "PIPELINE") where span.attributes["db.redis.pipeline_length"] != nil',
        `replace_pattern(span.name, "(?s)^([A-Za-z_]{1,32})[^A-Za-z_].*$$", "$$1") where not ${oneWord}`,
        `set(span.name, span.attributes["db.system"]) where not ${oneWord} and span.attributes["db.system"] != nil`,
        `set(span.name, span.attributes["db.system.name"]) where not ${oneWord} and span.attributes["db.system.name"] != nil`,
      ],
    },
  ];
}

/**
 * ASGI instrumentation adds INTERNAL spans for each message it receives and sends: two thirds of all spans that say nothing. They are dropped by name, because
 * an application's own INTERNAL spans (`price order`) are what people look for.
 */
const messages = ['http send', 'http receive', 'websocket send', 'websocket receive'].map((what) => `HasSuffix(span.name, " ${what}")`);
const noise = { error_mode: 'ignore', trace_conditions: [`span.kind == SPAN_KIND_INTERNAL and (${messages.join(' or ')})`] };

/**
 * Of a caller's trace state only the wish to keep the trace is left. `ot=th:…` would make span_metrics count one request as up to 2^56, because it says that the
 * others were sampled away; nothing here samples before the gateway, so a caller who sends it is wrong or means harm.
 */
const claims: Settings = {
  context: 'span',
  conditions: ['span.trace_state != ""'],
  statements: [
    `set(span.trace_state, "") where span.trace_state["${keepTrace.key}"] != "${keepTrace.value}"`,
    `set(span.trace_state, "${keepTrace.key}=${keepTrace.value}") where span.trace_state != ""`,
  ],
};

/** One processor for both, because each walks through all spans and asks for its own. */
export const spanShape: Components = {
  'transform/span-shape': { error_mode: 'ignore', trace_statements: [...names, claims] },
  'filter/asgi': noise,
};
