/** A page of another site sent a request that would change something. */
export class ForbiddenRequest extends Error {}

/** The page does not exist. */
export class PageNotFound extends Error {}
