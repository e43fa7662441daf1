export function GET({ url }) {
  return new Response(`hello ${url.searchParams.get('name') ?? 'world'}`);
}
