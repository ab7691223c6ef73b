import { z } from 'zod';
import { duration, text, whole } from '../kind.ts';
import { option } from '../option.ts';

/** Where and how the gateway listens, and how many requests it takes on; docs/failures.md says what follows from each. */
export const http = z.strictObject({
  host: option(text('a host name or an address to listen on'), {
    name: 'host',
    fallback: '0.0.0.0',
    about: 'address to listen on',
  }),
  port: option(whole(0, 65_535), { name: 'port', fallback: 4000, about: 'TCP port; 0 takes any free one' }),
  requestLimit: option(whole(1, 1_000_000), {
    name: 'request-limit',
    fallback: 1_000,
    about: 'GraphQL requests that are answered at once, at most',
  }),
  requestQueue: option(whole(0, 1_000_000), {
    name: 'request-queue',
    fallback: 1_000,
    about: 'requests that may wait for that; the next is refused',
  }),
  requestWait: option(duration('0ms', '10m'), {
    name: 'request-wait',
    fallback: '5s',
    about: 'how long a request may wait for that before it is refused',
  }),
  receiveLimit: option(duration('100ms', '10m'), {
    name: 'receive-limit',
    fallback: '10s',
    about: 'how long a client may take to send the head of a request, and how long its body',
  }),
  sendLimit: option(duration('100ms', '1h'), {
    name: 'send-limit',
    fallback: '60s',
    about: 'how long a client may take to receive an answer before its connection is closed',
  }),
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
