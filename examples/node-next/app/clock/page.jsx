// Made again at most once a second: the result is written to .next/cache.
export const revalidate = 1;

export default function Clock() {
  return <time>{new Date().toISOString()}</time>;
}
