/** Where things are in the image. */

/** Where the sources are in the image, and where a program is started. */
export const sourcesPath = '/app';
