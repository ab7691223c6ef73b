import { z } from 'zod';
import { access } from './sections/access.ts';
import { clusters } from './sections/clusters.ts';
import { http } from './sections/http.ts';
import { hub } from './sections/hub.ts';
import { limits } from './sections/limits.ts';
import { observe } from './sections/observe.ts';
import { requests } from './sections/requests.ts';

/**
 * Everything that can be configured, in the order in which it is shown. A further option is one entry in the file of its section;
 * a further section is a file in `sections/` and a line here.
 */
export const sections = { clusters, http, access, requests, hub, limits, observe };

/** The whole configuration, checked; durations are in milliseconds. */
export const configSchema = z.strictObject(sections);

/** What the gateway is started with. */
export type Config = z.output<typeof configSchema>;
