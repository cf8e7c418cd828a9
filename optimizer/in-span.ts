/** How something runs in a span of the process' own traces; where nothing is traced it only runs. */
import type { InSpan } from './ports';

export const untraced: InSpan = (_, run) => run();

export const inSpanOf = ({ inSpan }: { readonly inSpan?: InSpan | undefined }): InSpan => inSpan ?? untraced;
