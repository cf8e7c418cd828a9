import { acting } from './acting';
import { deciding } from './deciding';
import { detecting } from './detecting';
import { forecasting } from './forecasting';
import { measuring } from './measuring';
import { observe } from './observe';
import { publishing } from './publishing';
import { recalling } from './recalling';
import { recording } from './recording';
import type { Stage } from './stage';

/** Of a tick, in order. Each does its part for every workload; what one workload lacks never stops another. Learning is none of them: it takes seconds, and gauges are renewed at an even pace. */
export const stages: readonly Stage[] = [observe, measuring, forecasting, detecting, recalling, deciding, recording, acting, publishing];
