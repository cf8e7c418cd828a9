/** A time in what is stored: seconds since 1970 that a date can show. A text that somebody edited may have any number, and a page must not fail because of it. */
import { z } from 'zod';

export const moment = z.number().min(0).max(8.64e12);
