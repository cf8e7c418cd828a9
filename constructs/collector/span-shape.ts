/** Normalizes spans before they are counted: names, attributes and kinds. */
import type { Components, Settings } from './collector-config';
import { keepTrace } from './tail-sampling';

/** Version of the semantic conventions by which names are rebuilt (the collector supports 1.37.0 to 1.40.0). */
const semanticConventions = '1.40.0';

/** Attribute with the original name of a span whose name was changed. */
const original = 'span.name.original';

/**
 * The span-name guard: a name with an id (`GET /items/4711`) is rebuilt from the route, so that one operation is one series and not a million. The original name
 * stays on the span as an attribute. A request that matched no route is named by its method only, and the name of a WebSocket without a route loses its path.
 */
const names: readonly Settings[] = [
  {
    context: 'span',
    // not for database spans, which have their own guard: rebuilt, a Redis command would get the server's address as its name
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
 * The guard for database and cache calls. Their instrumentation takes anything for a name: a command, a statement with its values, all commands of a pipeline, a key. The name
 * is reduced to one word: the operation that the span states, else the first word of the name, else the database system.
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
 * ASGI instrumentation adds an INTERNAL span for each message that it receives or sends: two thirds of all spans, without information. They are dropped by name, because
 * an application's own INTERNAL spans (`price order`) must be kept.
 */
const messages = ['http send', 'http receive', 'websocket send', 'websocket receive'].map((what) => `HasSuffix(span.name, " ${what}")`);
const noise = { error_mode: 'ignore', trace_conditions: [`span.kind == SPAN_KIND_INTERNAL and (${messages.join(' or ')})`] };

/**
 * Removes everything from a caller's trace state except the request to keep the trace. With `ot=th:…` span_metrics would count one request as up to 2^56, because it means that the
 * others were dropped by sampling. Nothing samples before the gateway, so a caller who sends it is wrong or malicious.
 */
const claims: Settings = {
  context: 'span',
  conditions: ['span.trace_state != ""'],
  statements: [
    `set(span.trace_state, "") where span.trace_state["${keepTrace.key}"] != "${keepTrace.value}"`,
    `set(span.trace_state, "${keepTrace.key}=${keepTrace.value}") where span.trace_state != ""`,
  ],
};

/** One processor for both guards, because each processor visits every span. */
export const spanShape: Components = {
  'transform/span-shape': { error_mode: 'ignore', trace_statements: [...names, claims] },
  'filter/asgi': noise,
};
