/** What spans look like before anything counts them. */
import type { Components } from './collector-config';
import { keepTrace } from './tail-sampling';

/** Version of the semantic conventions by which names are rebuilt (the collector knows 1.37.0 to 1.40.0). */
const semanticConventions = '1.40.0';

/**
 * The span-name guard: a name that holds an id (`GET /items/4711`) is rebuilt from the route, so that one operation is one series and not a million. The name
 * as it came stays on the span.
 */
const guard = {
  error_mode: 'ignore',
  trace_statements: [
    {
      context: 'span',
      // database spans keep the names of their instrumentation: rebuilt, a Redis command would be named for the server's address
      conditions: ['span.attributes["http.request.method"] != nil'],
      statements: [`set_semconv_span_name("${semanticConventions}", "span.name.original")`],
    },
  ],
};

/**
 * ASGI instrumentation adds INTERNAL spans for each message it receives and sends: two thirds of all spans that say nothing. They are dropped by name, because
 * an application's own INTERNAL spans (`price order`) are what people look for.
 */
const noise = { error_mode: 'ignore', trace_conditions: ['span.kind == SPAN_KIND_INTERNAL and IsMatch(span.name, ".* (http|websocket) (send|receive)$")'] };

/**
 * Of a caller's trace state only the wish to keep the trace is left. `ot=th:…` would make span_metrics count one request as up to 2^56, because it says that the
 * others were sampled away; nothing here samples before the gateway, so a caller who sends it is wrong or means harm.
 */
const claims = {
  error_mode: 'ignore',
  trace_statements: [
    {
      context: 'span',
      conditions: ['span.trace_state != ""'],
      statements: [
        `set(span.trace_state, "") where span.trace_state["${keepTrace.key}"] != "${keepTrace.value}"`,
        `set(span.trace_state, "${keepTrace.key}=${keepTrace.value}") where span.trace_state != ""`,
      ],
    },
  ],
};

export const spanShape: Components = { 'transform/span-names': guard, 'transform/trace-state': claims, 'filter/asgi': noise };
