/** Runs a function in a span of the process' own traces; without tracing it only runs the function. */
import type { InSpan } from './ports';

export const untraced: InSpan = (_, run) => run();

export const inSpanOf = ({ inSpan }: { readonly inSpan?: InSpan | undefined }): InSpan => inSpan ?? untraced;
