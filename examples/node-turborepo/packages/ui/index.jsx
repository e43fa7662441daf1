export function Price({ count, each }) {
  return <span>{`€${(count * each).toFixed(2)}`}</span>;
}
