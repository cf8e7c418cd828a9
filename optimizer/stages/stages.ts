import { acting } from './acting';
import { deciding } from './deciding';
import { detecting } from './detecting';
import { forecasting } from './forecasting';
import { measuring } from './measuring';
import { noticing } from './noticing';
import { observe } from './observe';
import { publishing } from './publishing';
import { recalling } from './recalling';
import { recording } from './recording';
import type { Stage } from './stage';

/** The stages of a tick, in order. Each works on every workload; missing data of one workload never stops another. Learning is not a stage: it takes seconds, and gauges must be renewed regularly. */
export const stages: readonly Stage[] = [observe, measuring, forecasting, detecting, recalling, deciding, recording, acting, publishing, noticing];
