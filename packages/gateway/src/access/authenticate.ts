import { anybody, type Caller } from '@causeway/schema';

/**
 * Says who sends a request.
 *
 * @throws UNAUTHENTICATED where that cannot be told, OVERLOADED where what is needed to tell cannot be had at the moment
 */
export type Authenticate = (request: Request) => Promise<Caller>;

/** Asks nobody who they are: everybody may do everything. For a developer's own machine, and where a proxy in front asks. */
export const openToEverybody: Authenticate = async () => anybody;
