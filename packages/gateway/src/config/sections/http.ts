import { z } from 'zod';
import { duration, text, whole } from '../kind.ts';
import { option } from '../option.ts';

/** Where and how the gateway listens. */
export const http = z.strictObject({
  host: option(text('a host name or an address to listen on'), {
    name: 'host',
    fallback: '0.0.0.0',
    about: 'address to listen on',
  }),
  port: option(whole(0, 65_535), { name: 'port', fallback: 4000, about: 'TCP port; 0 takes any free one' }),
  stopDelay: option(duration('0s', '5m'), {
    name: 'stop-delay',
    fallback: '5s',
    about:
      'how long the process goes on taking requests after SIGTERM, while /ready says that it stops: load balancers need that time to notice',
  }),
  stopLimit: option(duration('0s', '10m'), {
    name: 'stop-limit',
    fallback: '20s',
    about: 'how long running requests may take to finish once the process is asked to stop',
  }),
});
