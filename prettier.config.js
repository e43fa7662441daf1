/** One width for all code; comments are wrapped by hand, with scripts/lines.mjs as the ruler. */
export default {
  printWidth: 100,
  singleQuote: true,
};
