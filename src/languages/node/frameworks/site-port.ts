/** The port of every static site. */

/** Above 1023, so that no capability is needed. */
export const sitePort = 8080;
