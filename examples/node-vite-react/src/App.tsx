/** One page for every path: the address says which. */
export function App() {
  return <h1>{window.location.pathname}</h1>;
}
