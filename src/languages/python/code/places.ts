/** Where things are in the image. */

/** Where the sources are in the image, and where a program is started. */
export const sourcesPath = '/app';

/** The home of the user that templates/partials/rootfs.hbs makes, and that distroless has. */
export const home = '/home/nonroot';
